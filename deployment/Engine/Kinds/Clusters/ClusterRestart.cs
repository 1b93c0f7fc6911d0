using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Clusters;

/// <summary>Restarts clusters that run, where the environment allows it.</summary>
internal sealed class ClusterRestart(bool isAllowed, ClustersApi clusters, RunsApi runs, TimeProvider clock)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(20);

    /// <summary>Restarts the cluster unless it does not run, or the run of a job is at work on it.</summary>
    /// <remarks>Who else uses it, such as a notebook that is open in the UI, the service does not say.</remarks>
    /// <param name="isDue">Whether a restart that was under way has left something to do.</param>
    public async Task<RestartAttempt> TryAsync(string id, Func<Task<bool>> isDue, CancellationToken ct)
    {
        if (!isAllowed)
            return RestartAttempt.None;

        var state = await StateAsync(id, ct);
        if (state == "RESTARTING")
        {
            // Somebody else's, which may have begun before the removal.
            state = await AfterRestartAsync(id, ct);
            if (state == "RUNNING" && !await isDue())
                return RestartAttempt.Made;
        }

        if (state != "RUNNING")
            return RestartAttempt.None;

        try
        {
            if (await RunAtWorkAsync(id, ct) is { } run)
                return new RestartAttempt(false, $"run {run["run_id"]} of {run["run_name"] ?? "a job"}");
        }
        catch (WorkspaceApiException e) when (e.IsForbidden)
        {
            // What may not be seen counts as work.
            return RestartAttempt.None;
        }

        try
        {
            await clusters.RestartAsync(id, ct);
        }
        catch (WorkspaceApiException e) when (e.IsInvalidState)
        {
            // It restarts or ends already, by somebody else or by an attempt whose answer was lost.
        }

        return RestartAttempt.Made;
    }

    private async Task<string?> StateAsync(string id, CancellationToken ct) => (string?)(await clusters.GetAsync(id, ct))["state"];

    /// <summary>The state after the restart; one that takes too long is not waited for.</summary>
    private async Task<string?> AfterRestartAsync(string id, CancellationToken ct)
    {
        var deadline = clock.GetUtcNow() + LongestWait;
        for (var delay = TimeSpan.FromSeconds(1); ; delay = TimeSpan.FromSeconds(Math.Min(20, delay.TotalSeconds * 2)))
        {
            var state = await StateAsync(id, ct);
            if (state != "RESTARTING" || clock.GetUtcNow() >= deadline)
                return state;

            await Task.Delay(delay, clock, ct);
        }
    }

    private async Task<JObject?> RunAtWorkAsync(string id, CancellationToken ct)
    {
        await foreach (var run in runs.ListAsync(jobId: null, activeOnly: true, ct))
            if (Uses(await runs.GetAsync((long)run["run_id"]!, ct), id))
                return run;

        return null;
    }

    private static bool Uses(JObject run, string id) =>
        run.Descendants()
            .OfType<JProperty>()
            .Where(field => field.Name is "existing_cluster_id" or "cluster_id")
            .Any(field => field.Value is JValue { Value: string used } && used == id);
}
