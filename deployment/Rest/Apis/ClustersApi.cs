using System.Runtime.CompilerServices;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Apis;

/// <summary>The Clusters API, 2.1.</summary>
public sealed class ClustersApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.1/clusters/";

    /// <summary>The clusters that people and programs made; those of job runs and pipelines are left out.</summary>
    public async IAsyncEnumerable<JObject> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var pages = workspace.PagesAsync(
            token => WorkspaceRequest.Get(
                Root + "list",
                ("page_size", "100"),
                ("filter_by.cluster_sources", "UI"),
                ("filter_by.cluster_sources", "API"),
                ("page_token", token)),
            ct);
        await foreach (var page in pages.ConfigureAwait(false))
        {
            foreach (var cluster in page.Items("clusters"))
                yield return cluster;
        }
    }

    public Task<JObject> GetAsync(string id, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Get(Root + "get", ("cluster_id", id)), ct);

    /// <param name="idempotencyToken">At most 64 characters. While a cluster made with it lives, the same token gives that cluster again.</param>
    /// <returns>The cluster's id.</returns>
    public async Task<string> CreateAsync(JObject spec, string idempotencyToken, CancellationToken ct)
    {
        var body = new JObject(spec) { ["idempotency_token"] = idempotencyToken };
        var request = WorkspaceRequest.Post(Root + "create", body, Repeat.Idempotent);
        return (string)(await workspace.SendAsync(request, ct).ConfigureAwait(false)).Required(request, "cluster_id")!;
    }

    /// <summary>Replaces the whole specification; what it leaves out gets the service's default. A running cluster restarts.</summary>
    public Task EditAsync(string id, JObject spec, CancellationToken ct) => PostAsync("edit", id, spec, ct);

    public Task StartAsync(string id, CancellationToken ct) => PostAsync("start", id, [], ct);

    /// <summary>Stops the cluster; its declaration stays.</summary>
    public Task TerminateAsync(string id, CancellationToken ct) => PostAsync("delete", id, [], ct);

    public Task PermanentDeleteAsync(string id, CancellationToken ct) => PostAsync("permanent-delete", id, [], ct);

    private Task PostAsync(string call, string id, JObject fields, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Post(Root + call, new JObject(fields) { ["cluster_id"] = id }, Repeat.Idempotent), ct);
}
