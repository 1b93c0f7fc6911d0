using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The groups of the SCIM API, and who is in them.</summary>
/// <remarks>
/// What is made here is a group of the workspace alone. Those of the account, which most workspaces have, are changed there, and the
/// workspace refuses it.
/// </remarks>
public sealed class GroupsApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/preview/scim/v2/Groups";

    private static readonly AnswerShape Group = new(
        Text("id").Needed,
        Text("displayName"),
        Objects("members"),
        Text("members[].value"),
        Text("members[].display")
    );

    /// <summary>Read page by page. Only <see cref="GetAsync"/> is certain to have all members of a group.</summary>
    /// <param name="filter">As <c>displayName eq "data-engineers"</c>; null for all.</param>
    public IAsyncEnumerable<JObject> ListAsync(string? filter, CancellationToken ct) => new ScimApi(workspace).GroupsAsync(filter, ct);

    public Task<JObject> GetAsync(string id, CancellationToken ct) => workspace.ReadAsync(WorkspaceRequest.Get(At(id)), Group, ct);

    /// <summary>
    /// Not repeated after a failure that leaves the outcome open: the service would refuse the name that the first has taken.
    /// </summary>
    /// <param name="group"><c>displayName</c>, and <c>members</c> as <c>{"value": id}</c>.</param>
    /// <returns>The group's id.</returns>
    public Task<string> CreateAsync(JObject group, CancellationToken ct) =>
        workspace.CreateAsync(WorkspaceRequest.Post(Root, group, RepeatSafety.Unsafe), "id", ct);

    /// <summary>Who is a member already stays one.</summary>
    /// <param name="memberIds">Of users, service principals or groups.</param>
    public Task AddMembersAsync(string id, IReadOnlyList<string> memberIds, CancellationToken ct)
    {
        var members = new JArray(memberIds.Select(member => new JObject { ["value"] = member }));
        return ChangeAsync(
            id,
            new JObject
            {
                ["op"] = "add",
                ["path"] = "members",
                ["value"] = members,
            },
            ct
        );
    }

    /// <summary>After a lost answer it is sent again, and the service may then say that there is no such member.</summary>
    public Task RemoveMemberAsync(string id, string memberId, CancellationToken ct) =>
        ChangeAsync(id, new JObject { ["op"] = "remove", ["path"] = $"members[value eq \"{memberId}\"]" }, ct);

    /// <summary>Its members stay what they are otherwise. After a lost answer it is sent again, and then the group is missing.</summary>
    public Task DeleteAsync(string id, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Delete(At(id)), ct);

    private Task ChangeAsync(string id, JObject operation, CancellationToken ct)
    {
        var body = new JObject
        {
            ["schemas"] = new JArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"),
            ["Operations"] = new JArray(operation),
        };
        return workspace.SendAsync(WorkspaceRequest.Patch(At(id), body), ct);
    }

    private static string At(string id) => $"{Root}/{Uri.EscapeDataString(id)}";
}
