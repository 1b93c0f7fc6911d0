using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest.Apis;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.ClusterPolicies;

/// <summary>The cluster policies of a workspace. Those that it came with can be edited, and neither made nor deleted.</summary>
internal sealed class RemoteClusterPolicies(ClusterPolicyKind kind, ClusterPoliciesApi policies) : RemoteObjects(kind), IUpdatable
{
    /// <summary>All that one has which came with the workspace and was never edited.</summary>
    private static readonly string[] CameWith = ["name", PolicyDocument.Family];

    public override WriteCalls Calls { get; } =
        new()
        {
            Create = WriteCall.List("POST /api/2.0/policies/clusters/create"),
            Update = WriteCall.List("POST /api/2.0/policies/clusters/edit"),
            Delete = WriteCall.List("POST /api/2.0/policies/clusters/delete", "POST /api/2.0/policies/clusters/edit"),
        };

    public override Task<string> CreateAsync(AssetWrite write, CancellationToken ct) => policies.CreateAsync(Written(write.Wanted), ct);

    public Task UpdateAsync(AssetWrite write, CancellationToken ct) => policies.EditAsync(write.Id!, Written(write.Wanted), ct);

    /// <remarks>One that came with the workspace loses what it did not come with, and stays.</remarks>
    public override async Task DeleteAsync(string id, CancellationToken ct)
    {
        var policy = await policies.GetAsync(id, ct);
        if (IsBuiltIn(policy))
            await policies.EditAsync(
                id,
                new JObject
                {
                    ["name"] = policy["name"],
                    [PolicyDocument.Family] = policy[PolicyDocument.Family],
                    [PolicyFields.Overrides] = "{}",
                },
                ct
            );
        else
            await policies.DeleteAsync(id, ct);
    }

    /// <summary>Without those that came with the workspace and are as they came.</summary>
    public override async Task<FoundAssets> DiscoverAsync(IReadOnlyList<Declaration> declared, CancellationToken ct)
    {
        var found = (await ListDeclaredAsync(declared, new Dictionary<string, JObject>(), ct)).ToLookup(IsAsItCame);
        return new FoundAssets([.. found[false].Select(Found)]) { OnlyNamed = [.. found[true].Select(Found)] };
    }

    protected override IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) => policies.ListAsync(ct);

    protected override Task<JObject> GetAsync(string id, CancellationToken ct) => policies.GetAsync(id, ct);

    protected override LiveAsset Live(JObject answer)
    {
        var state = Sendable(answer);
        PolicyDocument.Open(state, null);

        // The service puts it together from the family and the overrides.
        var isOfFamily = state[PolicyDocument.Family] is JValue { Value: string { Length: > 0 } };
        var computed = isOfFamily ? state[PolicyFields.Definition] : null;
        if (isOfFamily)
            state.Remove(PolicyFields.Definition);
        if (state[PolicyFields.Overrides] is JObject { Count: 0 } or JValue { Value: "" })
            state.Remove(PolicyFields.Overrides);

        return new LiveAsset
        {
            Name = (string?)answer["name"] ?? "",
            Id = (string)answer["policy_id"]!,
            State = state,
            Computed = computed,
            Creator = (string?)answer["creator_user_name"],
            IsBuiltIn = IsBuiltIn(answer),
        };
    }

    private static bool IsBuiltIn(JObject answer) => (bool?)answer["is_default"] == true;

    private static bool IsAsItCame(LiveAsset policy) =>
        policy.IsBuiltIn && policy.State.Properties().All(field => CameWith.Contains(field.Name) || IsNothing(field.Value));

    private static bool IsNothing(JToken value) => value is { Type: JTokenType.Null } or JValue { Value: "" } or JContainer { Count: 0 };

    private JObject Written(JObject wanted) => PolicyDocument.Written(Sendable(wanted));
}
