using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Clusters;

/// <summary>Restarts clusters that run, where the environment allows it.</summary>
internal sealed class ClusterRestart(bool isAllowed, ClustersApi clusters, RunsApi runs)
{
    /// <summary>Restarts the cluster unless it does not run, or the run of a job is at work on it.</summary>
    /// <remarks>Who else uses it, such as a notebook that is open in the UI, the service does not say.</remarks>
    /// <returns>Whether it restarts now.</returns>
    public async Task<bool> TryAsync(string id, CancellationToken ct)
    {
        if (!isAllowed)
            return false;

        var state = (string?)(await clusters.GetAsync(id, ct))["state"];
        if (state == "RESTARTING")
            return true;
        if (state != "RUNNING" || await IsAtWorkAsync(id, ct))
            return false;

        try
        {
            await clusters.RestartAsync(id, ct);
        }
        catch (WorkspaceApiException e) when (e.IsInvalidState)
        {
            // It restarts or ends already, by somebody else or by an attempt whose answer was lost.
        }

        return true;
    }

    /// <summary>What may not be seen counts as work.</summary>
    private async Task<bool> IsAtWorkAsync(string id, CancellationToken ct)
    {
        try
        {
            await foreach (var run in runs.ListAsync(jobId: null, activeOnly: true, ct))
                if (Uses(await runs.GetAsync((long)run["run_id"]!, ct), id))
                    return true;

            return false;
        }
        catch (WorkspaceApiException e) when (e.IsForbidden)
        {
            return true;
        }
    }

    private static bool Uses(JObject run, string id) =>
        run.Descendants()
            .OfType<JProperty>()
            .Where(field => field.Name is "existing_cluster_id" or "cluster_id")
            .Any(field => field.Value is JValue { Value: string used } && used == id);
}
