using System.Diagnostics;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Applying;

/// <summary>Runs changes concurrently, each after those it depends on; what depends on a failure is skipped and says so.</summary>
/// <param name="work">Carries out one change; an exception fails it.</param>
internal sealed class ChangeGraph(int concurrency, TimeProvider clock, Func<Change, CancellationToken, Task<ChangeOutcome>> work, IApplyWatcher watcher)
{
    /// <param name="changes">In an order in which no change precedes one that it depends on.</param>
    /// <returns>One task for each change, in the same order; none of them throws.</returns>
    public IReadOnlyList<Task<ChangeOutcome>> Start(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        var places = new SemaphoreSlim(concurrency);
        var started = new Dictionary<string, Task<ChangeOutcome>>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            Debug.Assert(!started.ContainsKey(change.Asset), $"{change.Asset} is planned once.");
            started[change.Asset] = RunAsync(change, [.. change.After.Where(started.ContainsKey).Select(asset => started[asset])], places, ct);
        }

        return [.. changes.Select(change => started[change.Asset])];
    }

    private async Task<ChangeOutcome> RunAsync(Change change, IReadOnlyList<Task<ChangeOutcome>> after, SemaphoreSlim places, CancellationToken ct)
    {
        var before = await Task.WhenAll(after);
        var missing = before.Where(outcome => outcome.Status != ChangeStatus.Done).ToList();
        var outcome = missing.Count > 0 && !ct.IsCancellationRequested
            ? Skipped(change, $"needs {string.Join(", ", missing.Select(outcome => outcome.Change.Asset))}, which {(missing.Count == 1 ? "was" : "were")} not deployed")
            : await RunAsync(change, places, ct);

        watcher.Finished(outcome);
        return outcome;
    }

    private async Task<ChangeOutcome> RunAsync(Change change, SemaphoreSlim places, CancellationToken ct)
    {
        try
        {
            await places.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return Skipped(change, "the deployment was stopped");
        }

        var start = clock.GetTimestamp();
        try
        {
            ct.ThrowIfCancellationRequested();
            watcher.Started(change);
            return await work(change, ct) with { Duration = clock.GetElapsedTime(start) };
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return Skipped(change, "the deployment was stopped while it was written; the next one looks at what it finds");
        }
        finally
        {
            places.Release();
        }
    }

    private static ChangeOutcome Skipped(Change change, string why) => new() { Change = change, Status = ChangeStatus.Skipped, Message = $"{change.Asset}: skipped: {why}." };
}
