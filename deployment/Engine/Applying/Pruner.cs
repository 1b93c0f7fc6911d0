using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Rest;

namespace Layercake.Engine.Applying;

/// <summary>Applies the deletions of a plan, dependents first, and removes deleted objects from the manifest.</summary>
internal sealed class Pruner(IReadOnlyList<RemoteKind> kinds, TimeProvider clock)
{
    private readonly Dictionary<string, RemoteKind> byName = kinds.ToDictionary(kind => kind.Name);

    /// <param name="hindrance">Why nothing may be deleted; null when all writes before succeeded.</param>
    /// <returns>One for each deletion, in the plan's order.</returns>
    public async Task<IReadOnlyList<ChangeOutcome>> PruneAsync(
        IReadOnlyList<Change> deletions,
        string? hindrance,
        ManifestRecorder recorder,
        int concurrency,
        IApplyWatcher watcher,
        CancellationToken ct
    )
    {
        var outcomes = new Dictionary<string, ChangeOutcome>(StringComparer.Ordinal);
        using var places = new SemaphoreSlim(concurrency);
        foreach (var kind in deletions.GroupBy(change => change.Kind))
        {
            var edited = hindrance is null ? await EditedAsync(byName[kind.Key], [.. kind], recorder.Current, ct) : [];
            foreach (
                var outcome in await Task.WhenAll(
                    kind.Select(change =>
                        OneAsync(
                            change,
                            hindrance ?? edited.GetValueOrDefault(change.Asset) ?? StillUsed(change, outcomes),
                            recorder,
                            places,
                            watcher,
                            ct
                        )
                    )
                )
            )
                outcomes.Add(outcome.Change.Asset, outcome);
        }

        return [.. deletions.Select(change => outcomes[change.Asset])];
    }

    /// <summary>Reads again what the plan read: writes and deletions of this run may have changed it.</summary>
    /// <returns>By asset, why it is not deleted.</returns>
    private static async Task<Dictionary<string, string>> EditedAsync(
        RemoteKind kind,
        IReadOnlyList<Change> deletions,
        Manifest manifest,
        CancellationToken ct
    )
    {
        var entries = deletions
            .Where(change => change is { UnlessBusy: true, Fingerprint: not null })
            .Select(change => manifest.Find(change.Asset))
            .OfType<ManifestEntry>()
            .Where(entry => !entry.Unread && !manifest.Updating.Contains(entry.Asset))
            .ToList();
        var edited = new Dictionary<string, string>(StringComparer.Ordinal);
        if (entries.Count == 0)
            return edited;

        try
        {
            var live = (await kind.GetByIdsAsync(entries, [], ct)).Found.ToDictionary(asset => asset.Id);
            foreach (var entry in entries)
                if (live.TryGetValue(entry.Id, out var asset) && ObjectEdits.Of(kind.Kind, entry, asset).Count > 0)
                    edited[entry.Asset] = "it was changed in the workspace after the plan was made; run it again and look at the new plan";
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            foreach (var entry in entries)
                edited[entry.Asset] = $"what the workspace holds of it could not be read: {FailureMessages.Words(e)}";
        }
        catch (OperationCanceledException)
        {
            // Each deletion reports by itself that it was stopped.
        }

        return edited;
    }

    private async Task<ChangeOutcome> OneAsync(
        Change change,
        string? hindrance,
        ManifestRecorder recorder,
        SemaphoreSlim places,
        IApplyWatcher watcher,
        CancellationToken ct
    )
    {
        var start = clock.GetTimestamp();
        var outcome = hindrance is not null ? Skipped(change, hindrance) : await DeleteAsync(change, recorder, places, watcher, ct);
        outcome = outcome with { Duration = clock.GetElapsedTime(start) };
        watcher.Finished(outcome);
        return outcome;
    }

    private async Task<ChangeOutcome> DeleteAsync(
        Change change,
        ManifestRecorder recorder,
        SemaphoreSlim places,
        IApplyWatcher watcher,
        CancellationToken ct
    )
    {
        var entered = false;
        try
        {
            await places.WaitAsync(ct);
            entered = true;
            watcher.Started(change);

            // The plan asked too; writes and deletions of this run may have changed the answer.
            if (change.UnlessBusy && await BusyAsync(byName[change.Kind], change.Id!, ct) is { } busy)
                return Skipped(change, $"{busy} since the plan was made; run it again when that is over");

            return await DeleteAsync(change, recorder, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return Skipped(change, "the deployment was stopped");
        }
        catch (WorkspaceApiException e)
        {
            return new ChangeOutcome
            {
                Change = change,
                Status = ChangeStatus.Failed,
                Message = FailureMessages.Of(change, null, e),
            };
        }
        finally
        {
            if (entered)
                places.Release();
        }
    }

    /// <summary>Deletes one object and removes it from the manifest.</summary>
    public async Task<ChangeOutcome> DeleteAsync(Change change, ManifestRecorder recorder, CancellationToken ct)
    {
        try
        {
            await KindWriter.DeleteAsync(byName[change.Kind], change.Id!, ct);
            recorder.Change(manifest => manifest.Without([change.Asset, .. PartKind.Of(byName, change.Asset)]));
            return new ChangeOutcome { Change = change, Status = ChangeStatus.Done };
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            return new ChangeOutcome
            {
                Change = change,
                Status = ChangeStatus.Failed,
                Message = FailureMessages.Of(change, null, e),
            };
        }
    }

    private static async Task<string?> BusyAsync(RemoteKind kind, string id, CancellationToken ct)
    {
        try
        {
            return kind is IBusy busy ? await busy.BusyAsync(id, ct) : null;
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            return null;
        }
    }

    private static string? StillUsed(Change change, Dictionary<string, ChangeOutcome> outcomes) =>
        change.After.FirstOrDefault(user => outcomes.TryGetValue(user, out var outcome) && outcome.Status != ChangeStatus.Done) is { } left
            ? $"{left} uses it and was not deleted"
            : null;

    private static ChangeOutcome Skipped(Change change, string why) =>
        new()
        {
            Change = change,
            Status = ChangeStatus.Skipped,
            Message = $"{change.Asset}: skipped: {why}.",
        };
}
