using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Applying;

/// <summary>Carries out a plan and records in the workspace what it did.</summary>
internal sealed class Applier(IReadOnlyList<AssetKind> kinds, ManifestStore manifests, TimeProvider clock)
{
    /// <summary>How long a cancelled deployment may still take to write down how far it came.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, AssetKind> byName = kinds.ToDictionary(kind => kind.Name);

    private readonly Pruner pruner = new(kinds, clock);

    public async Task<Outcome> ApplyAsync(PlannedDeployment planned, ApplyOptions options, IApplyWatcher watcher, CancellationToken ct)
    {
        var writes = planned.Plan.Writes.Except(planned.Plan.Deletions).ToList();
        var run = new ApplyRun(planned, options, new ManifestRecorder(manifests, planned.Manifest, clock), new IdBook(planned));
        run.Recorder.Change(manifest => Begun(manifest, planned, writes));
        if (writes.Any(change => byName[change.Kind].PathOf(planned.Declarations[change.Asset]) is null))
            await run.Recorder.SaveAsync(ct);

        var prepared = Prepared(planned, writes, ct);
        var graph = new ChangeGraph(options.Concurrency, clock, (change, token) => WriteStubAsync(run, change, prepared[change.Kind], token), (change, token) => WriteAsync(run, change, prepared[change.Kind], token), watcher);
        var tasks = graph.Start(writes, ct);
        var baselines = new BaselineReader(run);
        await Task.WhenAll(writes.Select((change, i) => (change, task: tasks[i])).GroupBy(pair => pair.change.Kind)
            .Select(group => baselines.ReadAsync(byName[group.Key], [.. group.Select(pair => pair.task)], ct)));

        var outcomes = await Task.WhenAll(tasks);
        if (!ct.IsCancellationRequested && options.Stop)
            await new Stopper(byName, run).StopLeftOversAsync(ct);

        var failed = outcomes.Any(outcome => outcome.Status != ChangeStatus.Done) ? "something before it was not deployed" : null;
        var deleted = await pruner.PruneAsync(planned.Plan, failed, run.Recorder, options.Concurrency, watcher, ct);
        await SaveLastAsync(run, ct);
        return new Outcome { Changes = [.. outcomes, .. deleted], Warnings = [.. run.Warnings.Order(StringComparer.Ordinal)], Failures = [.. run.Failures.Order(StringComparer.Ordinal)], Stopped = [.. run.Stopped.Order(StringComparer.Ordinal)], Cancelled = ct.IsCancellationRequested };
    }

    /// <summary>Written before the first change: whose objects these are, if nobody lives to say so afterwards.</summary>
    private Manifest Begun(Manifest loaded, PlannedDeployment planned, IReadOnlyList<Change> writes)
    {
        var manifest = Pruner.Without(loaded, planned.Plan.Forgotten);
        var adopted = planned.Adoptions.Count == 0 ? manifest : manifest with { Entries = manifest.Entries.SetItems(planned.Adoptions.Select(entry => KeyValuePair.Create(entry.Asset, entry))) };
        var creating = writes.Where(change => change.Action == ChangeAction.Create && byName[change.Kind].PathOf(planned.Declarations[change.Asset]) is null).Select(change => change.Asset).ToList();
        var stops = writes.Where(change => byName[change.Kind] is IStoppable).Select(change => change.Asset).ToList();
        return creating.Count + stops.Count == 0 ? adopted : adopted with { Creating = adopted.Creating.Union(creating), StopDue = adopted.StopDue.Union(stops) };
    }

    private Dictionary<string, Lazy<Task>> Prepared(PlannedDeployment planned, IReadOnlyList<Change> writes, CancellationToken ct) =>
        writes.GroupBy(change => change.Kind).ToDictionary(
            group => group.Key,
            group => new Lazy<Task>(() => byName[group.Key].PrepareAsync([.. group.Where(IsMade).Select(change => planned.Declarations[change.Asset])], ct)));

    private static bool IsMade(Change change) => change.Action is ChangeAction.Create or ChangeAction.Recreate;

    private async Task<ChangeOutcome> WriteAsync(ApplyRun run, Change change, Lazy<Task> prepared, CancellationToken ct)
    {
        var declaration = run.Planned.Declarations[change.Asset];
        try
        {
            await prepared.Value;
            // The only place where a secret's value is put in, and after names became ids, so that no value is taken for a name.
            var sent = run.Planned.Secrets.Resolve(run.Ids.WithIds(change.Kind, declaration.Content));
            var id = await SendAsync(run, byName[change.Kind], change, declaration, sent, ct);
            run.Ids.Add(change.Kind, change.Name, id, change.Id);
            run.Written[change.Asset] = new WrittenAsset(declaration, id, sent);
            return new ChangeOutcome { Change = change, Status = ChangeStatus.Done, Id = id, Stopped = await new Stopper(byName, run).TryStopAsync(change, id, ct) };
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            return new ChangeOutcome { Change = change, Status = ChangeStatus.Failed, Message = Blame.Of(change, declaration, e) };
        }
    }

    /// <summary>Creates as little of an asset as gives it an id, since assets in a circle with it need that to be written whole.</summary>
    /// <remarks>Until it is completed, the manifest calls it one that is being created: the next deployment then completes what a killed one left.</remarks>
    private async Task<ChangeOutcome> WriteStubAsync(ApplyRun run, Change change, Lazy<Task> prepared, CancellationToken ct)
    {
        var declaration = run.Planned.Declarations[change.Asset];
        try
        {
            await prepared.Value;
            var id = await SendAsync(run, byName[change.Kind], change, declaration, byName[change.Kind].Stub(declaration), ct);
            run.Ids.Add(change.Kind, change.Name, id, change.Id);
            run.Stubs[change.Asset] = id;
            return new ChangeOutcome { Change = change, Status = ChangeStatus.Done, Id = id };
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            return new ChangeOutcome { Change = change, Status = ChangeStatus.Failed, Message = Blame.Of(change, declaration, e) };
        }
    }

    private static async Task<string> SendAsync(ApplyRun run, AssetKind kind, Change change, Declaration declaration, JObject sent, CancellationToken ct)
    {
        if (run.Stubs.TryGetValue(change.Asset, out var stub))
        {
            await kind.UpdateAsync(stub, declaration, kind.Keeping(sent, kind.Stub(declaration)), ct);
            return stub;
        }

        switch (change.Action)
        {
            case ChangeAction.Update:
                var held = run.Planned.Live.GetValueOrDefault(change.Kind)?.FirstOrDefault(asset => asset.Id == change.Id)?.State ?? [];
                await kind.UpdateAsync(change.Id!, declaration, kind.Keeping(sent, held), ct);
                return change.Id!;
            case ChangeAction.Recreate:
                await kind.DeleteAsync(change.Id!, ct);
                return await kind.CreateAsync(declaration, sent, ct);
            default:
                return await kind.CreateAsync(declaration, sent, ct);
        }
    }

    private async Task SaveLastAsync(ApplyRun run, CancellationToken ct)
    {
        // The memory is another deployment's by now; ours from before the first change says whose the objects are.
        if (!run.Options.MayRecord())
            return;

        using var grace = new CancellationTokenSource(LastWords, clock);
        try
        {
            await run.Recorder.SaveAsync(ct.IsCancellationRequested ? grace.Token : ct);
        }
        catch (Exception e)
        {
            var why = e is OperationCanceledException ? $"a run that was stopped may take {LastWords.TotalSeconds:0} s for that, and they were over." : Blame.Words(e);
            run.Failures.Add($"What was deployed could not be written down in the workspace, so the next deployment compares everything field by field: {why}");
        }
    }
}
