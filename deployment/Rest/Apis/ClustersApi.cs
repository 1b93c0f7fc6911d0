using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The Clusters API, 2.1.</summary>
public sealed class ClustersApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.1/clusters/";

    private static readonly AnswerShape Cluster = new(
        Text("cluster_id").Needed,
        Text("cluster_name"),
        Text("creator_user_name"),
        Text("state"),
        Object("termination_reason"),
        Text("termination_reason.type"),
        Text("termination_reason.code"),
        Text("termination_reason.parameters.databricks_error_message"),
        Text("termination_reason.parameters.azure_error_message")
    );

    /// <summary>The clusters that people and programs made; those of job runs and pipelines are left out.</summary>
    public IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) =>
        workspace.ItemsAsync(
            "clusters",
            "cluster_id",
            Cluster,
            token =>
                WorkspaceRequest.Get(
                    Root + "list",
                    ("page_size", "100"),
                    ("filter_by.cluster_sources", "UI"),
                    ("filter_by.cluster_sources", "API"),
                    ("page_token", token)
                ),
            ct
        );

    public Task<JObject> GetAsync(string id, CancellationToken ct) =>
        workspace.ReadAsync(WorkspaceRequest.Get(Root + "get", ("cluster_id", id)), Cluster, ct);

    /// <param name="idempotencyToken">At most 64 characters. While a cluster made with it lives, the same token gives that cluster
    /// again.</param>
    /// <returns>The cluster's id.</returns>
    public Task<string> CreateAsync(JObject spec, string idempotencyToken, CancellationToken ct) =>
        workspace.CreateAsync(
            WorkspaceRequest.Post(Root + "create", new JObject(spec) { ["idempotency_token"] = idempotencyToken }, RepeatSafety.Idempotent),
            "cluster_id",
            ct
        );

    /// <summary>Replaces the whole specification; what it leaves out gets the service's default. A running cluster restarts.</summary>
    public Task EditAsync(string id, JObject spec, CancellationToken ct) => PostAsync("edit", id, spec, ct);

    /// <summary>Only a cluster that runs. One that restarts already, as after an answer that was lost, is in the wrong state for
    /// it.</summary>
    public Task RestartAsync(string id, CancellationToken ct) => PostAsync("restart", id, [], ct);

    public Task StartAsync(string id, CancellationToken ct) => PostAsync("start", id, [], ct);

    /// <summary>Stops the cluster; its declaration stays.</summary>
    public Task TerminateAsync(string id, CancellationToken ct) => PostAsync("delete", id, [], ct);

    public Task PermanentDeleteAsync(string id, CancellationToken ct) => PostAsync("permanent-delete", id, [], ct);

    private Task PostAsync(string call, string id, JObject fields, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Post(Root + call, new JObject(fields) { ["cluster_id"] = id }, RepeatSafety.Idempotent), ct);
}
