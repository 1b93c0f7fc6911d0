using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Applying;

/// <summary>Applies a plan and records in the workspace what was done.</summary>
internal sealed class Applier
{
    /// <summary>How long a cancelled deployment may take to save the manifest.</summary>
    private static readonly TimeSpan FinalSaveTimeout = TimeSpan.FromSeconds(10);

    private readonly ManifestStore manifests;
    private readonly TimeProvider clock;
    private readonly Dictionary<string, RemoteKind> byName;
    private readonly ChangeWriter writer;
    private readonly Pruner pruner;

    public Applier(IReadOnlyList<RemoteKind> kinds, ManifestStore manifests, TimeProvider clock)
    {
        (this.manifests, this.clock) = (manifests, clock);
        byName = kinds.ToDictionary(kind => kind.Name);
        writer = new ChangeWriter(byName);
        pruner = new Pruner(kinds, clock);
    }

    public async Task<Outcome> ApplyAsync(PlannedDeployment planned, ApplyOptions options, IApplyWatcher watcher, CancellationToken ct)
    {
        var (writes, deletions) = InTwoSteps(planned.Plan);
        var recorder = new ManifestRecorder(manifests, planned.Manifest, options.MayRecord);
        var run = new ApplyRun(planned, options, recorder, new IdResolver(planned));
        run.Recorder.Change(manifest => RunIntentions.Begun(byName, manifest, planned, writes));

        // A run that changes nothing was approved by nobody, so it must not say which classes there are.
        if (!planned.Plan.IsEmpty)
            run.Recorder.Change(manifest => manifest with { Approve = options.Approve });
        if (writes.Count > 0)
            await run.Recorder.SaveAsync(ct);

        var outcomes = await WriteAsync(run, [.. writes, .. planned.Plan.Unknown], watcher, ct);
        if (!ct.IsCancellationRequested && options.Stops.Count > 0)
            await new Stopper(byName, run).StopLeftOversAsync(ct);

        var failed = outcomes.Any(outcome => outcome.Status != ChangeStatus.Done) ? "something before it was not deployed" : null;
        var deleted = await pruner.PruneAsync(deletions, failed, run.Recorder, options.Concurrency, watcher, ct);
        run.Recorder.Change(manifest => RunIntentions.Ended(byName, manifest, run));
        await SaveLastAsync(run, ct);
        var endsRecord = planned is { EndsRecord: true, Manifest.IsThere: true } && run.Failures.IsEmpty;
        var ended = endsRecord && IsSpent(run.Recorder.Current) && await EndRecordAsync(run, ct);
        return new Outcome
        {
            Changes = [.. outcomes, .. deleted],
            Warnings = [.. run.Warnings.Order(StringComparer.Ordinal)],
            Failures = [.. run.Failures.Order(StringComparer.Ordinal)],
            Stopped = [.. run.Stopped.Order(StringComparer.Ordinal)],
            Cancelled = ct.IsCancellationRequested,
            EndedRecord = ended,
        };
    }

    /// <summary>
    /// Whether it names no object any more. What it names of folders, such as who may use them, stays with these and counts for nothing.
    /// </summary>
    public bool IsSpent(Manifest manifest) =>
        manifest
            .Entries.Keys.Concat(manifest.Creating.Keys)
            .All(asset => byName.GetValueOrDefault(AssetId.Parse(asset).Kind)?.Kind.IsPart == true);

    private async Task<bool> EndRecordAsync(ApplyRun run, CancellationToken ct)
    {
        if (ct.IsCancellationRequested || !run.Options.MayRecord())
            return false;

        try
        {
            await manifests.EndAsync(ct);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            run.Failures.Add(
                $"All is deleted but the record of what was deployed: {FailureMessages.Words(e)} Run the same command again."
            );
            return false;
        }
    }

    /// <summary>Deletions come last, except those that make room for another write.</summary>
    private static (IReadOnlyList<Change> Writes, IReadOnlyList<Change> Deletions) InTwoSteps(Plan plan)
    {
        var deletions = plan
            .Deletions.Where(deletion =>
                !plan.Writes.Any(change => change.After.Contains(deletion.Asset) && change.Action != ChangeAction.Delete)
            )
            .ToList();
        return ([.. plan.Writes.Except(deletions)], deletions);
    }

    /// <summary>Writes in order of dependencies and reads each kind back when its last change is written.</summary>
    private async Task<IReadOnlyList<ChangeOutcome>> WriteAsync(
        ApplyRun run,
        IReadOnlyList<Change> changes,
        IApplyWatcher watcher,
        CancellationToken ct
    )
    {
        var folders = new Folders(byName, run, ct);
        var graph = new ChangeGraph(
            run.Options.Concurrency,
            clock,
            (change, token) => writer.WriteStubAsync(run, change, folders, token),
            (change, token) => CarryOutAsync(run, change, folders, token),
            (written, token) => writer.WaitAsync(run, written, token),
            watcher
        );
        var baselines = new BaselineReader(run, clock);
        var ofKinds = await Task.WhenAll(
            changes
                .Zip(graph.Start(changes, ct))
                .GroupBy(pair => pair.First.Kind)
                .Select(group => baselines.ReadAsync(byName[group.Key], [.. group.Select(pair => pair.Second)], watcher, ct))
        );
        return [.. ofKinds.SelectMany(outcomes => outcomes)];
    }

    private async Task<ChangeOutcome> CarryOutAsync(
        ApplyRun run,
        Change change,
        Folders folders,
        CancellationToken ct
    )
    {
        if (change.IsUnknown)
            return new ChangeOutcome
            {
                Change = change,
                Status = ChangeStatus.Failed,
                Message = $"{change.Asset}: {change.HeldBack}.",
            };
        if (change.Action == ChangeAction.Delete)
            return await pruner.DeleteAsync(change, run.Recorder, ct);

        return await writer.WriteAsync(run, change, folders, ct);
    }

    private async Task SaveLastAsync(ApplyRun run, CancellationToken ct)
    {
        // Another deployment may write the manifest by now. What was saved before the first change tells it about our objects.
        if (!run.Options.MayRecord())
            return;

        using var grace = new CancellationTokenSource(FinalSaveTimeout, clock);
        try
        {
            await run.Recorder.SaveAsync(ct.IsCancellationRequested ? grace.Token : ct);
        }
        catch (Exception e)
        {
            var why =
                e is OperationCanceledException
                    ? $"a run that was stopped may take {FinalSaveTimeout.TotalSeconds:0} s for that, and they were over."
                    : FailureMessages.Words(e);
            run.Failures.Add(
                $"What was deployed could not be written down in the workspace, so the next deployment compares everything field "
                    + $"by field: {why}"
            );
        }
    }
}
