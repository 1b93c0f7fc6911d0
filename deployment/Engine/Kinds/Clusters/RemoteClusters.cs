using Layercake.Engine.Kinds.Model;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Clusters;

/// <summary>The all-purpose clusters of a workspace.</summary>
internal sealed class RemoteClusters(ClusterKind kind, ClustersApi clusters, TimeProvider clock)
    : RemoteObjects(kind),
        IUpdatable,
        IStoppable,
        IBusy
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    public required bool IsStopped { get; init; }

    public override WriteCalls Calls { get; } =
        new()
        {
            Create = WriteCall.List("POST /api/2.1/clusters/create"),
            Update = WriteCall.List("POST /api/2.1/clusters/edit"),
            Delete = WriteCall.List("POST /api/2.1/clusters/permanent-delete"),
            Stop = WriteCall.List("POST /api/2.1/clusters/delete"),
        };

    public override Task<string> CreateAsync(AssetWrite write, CancellationToken ct) =>
        clusters.CreateAsync(Sendable(write.Wanted), idempotencyToken: write.Nonce!, ct);

    public async Task UpdateAsync(AssetWrite write, CancellationToken ct)
    {
        var deadline = clock.GetUtcNow() + LongestWait;
        for (var attempt = 1; ; attempt++)
            try
            {
                await clusters.EditAsync(write.Id!, Sendable(write.Wanted), ct);
                return;
            }
            catch (WorkspaceApiException e) when (e.IsInvalidState && clock.GetUtcNow() < deadline)
            {
                // The service edits only running or terminated clusters, so wait for the end of any other state.
                await WaitUntilEditableAsync(write.Id!, deadline, ct);
            }
    }

    public override Task DeleteAsync(string id, CancellationToken ct) => clusters.PermanentDeleteAsync(id, ct);

    public async Task<string?> BusyAsync(string id, CancellationToken ct) =>
        (string?)(await clusters.GetAsync(id, ct))["state"] is "PENDING" or "RUNNING" or "RESTARTING" or "RESIZING"
            ? "it is running"
            : null;

    /// <summary>Terminates the cluster; does nothing when it is terminated already.</summary>
    public Task StopAsync(string id, CancellationToken ct) => clusters.TerminateAsync(id, ct);

    protected override IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) => clusters.ListAsync(ct);

    protected override Task<JObject> GetAsync(string id, CancellationToken ct) => clusters.GetAsync(id, ct);

    protected override LiveAsset Live(JObject answer)
    {
        var state = Rules.WithoutReadOnly(answer);

        // With autoscale the number of workers is the current size, which changes without an edit.
        if (state["autoscale"] is JObject)
            state.Remove("num_workers");

        return new LiveAsset
        {
            Name = (string?)answer["cluster_name"] ?? "",
            Id = (string)answer["cluster_id"]!,
            State = state,
            Creator = (string?)answer["creator_user_name"],
            Warning = WarningOf(answer),
        };
    }

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
    private static string? WarningOf(JObject answer)
    {
        if (answer["termination_reason"] is not JObject reason || (string?)reason["type"] is null or "SUCCESS")
            return null;

        var said = reason["parameters"]?["databricks_error_message"] ?? reason["parameters"]?["azure_error_message"];
        return $"could not start: {(string?)reason["code"]}{(said is null ? "" : $" ({(string?)said})")}. It is deployed; free quota or "
            + $"choose another node type before it is used.";
    }
}
