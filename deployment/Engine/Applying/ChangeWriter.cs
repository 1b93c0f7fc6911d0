using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Applying;

/// <summary>Sends one change to the workspace and records the ids of new objects.</summary>
internal sealed class ChangeWriter(IReadOnlyDictionary<string, AssetKind> kinds)
{
    public async Task<ChangeOutcome> WriteAsync(ApplyRun run, Change change, Folders folders, CancellationToken ct)
    {
        var declaration = run.Planned.Declarations[change.Asset];
        try
        {
            if (change.EmptyFolder is { } folder)
                await kinds[change.Kind].DeleteEmptyFolderAsync(folder, ct);

            await folders.MakeAsync(change);
            // The only place that puts secrets in. Names are replaced by ids before, so that no secret's value is taken for a name.
            var sent = run.Planned.Secrets.Resolve(run.Ids.WithIds(change.Kind, declaration.Content));
            var id = await SendAsync(run, kinds[change.Kind], change, declaration, sent, ct);
            run.Ids.Add(change.Kind, change.Name, id, change.Id);
            run.Written[change.Asset] = new WrittenAsset(declaration, id, sent);
            Record(run, change, declaration, id);
            return new ChangeOutcome
            {
                Change = change,
                Status = ChangeStatus.Done,
                Id = id,
                Stopped = await new Stopper(kinds, run).TryStopAsync(change, id, ct),
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

    /// <summary>Creates the least of an asset that gives it an id: the other assets of its cycle need that id.</summary>
    /// <remarks>
    /// Until the asset is complete, its entry in the manifest is marked as unread. So the next deployment completes it after a kill.
    /// </remarks>
    public async Task<ChangeOutcome> WriteStubAsync(ApplyRun run, Change change, CancellationToken ct)
    {
        var declaration = run.Planned.Declarations[change.Asset];
        try
        {
            var id = await SendAsync(run, kinds[change.Kind], change, declaration, kinds[change.Kind].Stub(declaration), ct);
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

    /// <summary>Records the id of a new object at once, so that it is known after a kill.</summary>
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
                var before = run.Planned.Known.Matches.GetValueOrDefault(change.Asset)?.Entry?.Declared;
                var complete = UnreturnedFields.WithRemovals(kind.MergeServerState(sent, held), before, kind.Rules);
                await SentAsync(run, change, () => kind.UpdateAsync(change.Id!, declaration, complete, ct));
                return change.Id!;
            case ChangeAction.Recreate when kind.PathOf(declaration) is { } path && path != change.Id:
                // Create before delete: there is always one of the two.
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

                // A killed run may have created it with this nonce from an earlier declaration.
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

    /// <summary>Marks the write as begun, unless the service refused it.</summary>
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

    /// <summary>Whether the service certainly did nothing. After a conflict, a rate limit or no answer that is not known.</summary>
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
}
