using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Applying;

/// <summary>Carries out one change and records the ids of new objects.</summary>
internal sealed class ChangeWriter(IReadOnlyDictionary<string, RemoteKind> kinds)
{
    public async Task<ChangeOutcome> WriteAsync(ApplyRun run, Change change, Folders folders, CancellationToken ct)
    {
        var declaration = run.Planned.Declarations[change.Asset];
        try
        {
            var kind = kinds[change.Kind];
            if (change.EmptyFolder is { } folder)
                await KindWriter.DeleteEmptyFolderAsync(kind, folder, ct);

            await folders.MakeAsync(change);
            // The only place that puts secrets in. Names are replaced by ids before, so that no secret's value is taken for a name.
            var sent = run.Planned.Secrets.Resolve(run.Ids.WithIds(change.Kind, declaration.Content));
            var id = await ChangeSender.SendAsync(run, kind, change, declaration, sent, ct);
            run.Ids.Add(change.Kind, change.Name, id, change.Id);
            run.Written[change.Asset] = new WrittenAsset(declaration, id, sent);
            Record(run, change, declaration, id);
            return new ChangeOutcome
            {
                Change = change,
                Status = ChangeStatus.Done,
                Id = id,
                // What is not ready yet is stopped when it is.
                Stopped = kind is not IWaits && await new Stopper(kinds, run).TryStopAsync(change, id, ct),
            };
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            return Failed(change, FailureMessages.Of(change, declaration, e));
        }
    }

    /// <summary>Waits until what was just written is ready, where its kind has to be waited for.</summary>
    public async Task<ChangeOutcome> WaitAsync(ApplyRun run, ChangeOutcome written, CancellationToken ct)
    {
        var change = written.Change;
        if (change.Action == ChangeAction.Delete || kinds[change.Kind] is not IWaits waits)
            return written;

        try
        {
            await waits.WaitAsync(written.Id!, ct);
            return written with { Stopped = await new Stopper(kinds, run).TryStopAsync(change, written.Id!, ct) };
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            return Failed(change, FailureMessages.OfWait(change, run.Planned.Declarations[change.Asset], e));
        }
    }

    /// <summary>Creates the least of an asset that gives it an id: the other assets of its cycle need that id.</summary>
    /// <remarks>
    /// Until the asset is complete, its entry in the manifest is marked as unread. So the next deployment completes it after a kill.
    /// </remarks>
    public async Task<ChangeOutcome> WriteStubAsync(ApplyRun run, Change change, Folders folders, CancellationToken ct)
    {
        var declaration = run.Planned.Declarations[change.Asset];
        var kind = kinds[change.Kind];
        try
        {
            await folders.MakeAsync(change);
            var id = await ChangeSender.SendAsync(run, kind, change, declaration, ChangeSender.StubOf(kind, declaration), ct);
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
            return Failed(change, FailureMessages.Of(change, declaration, e));
        }
    }

    /// <summary>Records the id of a new object at once, so that it is known after a kill.</summary>
    private void Record(ApplyRun run, Change change, Declaration declaration, string id)
    {
        if (!change.IsMade)
            return;

        var entry = new ManifestEntry
        {
            Kind = change.Kind,
            Name = change.Name,
            File = declaration.File,
            Id = id,
            Declared = declaration.Content,
            Baseline = [],
            Unread = true,
            Secrets = run.Planned.Secrets.IdsIn(declaration.Content),
        };
        run.Recorder.Change(manifest => manifest.With([.. EarlierVersion.Of(manifest, kinds[change.Kind].Kind, entry), entry]));
        run.Recorder.SaveSoon();
    }

    private static ChangeOutcome Failed(Change change, string message) =>
        new()
        {
            Change = change,
            Status = ChangeStatus.Failed,
            Message = message,
        };
}
