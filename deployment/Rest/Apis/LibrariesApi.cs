using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The Libraries API: what is installed on all-purpose clusters.</summary>
/// <remarks>
/// A library is an object with one field that says its type: <c>{"whl":"/Workspace/Shared/a.whl"}</c>,
/// <c>{"pypi":{"package":"requests"}}</c>. It has no id.
/// </remarks>
public sealed class LibrariesApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/libraries/";

    private static readonly AnswerShape Status = new(
        Object("library").Needed,
        Text("status").Needed,
        Text("messages[]"),
        Flag("is_library_for_all_clusters")
    );

    private static readonly AnswerShape OfCluster = Status.In("library_statuses").With(Text("cluster_id").Needed);

    /// <summary>
    /// The libraries of one cluster, each as <c>library</c> with its <c>status</c>, and with <c>messages</c> where it failed: first those
    /// that are to be there, in the order in which they were added, then those that go with the next restart.
    /// </summary>
    public Task<IReadOnlyList<JObject>> StatusAsync(string clusterId, CancellationToken ct) =>
        workspace.ListAsync("library_statuses", Status, WorkspaceRequest.Get(Root + "cluster-status", ("cluster_id", clusterId)), ct);

    /// <summary>
    /// All clusters that have libraries, each with its <c>cluster_id</c> and its <c>library_statuses</c>, in one answer. That a cluster
    /// is not among them says nothing of the cluster.
    /// </summary>
    public Task<IReadOnlyList<JObject>> AllStatusesAsync(CancellationToken ct) =>
        workspace.ListAsync("statuses", OfCluster, WorkspaceRequest.Get(Root + "all-cluster-statuses"), ct);

    /// <summary>
    /// Adds to the libraries of a cluster; one that is there already stays as it is. The answer comes before anything is installed: on a
    /// cluster that does not run that is done when it starts.
    /// </summary>
    public Task InstallAsync(string clusterId, IEnumerable<JObject> libraries, CancellationToken ct) =>
        PostAsync("install", clusterId, libraries, ct);

    /// <summary>Takes libraries away with the next restart of the cluster; one that is not there is ignored.</summary>
    public Task UninstallAsync(string clusterId, IEnumerable<JObject> libraries, CancellationToken ct) =>
        PostAsync("uninstall", clusterId, libraries, ct);

    private Task PostAsync(string call, string clusterId, IEnumerable<JObject> libraries, CancellationToken ct) =>
        workspace.SendAsync(
            WorkspaceRequest.Post(
                Root + call,
                new JObject { ["cluster_id"] = clusterId, ["libraries"] = new JArray(libraries) },
                RepeatSafety.Idempotent
            ),
            ct
        );
}
