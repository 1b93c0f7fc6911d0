using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>
/// What time does to a cluster. Nothing ticks: a state that is over is left when the cluster is next looked at, as of the moment it ended.
/// </summary>
internal sealed class ClusterLife(ClusterTiming timing)
{
    public static bool IsDue(ClusterRecord cluster, long now) => End(cluster) <= now;

    public void Settle(ClusterRecord cluster, long now)
    {
        while (End(cluster) is { } end && end <= now)
            Leave(cluster, end);
    }

    public void Start(ClusterRecord cluster, long at, JObject? failure)
    {
        cluster.StartTime = at;
        cluster.TerminationReason = null;
        cluster.ComingFailure = failure;
        cluster.Enter(ClusterState.Pending, at, at + Milliseconds(timing.Start));
    }

    public void Restart(ClusterRecord cluster, long at, JObject? failure)
    {
        cluster.ComingFailure = failure;
        cluster.Enter(ClusterState.Restarting, at, at + Milliseconds(timing.Restart));
    }

    public void Resize(ClusterRecord cluster, long at) => cluster.Enter(ClusterState.Resizing, at, at + Milliseconds(timing.Resize));

    public void Terminate(ClusterRecord cluster, long at, JObject reason)
    {
        cluster.TerminationReason = reason;
        cluster.ComingFailure = null;
        cluster.Enter(ClusterState.Terminating, at, at + Milliseconds(timing.Stop));
        cluster.Note("TERMINATING", at, new JObject { ["reason"] = reason });
    }

    private static long? End(ClusterRecord cluster) =>
        cluster.State == ClusterState.Running
            ? ClusterSpec.AutoterminationMinutes(cluster.Spec) is var minutes and > 0
                ? cluster.Since + minutes * 60_000L
                : null
            : cluster.Until;

    private void Leave(ClusterRecord cluster, long at)
    {
        switch (cluster.State)
        {
            case ClusterState.Pending or ClusterState.Restarting when cluster.ComingFailure is { } failure:
                Terminate(cluster, at, (JObject)failure.DeepClone());
                break;
            case ClusterState.Pending or ClusterState.Restarting:
                cluster.LastRestarted = at;
                Run(cluster, at, "RUNNING");
                break;
            case ClusterState.Resizing:
                Run(cluster, at, "UPSIZE_COMPLETED");
                break;
            case ClusterState.Running:
                var idle = ClusterSpec.AutoterminationMinutes(cluster.Spec);
                Terminate(cluster, at, TerminationReasons.Of("INACTIVITY", new JObject { ["inactivity_duration_min"] = $"{idle}" }));
                break;
            default:
                cluster.Enter(ClusterState.Terminated, at);
                break;
        }
    }

    private static void Run(ClusterRecord cluster, long at, string eventType)
    {
        var workers = ClusterSpec.Workers(cluster.Spec);
        cluster.Enter(ClusterState.Running, at);
        cluster.Note(eventType, at, new JObject { ["current_num_workers"] = workers, ["target_num_workers"] = workers });
    }

    private static long Milliseconds(TimeSpan delay) => (long)delay.TotalMilliseconds;
}
