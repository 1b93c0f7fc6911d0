using Layercake.Engine.Planning;

namespace Layercake.Engine.Applying;

/// <summary>Runs changes concurrently, each after those it depends on; what depends on a failure is skipped and says so.</summary>
/// <param name="stub">Creates the stub of one change; an exception fails the change.</param>
/// <param name="work">Carries out one change; an exception fails it.</param>
/// <param name="ready">Waits until what was carried out is ready, while others take its slot.</param>
internal sealed class ChangeGraph(
    int concurrency,
    TimeProvider clock,
    Func<Change, CancellationToken, Task<ChangeOutcome>> stub,
    Func<Change, CancellationToken, Task<ChangeOutcome>> work,
    Func<ChangeOutcome, CancellationToken, Task<ChangeOutcome>> ready,
    IApplyWatcher watcher
)
{
    private readonly SemaphoreSlim slots = new(concurrency);
    private readonly Dictionary<string, Change> changes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<ChangeOutcome>> stubs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<ChangeOutcome>> started = new(StringComparer.Ordinal);

    /// <param name="all">In any order; none waits for itself.</param>
    /// <returns>One task for each change, in the same order; none of them throws.</returns>
    public IReadOnlyList<Task<ChangeOutcome>> Start(IReadOnlyList<Change> all, CancellationToken ct)
    {
        foreach (var change in all)
            changes.Add(change.Asset, change);

        return [.. all.Select(change => Whole(change, ct))];
    }

    private Task<ChangeOutcome> Whole(Change change, CancellationToken ct) =>
        started.GetValueOrDefault(change.Asset)
        ?? (
            started[change.Asset] = WholeAsync(
                change,
                [.. Planned(change.After).Select(other => Whole(other, ct)), .. Planned(change.AfterStub).Select(other => Stub(other, ct))],
                ct
            )
        );

    private Task<ChangeOutcome> Stub(Change change, CancellationToken ct) =>
        stubs.GetValueOrDefault(change.Asset)
        ?? (stubs[change.Asset] = StepAsync(change, [.. Planned(change.Stub!.After).Select(other => Whole(other, ct))], stub, ct));

    private IEnumerable<Change> Planned(IEnumerable<string> assets) => assets.Where(changes.ContainsKey).Select(asset => changes[asset]);

    private async Task<ChangeOutcome> WholeAsync(Change change, IReadOnlyList<Task<ChangeOutcome>> after, CancellationToken ct)
    {
        var first = change.Stub is null ? null : await Stub(change, ct);
        var outcome = first is { Status: not ChangeStatus.Done } ? first : await StepAsync(change, after, StartedAsync, ct);
        if (outcome.Status == ChangeStatus.Done)
            outcome = await ReadyAsync(outcome, ct);
        if (first?.Status == ChangeStatus.Done && outcome.Status != ChangeStatus.Done)
            outcome = outcome with { Message = $"{outcome.Message} What is there is a paused stub; the next deployment completes it." };

        watcher.Finished(outcome);
        return outcome;
    }

    private async Task<ChangeOutcome> ReadyAsync(ChangeOutcome written, CancellationToken ct)
    {
        var start = clock.GetTimestamp();
        try
        {
            return await ready(written, ct) with { Duration = written.Duration + clock.GetElapsedTime(start) };
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return Failed(written.Change, "the deployment was stopped before it was ready; the next one looks at what it finds.");
        }
    }

    private Task<ChangeOutcome> StartedAsync(Change change, CancellationToken ct)
    {
        watcher.Started(change);
        return work(change, ct);
    }

    private async Task<ChangeOutcome> StepAsync(
        Change change,
        IReadOnlyList<Task<ChangeOutcome>> after,
        Func<Change, CancellationToken, Task<ChangeOutcome>> step,
        CancellationToken ct
    )
    {
        var missing = (await Task.WhenAll(after)).Where(outcome => outcome.Status != ChangeStatus.Done).ToList();
        return missing.Count > 0 && !ct.IsCancellationRequested
            ? Skipped(
                change,
                $"needs {string.Join(", ", missing.Select(outcome => outcome.Change.Asset))}, which "
                    + $"{(missing.Count == 1 ? "was" : "were")} not deployed"
            )
            : await StepAsync(change, step, ct);
    }

    private async Task<ChangeOutcome> StepAsync(
        Change change,
        Func<Change, CancellationToken, Task<ChangeOutcome>> step,
        CancellationToken ct
    )
    {
        try
        {
            await slots.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return Skipped(change, "the deployment was stopped");
        }

        var start = clock.GetTimestamp();
        try
        {
            if (ct.IsCancellationRequested)
                return Skipped(change, "the deployment was stopped");

            return await step(change, ct) with
            {
                Duration = clock.GetElapsedTime(start),
            };
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The write may have taken effect, so it has failed and is not skipped.
            return Failed(
                change,
                "the deployment was stopped while it was written, so whether it took effect is not known; the next one looks at what it "
                    + "finds."
            );
        }
        finally
        {
            slots.Release();
        }
    }

    private static ChangeOutcome Failed(Change change, string why) =>
        new()
        {
            Change = change,
            Status = ChangeStatus.Failed,
            Message = $"{change.Asset}: {why}",
        };

    private static ChangeOutcome Skipped(Change change, string why) =>
        new()
        {
            Change = change,
            Status = ChangeStatus.Skipped,
            Message = $"{change.Asset}: skipped: {why}.",
        };
}
