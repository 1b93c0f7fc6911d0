using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The Cluster Policies API.</summary>
public sealed class ClusterPoliciesApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/policies/clusters/";

    private static readonly AnswerShape Listed = new(Text("policy_id").Needed, Text("name"), Text("creator_user_name"));

    /// <summary>All of them; the service gives them in one answer.</summary>
    public IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) =>
        workspace.ItemsAsync("policies", "policy_id", Listed, _ => WorkspaceRequest.Get(Root + "list"), ct);

    public Task<JObject> GetAsync(string id, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Get(Root + "get", ("policy_id", id)), ct);

    /// <summary>
    /// Not repeated after a failure that leaves the outcome open: the service would refuse the name that the first has taken.
    /// </summary>
    /// <returns>The policy's id.</returns>
    public Task<string> CreateAsync(JObject spec, CancellationToken ct) =>
        workspace.CreateAsync(WorkspaceRequest.Post(Root + "create", spec, RepeatSafety.Unsafe), "policy_id", ct);

    /// <summary>Replaces the whole policy.</summary>
    public Task EditAsync(string id, JObject spec, CancellationToken ct) => PostAsync("edit", id, spec, ct);

    /// <summary>Clusters that use it stay, and cannot be edited any more.</summary>
    public Task DeleteAsync(string id, CancellationToken ct) => PostAsync("delete", id, [], ct);

    private Task PostAsync(string call, string id, JObject fields, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Post(Root + call, new JObject(fields) { ["policy_id"] = id }, RepeatSafety.Idempotent), ct);
}
