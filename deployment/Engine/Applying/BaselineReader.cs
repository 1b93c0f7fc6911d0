using System.Globalization;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Engine.Secrets;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Applying;

/// <summary>Remembers what the service made of what was written, and says where that is something else.</summary>
internal sealed class BaselineReader(ApplyRun run, TimeProvider clock)
{
    /// <summary>When all of a kind is written, reads what the service now holds of it.</summary>
    /// <returns>One outcome for each task, in the same order; failed where the write did not do what it should.</returns>
    public async Task<IReadOnlyList<ChangeOutcome>> ReadAsync(
        AssetKind kind,
        IReadOnlyList<Task<ChangeOutcome>> tasks,
        IApplyWatcher watcher,
        CancellationToken ct
    )
    {
        var outcomes = await Task.WhenAll(tasks);
        var written = outcomes
            .Where(outcome => outcome.Status == ChangeStatus.Done && run.Written.ContainsKey(outcome.Change.Asset))
            .ToDictionary(outcome => outcome.Change.Asset, outcome => run.Written[outcome.Change.Asset], StringComparer.Ordinal);
        if (written.Count == 0 || ct.IsCancellationRequested)
            return outcomes;

        var failures = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var changes = outcomes.ToDictionary(outcome => outcome.Change.Asset, outcome => outcome.Change, StringComparer.Ordinal);
            var live = await LookAsync(kind, changes, written, failures, ct);
            Judge(kind, changes, written, live, failures);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // What is recorded already says whose the objects are; the next deployment reads them.
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            foreach (var asset in written.Keys)
                failures[asset] = NotRead(FailureMessages.Words(e));
        }

        return
        [
            .. outcomes.Select(outcome =>
                failures.TryGetValue(outcome.Change.Asset, out var why) ? Failed(outcome, why, watcher) : outcome
            ),
        ];
    }

    /// <summary>What does not show is looked for again: a read may lag behind a write.</summary>
    /// <param name="failures">Gets what may not be looked at.</param>
    private async Task<Dictionary<string, LiveAsset>> LookAsync(
        AssetKind kind,
        Dictionary<string, Change> changes,
        Dictionary<string, WrittenAsset> written,
        Dictionary<string, string> failures,
        CancellationToken ct
    )
    {
        var (found, refused) = (new Dictionary<string, LiveAsset>(), new Dictionary<string, string>());
        await ReadAsync(written.Values);
        foreach (var wait in ReadLag.Waits)
        {
            var missing = written
                .Where(asset => ShowsNothing(kind, changes[asset.Key], asset.Value, found))
                .Select(asset => asset.Value)
                .ToList();
            if (missing.Count == 0)
                break;

            await Task.Delay(wait, clock, ct);
            await ReadAsync(missing);
        }

        // Rights may lag too.
        foreach (var (asset, sent) in written)
            if (refused.TryGetValue(sent.Id, out var refusal))
                failures[asset] = NotRead(refusal);

        return found;

        async Task ReadAsync(IEnumerable<WrittenAsset> assets)
        {
            var held = await kind.ReadAfterWriteAsync([.. assets], ct);
            foreach (var live in held.Found)
            {
                found[live.Id] = live;
                refused.Remove(live.Id);
            }

            foreach (var (id, refusal) in held.Refused)
                refused[id] = refusal;
        }
    }

    private static string NotRead(string why) =>
        $"written, but what the workspace holds of it could not be read, so the next deployment compares it field by field: {why}";

    private void Judge(
        AssetKind kind,
        Dictionary<string, Change> changes,
        Dictionary<string, WrittenAsset> written,
        Dictionary<string, LiveAsset> found,
        Dictionary<string, string> failures
    )
    {
        var entries = new List<ManifestEntry>();
        var others = new List<(string Asset, FieldChange Field)>();
        foreach (var (asset, sent) in written.Where(asset => !failures.ContainsKey(asset.Key)))
        {
            if (ShowsNothing(kind, changes[asset], sent, found))
            {
                failures[asset] = found.ContainsKey(sent.Id)
                    ? "the service answered that it did, and yet nothing of it shows: the object is what it was before"
                    : $"the service answered that it did, and yet {sent.Id} is not there";
                continue;
            }

            var live = found[sent.Id];
            var entry = Entry(kind, changes[asset], sent, live);
            var differences = WriteVerification.Differences(kind, sent.Sent, live);
            if (differences.FirstOrDefault(field => kind.Rules.IsExact(field.Path)) is { } exact)
                failures[asset] =
                    $"the service holds another value than was sent: {exact.Path} is {Value(entry.Baseline, exact.Path, kind)}, "
                    + $"and {Value(sent.Declaration.Content, exact.Path, kind)} was sent";
            else
            {
                entries.Add(entry);
                others.AddRange(differences.Select(field => (asset, field)));
            }

            if (live.Trouble is { } trouble)
                run.Warnings.Add($"{kind.Name}.{live.Name}: {trouble}");
        }

        Warn(kind, others, entries);
        run.Recorder.Change(manifest => manifest.With(entries) with { Commit = run.Planned.Plan.Commit });
        run.Recorder.SaveSoon();
    }

    /// <summary>Once for a field, however many assets have it.</summary>
    private void Warn(AssetKind kind, List<(string Asset, FieldChange Field)> differences, List<ManifestEntry> entries)
    {
        foreach (var same in differences.GroupBy(difference => FieldPath.Pattern(difference.Field.Path), StringComparer.Ordinal))
        {
            var (asset, field) = same.First();
            var entry = entries.First(entry => entry.Asset == asset);
            run.Warnings.Add(
                $"{kind.Name}: the service keeps its own value of {field.Path}: {Value(entry.Declared, field.Path, kind)} was "
                    + $"sent, and it holds {Value(entry.Baseline, field.Path, kind)} "
                    + $"({asset}{(same.Count() == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {same.Count() - 1} more"))}). It is taken as it is from now on."
            );
        }
    }

    private bool ShowsNothing(AssetKind kind, Change change, WrittenAsset written, Dictionary<string, LiveAsset> found) =>
        WriteVerification.ShowsNothing(kind, change, written, found.GetValueOrDefault(written.Id), Before(change));

    private LiveAsset? Before(Change change) =>
        run.Planned.Live.GetValueOrDefault(change.Kind)?.FirstOrDefault(asset => asset.Id == change.Id);

    /// <summary>Of declarations and of what is remembered, never of what was sent: that holds the values of secrets.</summary>
    private static string Value(JObject document, string path, AssetKind kind) =>
        FieldPath.Find(document, path, kind.Rules)?.ToString(Newtonsoft.Json.Formatting.None) ?? "not set";

    private static ChangeOutcome Failed(ChangeOutcome outcome, string why, IApplyWatcher watcher)
    {
        var change = outcome.Change;
        var place = change.File is null ? "" : $"{Environment.NewLine}  Declared in {change.File}.";
        var failed = outcome with
        {
            Status = ChangeStatus.Failed,
            Message = $"{change.Asset}: cannot {change.Action.ToString().ToLowerInvariant()}: {why}.{place}",
        };
        watcher.Finished(failed);
        return failed;
    }

    private ManifestEntry Entry(AssetKind kind, Change change, WrittenAsset written, LiveAsset live)
    {
        var before =
            run.Planned.Known.Matches.GetValueOrDefault(change.Asset)?.Entry is { Unread: false } entry && entry.Id == live.Id
                ? entry
                : null;
        var mask = new SecretMask(run.Planned.Secrets, kind.Rules, written.Declaration.Content, before, justWritten: true);
        return new ManifestEntry
        {
            Kind = kind.Name,
            Name = written.Declaration.Name,
            File = written.Declaration.File,
            Id = live.Id,
            Declared = written.Declaration.Content,
            Baseline = mask.Live(live.State, state => kind.InShapeOf(written.Declaration.Content, state)),
            Secrets = run.Planned.Secrets.IdsIn(written.Declaration.Content),
            Adopted = before?.Adopted ?? (change.Adopts && change.Action == ChangeAction.Update),
        };
    }
}
