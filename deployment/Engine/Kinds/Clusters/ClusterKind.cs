using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Clusters;

/// <summary>All-purpose clusters, declared one per file in <c>clusters/</c> as the UI's JSON view shows them.</summary>
internal sealed class ClusterKind(ClustersApi clusters, TimeProvider clock) : JsonKind("clusters", "cluster", "cluster_name"), IStoppable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    public override FieldRules Rules { get; } = new(ClusterSchema.AllPurpose);

    public override string TagsField => "custom_tags";

    public override Task<string> CreateAsync(Declaration declaration, JObject wanted, string nonce, CancellationToken ct) =>
        clusters.CreateAsync(Sendable(wanted), idempotencyToken: nonce, ct);

    public override async Task UpdateAsync(string id, Declaration declaration, JObject wanted, CancellationToken ct)
    {
        var deadline = clock.GetUtcNow() + LongestWait;
        for (var attempt = 1; ; attempt++)
            try
            {
                await clusters.EditAsync(id, Sendable(wanted), ct);
                return;
            }
            catch (WorkspaceApiException e) when (e.IsInvalidState && clock.GetUtcNow() < deadline)
            {
                // The service edits only running or terminated clusters, so wait for the end of any other state.
                await WaitUntilEditableAsync(id, deadline, ct);
            }
    }

    public override Task DeleteAsync(string id, CancellationToken ct) => clusters.PermanentDeleteAsync(id, ct);

    public override async Task<string?> BusyAsync(string id, CancellationToken ct) =>
        (string?)(await clusters.GetAsync(id, ct))["state"] is "PENDING" or "RUNNING" or "RESTARTING" or "RESIZING"
            ? "it is running"
            : null;

    /// <summary>Terminates the cluster; does nothing when it is terminated already.</summary>
    public Task StopAsync(string id, CancellationToken ct) => clusters.TerminateAsync(id, ct);

    protected override IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) => clusters.ListAsync(ct);

    protected override Task<JObject> GetAsync(string id, CancellationToken ct) => clusters.GetAsync(id, ct);

    protected override LiveAsset Live(JObject listed)
    {
        var state = Rules.WithoutReadOnly(listed);

        // With autoscale the number of workers is the current size, which changes without an edit.
        if (state["autoscale"] is JObject)
            state.Remove("num_workers");

        return new LiveAsset
        {
            Name = (string?)listed["cluster_name"] ?? "",
            Id = (string)listed["cluster_id"]!,
            State = state,
            Creator = (string?)listed["creator_user_name"],
            Warning = WarningOf(listed),
        };
    }

    protected override void Check(Declaration declaration, ICollection<Finding> findings) =>
        new ClusterCheck(new CheckReport(declaration, findings)).Check(declaration.Content);

    private async Task WaitUntilEditableAsync(string id, DateTimeOffset deadline, CancellationToken ct)
    {
        for (
            var delay = TimeSpan.FromSeconds(1);
            clock.GetUtcNow() < deadline;
            delay = TimeSpan.FromSeconds(Math.Min(10, delay.TotalSeconds * 2))
        )
        {
            if ((string?)(await clusters.GetAsync(id, ct))["state"] is "RUNNING" or "TERMINATED" or "ERROR")
                return;

            await Task.Delay(delay, clock, ct);
        }
    }

    /// <summary>A cloud without free machines is no error of the deployment, so this is only a warning.</summary>
    private static string? WarningOf(JObject listed)
    {
        if (listed["termination_reason"] is not JObject reason || (string?)reason["type"] is null or "SUCCESS")
            return null;

        var said = reason["parameters"]?["databricks_error_message"] ?? reason["parameters"]?["azure_error_message"];
        return $"could not start: {(string?)reason["code"]}{(said is null ? "" : $" ({(string?)said})")}. It is deployed; free quota or "
            + $"choose another node type before it is used.";
    }
}
