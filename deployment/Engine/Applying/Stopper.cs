using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Rest;

namespace Layercake.Engine.Applying;

/// <summary>Stops what a deployment started by its writes.</summary>
internal sealed class Stopper(IReadOnlyDictionary<string, RemoteKind> kinds, ApplyRun run)
{
    /// <summary>A failed stop does not fail the change: it is reported, and the next deployment stops the object.</summary>
    public async Task<bool> TryStopAsync(Change change, string id, CancellationToken ct)
    {
        try
        {
            return PlannedStops.IsDue(run.Planned, kinds[change.Kind], change) && await StopAsync(change.Kind, change.Asset, id, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The write succeeded; the stop remains due.
            return false;
        }
        catch (WorkspaceApiException e)
        {
            run.Failures.Add($"{change.Asset}: deployed, but cannot be stopped: {e.Message}");
            return false;
        }
    }

    /// <summary>Stops what an earlier, interrupted deployment wrote and did not stop.</summary>
    public async Task StopLeftOversAsync(CancellationToken ct)
    {
        var manifest = run.Recorder.Current;
        var failedNow = run
            .Planned.Plan.Writes.Select(change => change.Asset)
            .Where(asset => !run.Planned.Manifest.StopDue.Contains(asset));
        foreach (var asset in manifest.StopDue.Except(failedNow).Where(asset => !run.Written.ContainsKey(asset)))
        {
            if ((manifest.Find(asset)?.Id ?? run.Planned.PendingStops.GetValueOrDefault(asset)) is { } id)
            {
                try
                {
                    if (await StopAsync(AssetId.Parse(asset).Kind, asset, id, ct))
                        run.Stopped.Add(asset);
                }
                catch (OperationCanceledException) when (ct.IsCancellationRequested)
                {
                    return;
                }
                catch (WorkspaceApiException e)
                {
                    run.Failures.Add($"{asset}: cannot stop, though an earlier deployment left it running: {e.Message}");
                }
            }
        }
    }

    private async Task<bool> StopAsync(string kind, string asset, string id, CancellationToken ct)
    {
        if (!run.Options.Stops.Contains(kind) || kinds[kind] is not IStoppable)
            return false;

        await KindWriter.StopAsync(kinds[kind], id, ct);
        run.Recorder.Change(manifest => manifest with { StopDue = manifest.StopDue.Remove(asset) });
        return true;
    }
}
