using Layercake.Engine.Kinds;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Engine.Secrets;

namespace Layercake.Engine.Applying;

/// <summary>Remembers what the service made of what was written.</summary>
internal sealed class BaselineReader(ApplyRun run)
{
    /// <summary>When a kind is done, remembers what the service now holds of all that was written.</summary>
    public async Task ReadAsync(AssetKind kind, IReadOnlyList<Task<ChangeOutcome>> tasks, CancellationToken ct)
    {
        var done = (await Task.WhenAll(tasks)).Where(outcome => outcome.Status == ChangeStatus.Done).Select(outcome => run.Written[outcome.Change.Asset]).ToList();
        if (done.Count == 0 || ct.IsCancellationRequested)
            return;

        try
        {
            var live = (await kind.ReadBackAsync(done, ct)).ToDictionary(asset => asset.Id);
            var adopts = run.Planned.Plan.Writes.Where(change => change.Adopts).Select(change => change.Asset).ToHashSet(StringComparer.Ordinal);
            var entries = done.Where(asset => live.ContainsKey(asset.Id)).Select(asset => Entry(kind, asset, live[asset.Id], adopts.Contains(asset.Declaration.Asset))).ToList();
            run.Recorder.Change(manifest => manifest with
            {
                Entries = manifest.Entries.SetItems(entries.Select(entry => KeyValuePair.Create(entry.Asset, entry))),
                Creating = manifest.Creating.Except(entries.Select(entry => entry.Asset)),
                Commit = run.Planned.Plan.Commit,
            });
            foreach (var trouble in live.Values.Where(asset => asset.Trouble is not null))
                run.Warnings.Add($"{kind.Name}.{trouble.Name}: {trouble.Trouble}");

            await run.Recorder.SaveNowAndThenAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The record from before the first change says whose objects these are; the next deployment reads them.
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            run.Warnings.Add($"{kind.Name}: deployed, but reading back what the workspace holds failed, so the next deployment compares them field by field: {e.Message}");
        }
    }

    private ManifestEntry Entry(AssetKind kind, WrittenAsset written, LiveAsset live, bool adopts)
    {
        var before = run.Planned.Manifest.Find(written.Declaration.Asset);
        return new ManifestEntry
        {
            Kind = kind.Name,
            Name = written.Declaration.Name,
            File = written.Declaration.File,
            Id = live.Id,
            Declared = written.Declaration.Content,
            Baseline = new SecretMask(run.Planned.Secrets, kind.Rules, written.Declaration.Content, before?.Id == live.Id ? before : null, justWritten: true).Live(live.State, state => kind.InShapeOf(written.Declaration.Content, state)),
            Secrets = run.Planned.Secrets.IdsIn(written.Declaration.Content),
            Adopted = before?.Adopted ?? adopts,
        };
    }
}
