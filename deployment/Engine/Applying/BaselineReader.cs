using System.Globalization;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Engine.Secrets;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Applying;

/// <summary>Reads back what was written, records it as the baseline, and warns where the service holds another value.</summary>
internal sealed class BaselineReader(ApplyRun run, TimeProvider clock)
{
    /// <summary>Waits until all changes of a kind are written, then reads them back.</summary>
    /// <returns>One outcome for each task, in the same order; failed where the write did not do what it should.</returns>
    public async Task<IReadOnlyList<ChangeOutcome>> ReadAsync(
        RemoteKind kind,
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
            var live = await ReadWrittenAsync(kind, changes, written, failures, ct);
            Verify(kind, changes, written, live, failures);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The ids are recorded already; the next deployment reads the objects.
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

    /// <summary>Reads what was written; objects that do not show the write yet are read again, since reads may lag.</summary>
    /// <param name="failures">Gets the assets that may not be read.</param>
    private async Task<Dictionary<string, LiveAsset>> ReadWrittenAsync(
        RemoteKind kind,
        Dictionary<string, Change> changes,
        Dictionary<string, WrittenAsset> written,
        Dictionary<string, string> failures,
        CancellationToken ct
    )
    {
        var (found, refused) = (new Dictionary<string, LiveAsset>(), new Dictionary<string, string>());
        Add(await kind.ReadAfterWriteAsync([.. written.Values], ct));
        foreach (var wait in ReadLag.Waits)
        {
            var missing = written.Where(asset => ShowsNothing(kind, changes[asset.Key], asset.Value, found)).ToList();
            if (missing.Count == 0)
                break;

            await Task.Delay(wait, clock, ct);
            Add(await kind.ReadAfterWriteAsync([.. missing.Select(asset => asset.Value)], ct));
        }

        // Permissions may lag too, so a refusal counts only after the last read.
        foreach (var (asset, sent) in written)
            if (refused.TryGetValue(sent.Id, out var refusal))
                failures[asset] = NotRead(refusal);

        return found;

        void Add(ObjectsById read)
        {
            foreach (var live in read.Found)
            {
                found[live.Id] = live;
                refused.Remove(live.Id);
            }

            foreach (var (id, refusal) in read.Refused)
                refused[id] = refusal;
        }
    }

    private static string NotRead(string why) =>
        $"written, but what the workspace holds of it could not be read, so the next deployment compares it field by field: {why}";

    /// <summary>Compares what was sent with what the workspace holds, and records what it holds.</summary>
    private void Verify(
        RemoteKind kind,
        Dictionary<string, Change> changes,
        Dictionary<string, WrittenAsset> written,
        Dictionary<string, LiveAsset> found,
        Dictionary<string, string> failures
    )
    {
        var entries = new List<ManifestEntry>();
        var left = new Dictionary<string, JObject>(StringComparer.Ordinal);
        var others = new List<(string Asset, FieldChange Field)>();
        foreach (var (asset, sent) in written.Where(asset => !failures.ContainsKey(asset.Key)))
        {
            if (ShowsNothing(kind, changes[asset], sent, found))
            {
                failures[asset] = NoEffect(sent, found);
                continue;
            }

            var live = found[sent.Id];
            var entry = Entry(kind, changes[asset], sent, live);
            var differences = WriteVerification.Differences(kind.Kind, sent.Sent, live);
            if (differences.FirstOrDefault(field => IsNeeded(kind, field)) is { } exact)
                failures[asset] = OtherValue(kind, exact, entry, sent);
            else
            {
                entries.Add(entry);
                if (NotGone(kind, sent.Declaration, live) is { } announced)
                    left[asset] = announced;
                others.AddRange(
                    differences
                        .Where(field => !kind.Kind.BecomesOther(sent.Declaration, field.Path))
                        .Select(field => (asset, field))
                );
            }

            if (live.Warning is { } trouble)
                run.Warnings.Add($"{AssetId.Of(kind.Name, live.Name)}: {trouble}");
        }

        Warn(kind, others, entries);
        run.Recorder.Change(manifest =>
        {
            var recorded = manifest.With(entries);
            return recorded with { Announced = recorded.Announced.SetItems(left), Commit = run.Planned.Plan.Commit };
        });
        run.Recorder.SaveSoon();
    }

    private JObject? NotGone(RemoteKind kind, Declaration declaration, LiveAsset live) =>
        kind.Kind is PartKind part
            ? AnnouncedEntries.NotGone(
                part,
                run.Planned.Known.Matches.GetValueOrDefault(declaration.Asset)?.Last,
                declaration.Content,
                live.State
            )
            : null;

    /// <summary>Whether nothing else may be there: a field that the service keeps as sent, or an entry of a part that is missing.</summary>
    private static bool IsNeeded(RemoteKind kind, FieldChange field) =>
        kind.Rules.IsExact(field.Path) || (kind.Kind.IsPart && !kind.Kind.RunsOnChange && field.Old is null);

    private static string NoEffect(WrittenAsset sent, Dictionary<string, LiveAsset> found) =>
        found.ContainsKey(sent.Id)
            ? "the service answered that it did, and yet nothing of it shows: the object is what it was before"
            : $"the service answered that it did, and yet {sent.Id} is not there";

    private static string OtherValue(RemoteKind kind, FieldChange field, ManifestEntry entry, WrittenAsset sent) =>
        $"the service holds another value than was sent: {field.Path} is {Value(entry.Baseline, field.Path, kind)}, "
        + $"and {Value(sent.Declaration.Content, field.Path, kind)} was sent";

    /// <summary>One warning for each field, however many assets have it.</summary>
    private void Warn(RemoteKind kind, List<(string Asset, FieldChange Field)> differences, List<ManifestEntry> entries)
    {
        foreach (var same in differences.GroupBy(difference => FieldPath.Pattern(difference.Field.Path), StringComparer.Ordinal))
        {
            var (asset, field) = same.First();
            var entry = entries.First(entry => entry.Asset == asset);
            var more = same.Count() - 1;
            var assets = more == 0 ? asset : string.Create(CultureInfo.InvariantCulture, $"{asset} and {more} more");
            run.Warnings.Add(
                $"{kind.Name}: the service keeps its own value of {field.Path}: {Value(entry.Declared, field.Path, kind)} was "
                    + $"sent, and it holds {Value(entry.Baseline, field.Path, kind)} ({assets}). It is taken as it is from now on."
            );
        }
    }

    private bool ShowsNothing(RemoteKind kind, Change change, WrittenAsset written, Dictionary<string, LiveAsset> found) =>
        WriteVerification.ShowsNothing(kind.Kind, change, written, found.GetValueOrDefault(written.Id), Before(change));

    private LiveAsset? Before(Change change) =>
        run.Planned.Live.GetValueOrDefault(change.Kind)?.FirstOrDefault(asset => asset.Id == change.Id);

    /// <param name="document">A declaration or a baseline, never what was sent: that holds the values of secrets.</param>
    private static string Value(JObject document, string path, RemoteKind kind) =>
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

    private ManifestEntry Entry(RemoteKind kind, Change change, WrittenAsset written, LiveAsset live)
    {
        var before =
            run.Planned.Known.Matches.GetValueOrDefault(change.Asset)?.Entry is { Unread: false } known && known.Id == live.Id
                ? known
                : null;
        var mask = new SecretMask(run.Planned.Secrets, kind.Rules, written.Declaration.Content, before, justWritten: true);
        var entry = new ManifestEntry
        {
            Kind = kind.Name,
            Name = written.Declaration.Name,
            File = written.Declaration.File,
            Id = live.Id,
            Etag = live.Etag,
            Declared = written.Declaration.Content,
            Baseline = kind.Kind.BaselineOf(
                written.Declaration.Content,
                mask.Live(live.State, state => kind.Kind.InShapeOf(written.Declaration.Content, state))
            ),
            Secrets = run.Planned.Secrets.IdsIn(written.Declaration.Content),
            // Who carries an action out has done it, whoever did it before.
            Adopted = !kind.Kind.RunsOnChange && (before?.Adopted ?? (change.Adopts && change.Action == ChangeAction.Update)),
        };
        return StayingFields.Recorded(entry, before, run.Planned.Stays.GetValueOrDefault(change.Asset) ?? [], kind.Rules);
    }
}
