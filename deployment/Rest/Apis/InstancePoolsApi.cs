using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The Instance Pools API.</summary>
public sealed class InstancePoolsApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/instance-pools/";

    private static readonly AnswerShape Listed = new(Text("instance_pool_id").Needed, Text("instance_pool_name"));

    /// <summary>All of them; the service gives them in one answer.</summary>
    public IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) =>
        workspace.ItemsAsync("instance_pools", "instance_pool_id", Listed, _ => WorkspaceRequest.Get(Root + "list"), ct);

    public Task<JObject> GetAsync(string id, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Get(Root + "get", ("instance_pool_id", id)), ct);

    /// <summary>
    /// Not repeated after a failure that leaves the outcome open: the service would refuse the name that the first has taken.
    /// </summary>
    /// <returns>The pool's id.</returns>
    public Task<string> CreateAsync(JObject spec, CancellationToken ct) =>
        workspace.CreateAsync(WorkspaceRequest.Post(Root + "create", spec, RepeatSafety.Unsafe), "instance_pool_id", ct);

    /// <summary>Replaces name, sizes and idle minutes; what else the pool is made of must be sent as it is.</summary>
    public Task EditAsync(string id, JObject spec, CancellationToken ct) => PostAsync("edit", id, spec, ct);

    /// <summary>Clusters that run keep their machines; new ones cannot start from it.</summary>
    public Task DeleteAsync(string id, CancellationToken ct) => PostAsync("delete", id, [], ct);

    private Task PostAsync(string call, string id, JObject fields, CancellationToken ct) =>
        workspace.SendAsync(
            WorkspaceRequest.Post(Root + call, new JObject(fields) { ["instance_pool_id"] = id }, RepeatSafety.Idempotent),
            ct
        );
}
