using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Applying;

/// <summary>Carries out a plan and records in the workspace what it did.</summary>
internal sealed class Applier(IReadOnlyList<AssetKind> kinds, ManifestStore manifests, TimeProvider clock)
{
    /// <summary>How long a cancelled deployment may still take to write down how far it came.</summary>
    private static readonly TimeSpan FinalSaveTimeout = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, AssetKind> byName = kinds.ToDictionary(kind => kind.Name);

    private readonly Pruner pruner = new(kinds, clock);

    public async Task<Outcome> ApplyAsync(PlannedDeployment planned, ApplyOptions options, IApplyWatcher watcher, CancellationToken ct)
    {
        var late = planned
            .Plan.Deletions.Where(deletion =>
                !planned.Plan.Writes.Any(change => change.After.Contains(deletion.Asset) && change.Action != ChangeAction.Delete)
            )
            .ToList();
        var writes = planned.Plan.Writes.Except(late).ToList();
        var run = new ApplyRun(planned, options, new ManifestRecorder(manifests, planned.Manifest, options.MayRecord), new IdResolver(planned));
        run.Recorder.Change(manifest => Begun(manifest, planned, writes));
        if (writes.Count > 0)
            await run.Recorder.SaveAsync(ct);

        var prepared = new Folders(byName, run, ct);
        var graph = new ChangeGraph(
            options.Concurrency,
            clock,
            (change, token) => WriteStubAsync(run, change, token),
            (change, token) => CarryOutAsync(run, change, prepared, watcher, token),
            watcher
        );
        var unknown = planned.Plan.Unknown.ToList();
        var tasks = graph.Start([.. writes, .. unknown], ct);
        var baselines = new BaselineReader(run, clock);
        var outcomes = (
            await Task.WhenAll(
                writes
                    .Concat(unknown)
                    .Zip(tasks)
                    .GroupBy(pair => pair.First.Kind)
                    .Select(group => baselines.ReadAsync(byName[group.Key], [.. group.Select(pair => pair.Second)], watcher, ct))
            )
        )
            .SelectMany(kind => kind)
            .ToList();

        if (!ct.IsCancellationRequested && options.Stop)
            await new Stopper(byName, run).StopLeftOversAsync(ct);

        var failed = outcomes.Any(outcome => outcome.Status != ChangeStatus.Done) ? "something before it was not deployed" : null;
        var deleted = await pruner.PruneAsync(late, failed, run.Recorder, options.Concurrency, watcher, ct);
        run.Recorder.Change(manifest => Ended(manifest, run));
        await SaveLastAsync(run, ct);
        return new Outcome
        {
            Changes = [.. outcomes, .. deleted],
            Warnings = [.. run.Warnings.Order(StringComparer.Ordinal)],
            Failures = [.. run.Failures.Order(StringComparer.Ordinal)],
            Stopped = [.. run.Stopped.Order(StringComparer.Ordinal)],
            Cancelled = ct.IsCancellationRequested,
        };
    }

    /// <summary>Written before the first change: whose objects these are, if nobody lives to say so afterwards.</summary>
    private Manifest Begun(Manifest loaded, PlannedDeployment planned, IReadOnlyList<Change> writes)
    {
        var manifest = loaded.Without(planned.Plan.Forgotten).With(planned.Adoptions);
        var creating = writes
            .Where(change => change.IsMade && !manifest.Creating.ContainsKey(change.Asset))
            .Select(change =>
                KeyValuePair.Create(change.Asset, Creation.New(byName[change.Kind].PathOf(planned.Declarations[change.Asset])))
            )
            .ToList();
        var stops = writes
            .Where(change => byName[change.Kind] is IStoppable && change.Action != ChangeAction.Delete)
            .Select(change => change.Asset)
            .ToList();
        var updating = writes
            .Where(change => change.Action == ChangeAction.Update && manifest.Find(change.Asset)?.Id == change.Id)
            .Select(change => change.Asset)
            .ToList();
        return creating.Count + stops.Count + updating.Count == 0
            ? manifest
            : manifest with
            {
                Creating = manifest.Creating.AddRange(creating),
                Updating = manifest.Updating.Union(updating),
                // What was never made is not stopped.
                StopDue =
                [
                    .. manifest.StopDue.Where(asset => manifest.Find(asset) is not null || manifest.Creating.ContainsKey(asset)),
                    .. stops,
                ],
            };
    }

    /// <summary>
    /// Without the intentions of this run that came to nothing: an object of that name that turns up later is someone else's.
    /// </summary>
    private static Manifest Ended(Manifest manifest, ApplyRun run)
    {
        var untried = run.Planned.Plan.Writes.Select(change => change.Asset).Where(asset => !run.Begun.ContainsKey(asset)).ToList();
        var notDue = untried.Where(asset => manifest.Find(asset) is null || !run.Planned.Manifest.StopDue.Contains(asset)).ToList();
        return untried.Exists(asset =>
            manifest.Creating.ContainsKey(asset) || manifest.Updating.Contains(asset) || manifest.StopDue.Contains(asset)
        )
            ? manifest with
            {
                Creating = manifest.Creating.RemoveRange(untried),
                Updating = manifest.Updating.Except(untried),
                StopDue = manifest.StopDue.Except(notDue),
            }
            : manifest;
    }

    private async Task<ChangeOutcome> CarryOutAsync(
        ApplyRun run,
        Change change,
        Folders folders,
        IApplyWatcher watcher,
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

        return await WriteAsync(run, change, folders, ct);
    }

    private async Task<ChangeOutcome> WriteAsync(ApplyRun run, Change change, Folders folders, CancellationToken ct)
    {
        var declaration = run.Planned.Declarations[change.Asset];
        try
        {
            if (change.EmptyFolder is { } folder)
                await byName[change.Kind].DeleteEmptyFolderAsync(folder, ct);

            await folders.MakeAsync(change);
            // The only place where a secret's value is put in, and after names became ids, so that no value is taken for a name.
            var sent = run.Planned.Secrets.Resolve(run.Ids.WithIds(change.Kind, declaration.Content));
            var id = await SendAsync(run, byName[change.Kind], change, declaration, sent, ct);
            run.Ids.Add(change.Kind, change.Name, id, change.Id);
            run.Written[change.Asset] = new WrittenAsset(declaration, id, sent);
            Record(run, change, declaration, id);
            return new ChangeOutcome
            {
                Change = change,
                Status = ChangeStatus.Done,
                Id = id,
                Stopped = await new Stopper(byName, run).TryStopAsync(change, id, ct),
            };
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            return new ChangeOutcome
            {
                Change = change,
                Status = ChangeStatus.Failed,
                Message = FailureMessages.Of(change, declaration, e),
            };
        }
    }

    /// <summary>Creates as little of an asset as gives it an id, since assets in a circle with it need that to be written whole.</summary>
    /// <remarks>
    /// Until it is completed, the manifest has it as one that was never read back: the next deployment then completes what a killed one
    /// left.
    /// </remarks>
    private async Task<ChangeOutcome> WriteStubAsync(ApplyRun run, Change change, CancellationToken ct)
    {
        var declaration = run.Planned.Declarations[change.Asset];
        try
        {
            var id = await SendAsync(run, byName[change.Kind], change, declaration, byName[change.Kind].Stub(declaration), ct);
            run.Ids.Add(change.Kind, change.Name, id, change.Id);
            run.Stubs[change.Asset] = id;
            Record(run, change, declaration, id);
            return new ChangeOutcome
            {
                Change = change,
                Status = ChangeStatus.Done,
                Id = id,
            };
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            return new ChangeOutcome
            {
                Change = change,
                Status = ChangeStatus.Failed,
                Message = FailureMessages.Of(change, declaration, e),
            };
        }
    }

    /// <summary>Whose the object is, as soon as its id is known; a kill a moment later then leaves nothing to be guessed.</summary>
    private static void Record(ApplyRun run, Change change, Declaration declaration, string id)
    {
        if (!change.IsMade)
            return;

        run.Recorder.Change(manifest =>
            manifest.With([
                new ManifestEntry
                {
                    Kind = change.Kind,
                    Name = change.Name,
                    File = declaration.File,
                    Id = id,
                    Declared = declaration.Content,
                    Baseline = [],
                    Unread = true,
                    Secrets = run.Planned.Secrets.IdsIn(declaration.Content),
                },
            ])
        );
        run.Recorder.SaveSoon();
    }

    private static async Task<string> SendAsync(
        ApplyRun run,
        AssetKind kind,
        Change change,
        Declaration declaration,
        JObject sent,
        CancellationToken ct
    )
    {
        if (run.Stubs.TryGetValue(change.Asset, out var stub))
        {
            await kind.UpdateAsync(stub, declaration, kind.MergeServerState(sent, kind.Stub(declaration)), ct);
            return stub;
        }

        switch (change.Action)
        {
            case ChangeAction.Update:
                var held = run.Planned.Live.GetValueOrDefault(change.Kind)?.FirstOrDefault(asset => asset.Id == change.Id)?.State ?? [];
                await SentAsync(run, change, () => kind.UpdateAsync(change.Id!, declaration, kind.MergeServerState(sent, held), ct));
                return change.Id!;
            case ChangeAction.Recreate when kind.PathOf(declaration) is { } place && place != change.Id:
                // At two places both can be there, so nobody finds neither.
                var moved = await CreateAsync(run, kind, change, declaration, sent, ct);
                await Pruner.DeleteAsync(kind, change.Id!, ct);
                return moved;
            case ChangeAction.Recreate:
                await Pruner.DeleteAsync(kind, change.Id!, ct);
                return await CreateAsync(run, kind, change, declaration, sent, ct);
            default:
                return await CreateAsync(run, kind, change, declaration, sent, ct);
        }
    }

    private static async Task<string> CreateAsync(
        ApplyRun run,
        AssetKind kind,
        Change change,
        Declaration declaration,
        JObject sent,
        CancellationToken ct
    )
    {
        var nonce = run.Recorder.Current.Creating[change.Asset].Nonce;
        var id = "";
        await SentAsync(
            run,
            change,
            async () =>
            {
                id = await kind.CreateAsync(declaration, sent, nonce, ct);

                // A killed run may have made it with this nonce from what Git declared then.
                if (
                    run.Planned.Manifest.Creating.ContainsKey(change.Asset)
                    && (await WriteVerification.TryReadAsync(kind, declaration, id, sent, ct)) is { } held
                    && WriteVerification.Differences(kind, sent, held).Count > 0
                )
                    await kind.UpdateAsync(id, declaration, kind.MergeServerState(sent, held.State), ct);
            }
        );
        return id;
    }

    /// <summary>Notes that a write was begun, unless the service refused it.</summary>
    private static async Task SentAsync(ApplyRun run, Change change, Func<Task> write)
    {
        run.Begun[change.Asset] = true;
        try
        {
            await write();
        }
        catch (Exception e) when (IsRefused(e))
        {
            run.Begun.TryRemove(change.Asset, out _);
            throw;
        }
    }

    /// <summary>Whether the service said that it did not do it. After a conflict, a limit or no answer nobody knows.</summary>
    private static bool IsRefused(Exception e) =>
        e
            is PathTakenException
                or WorkspaceApiException
            {
                Status: >= 400 and < 500 and not 408,
                OutcomeUnknown: false,
                IsConflict: false,
                IsThrottled: false
            };

    private async Task SaveLastAsync(ApplyRun run, CancellationToken ct)
    {
        // The memory is another deployment's by now; ours from before the first change says whose the objects are.
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
