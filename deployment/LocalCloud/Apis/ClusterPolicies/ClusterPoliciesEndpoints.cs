using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ClusterPolicies;

/// <summary>The Cluster Policies API.</summary>
internal sealed class ClusterPoliciesEndpoints(CloudState state) : IEndpoints
{
    private const string Root = "/api/2.0/policies/clusters";

    private static readonly BodyShape Shape = new()
    {
        Texts = ["name", "definition", "description", "policy_family_id", "policy_family_definition_overrides"],
        Numbers = ["max_clusters_per_user"],
        Objects = ["auto_enforcement_config"],
        ObjectLists = ["libraries"],
        ReadOnly = ["policy_id", "created_at_timestamp", "creator_user_name", "is_default"],
    };

    private readonly ObjectTable policies = new(state, TableNames.ClusterPolicies);
    private readonly ObjectPages families = new("policy_families", "max_results");

    public void Map(RouteTable routes)
    {
        routes.Post($"{Root}/create", Create);
        routes.Post($"{Root}/edit", Edit);
        routes.Post($"{Root}/delete", Delete);
        routes.Get($"{Root}/get", request => ApiResponse.Json(View(Get(request))));
        routes.Get($"{Root}/list", List);
        routes.Get("/api/2.0/policy-families", request => families.Answer(request, PolicyFamilies.All, family => family));
        routes.Get("/api/2.0/policy-families/{id}", request => ApiResponse.Json(PolicyFamilies.Require(request.RouteValues["id"])));
    }

    private ApiResponse Create(ApiRequest request)
    {
        lock (policies.Gate)
        {
            BuiltInPolicies.Ensure(policies);
            var policy = Read(request, null);
            var added = policies.Add(NewIds.Hex16(lowercase: false), policy, request.Caller);
            return ApiResponse.Json(new JObject { ["policy_id"] = added.Id });
        }
    }

    private ApiResponse Edit(ApiRequest request)
    {
        lock (policies.Gate)
        {
            var policy = Get(request);
            var sent = Read(request, policy.Id);
            CommonRules.Require(
                sent["definition"] is not null || sent["policy_family_id"] is not null,
                "Either definition or policy_family_id must be supplied."
            );
            if (BuiltInPolicies.Has(policy))
                CommonRules.Require(
                    sent.Text("policy_family_id") == policy.Spec.Text("policy_family_id"),
                    "The policy family of a default policy cannot be changed."
                );
            policies.Put(policy.With(sent, request.Caller, state.Now));
            return ApiResponse.Empty;
        }
    }

    private ApiResponse Delete(ApiRequest request)
    {
        lock (policies.Gate)
        {
            var policy = Get(request);
            CommonRules.Require(!BuiltInPolicies.Has(policy), "Default policies cannot be deleted.");
            policies.Remove(policy.Id);
        }

        return ApiResponse.Empty;
    }

    private ApiResponse List(ApiRequest request)
    {
        BuiltInPolicies.Ensure(policies);
        var all =
            request.Text("sort_column") == "POLICY_NAME"
                ? policies.All().OrderBy(policy => (string)policy.Spec["name"]!, StringComparer.Ordinal)
                : policies.All().OrderBy(policy => policy.Number);
        var sorted = (request.Text("sort_order") == "ASC" ? all : all.Reverse()).Select(View).ToList();
        var answer = new JObject { ["total_count"] = sorted.Count };
        if (sorted.Count > 0)
            answer["policies"] = new JArray(sorted);

        return ApiResponse.Json(answer);
    }

    private JObject Read(ApiRequest request, string? id)
    {
        var policy = Shape.Read(request);
        var name = policy.Required("name");
        CommonRules.Require(name.Length <= 100, "name must have at most 100 characters.");
        CommonRules.Require(!policies.IsTaken("name", name, id), $"Cluster Policy with name `{name}` already exists");
        CommonRules.Require(policy["libraries"] is not JArray { Count: > 500 }, "A policy has at most 500 libraries.");
        foreach (var library in policy["libraries"] as JArray ?? [])
            CommonRules.Require(LibraryTypes.IsKnown((JObject)library), "Unknown library");

        // That 0 is taken is unconfirmed.
        policy.RequireRange("max_clusters_per_user", 0, int.MaxValue);

        var (family, overrides) = (policy.Text("policy_family_id"), policy.Text("policy_family_definition_overrides"));
        CommonRules.Require(family is null || policy["definition"] is null, "Only one of definition and policy_family_id can be given.");
        CommonRules.Require(family is not null || overrides is null, "policy_family_definition_overrides needs a policy_family_id.");
        if (family is not null)
            PolicyFamilies.Require(family);
        if (overrides is not null)
            PolicyDefinition.Read(overrides, "policy_family_definition_overrides");
        if (policy.Text("definition") is { } definition)
            PolicyDefinition.Read(definition, "definition");

        return policy;
    }

    private StoredObject Get(ApiRequest request)
    {
        BuiltInPolicies.Ensure(policies);
        var id = request.RequiredText("policy_id");
        return policies.Find(id) ?? throw ApiError.Missing($"Can't find cluster policy with id: {id}.");
    }

    private static JObject View(StoredObject policy)
    {
        var view = new JObject(policy.Spec)
        {
            ["policy_id"] = policy.Id,
            ["definition"] = PolicyFamilies.Definition(policy.Spec),
            ["created_at_timestamp"] = policy.CreatedAt,
            ["is_default"] = BuiltInPolicies.Has(policy),
        };
        if (policy.Creator.Length > 0)
            view["creator_user_name"] = policy.Creator;

        return view;
    }
}
