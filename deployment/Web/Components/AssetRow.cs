using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;
using Layercake.Web.Runs;
using Newtonsoft.Json.Linq;

namespace Layercake.Web.Components;

/// <summary>One asset of a run: how it stands, and what there is to read about it.</summary>
public sealed record AssetRow
{
    /// <summary><c>jobs.nightly</c></summary>
    public required string Asset { get; init; }

    public required AssetState State { get; init; }

    /// <summary>Relative to the folder of assets; null where there is none.</summary>
    public string? File { get; init; }

    /// <summary>All of its files whose text differs, or may, and can be asked for.</summary>
    public IReadOnlyList<string> TextFiles { get; init; } = [];

    /// <summary>Null in an export.</summary>
    public Change? Change { get; init; }

    /// <summary>Why it stands as it does, where no change says so; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>Null before it was carried out.</summary>
    public ChangeOutcome? Outcome { get; init; }

    public bool IsUnderWay { get; init; }

    /// <summary>It needs others, or others need it.</summary>
    public bool HasNeighbours { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What led to it, a line each.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>Those of a run, errors first, then what changes, in the order of the run otherwise.</summary>
    public static IReadOnlyList<AssetRow> Of(RunSnapshot run)
    {
        var findings = run.Findings.Where(IsOfAsset).ToLookup(finding => finding.Asset!, StringComparer.Ordinal);
        var needed = run.Changes.SelectMany(change => change.Needs).ToHashSet(StringComparer.Ordinal);
        var planned = run.Changes.Select(change =>
            Of(change, run, [.. findings[change.Asset]]) with
            {
                HasNeighbours = needed.Contains(change.Asset) || change.Needs.Any(),
            }
        );
        var exported = run
            .Files.GroupBy(file => file.Asset, StringComparer.Ordinal)
            .Select(files => Of([.. files], [.. findings[files.Key]]));
        List<AssetRow> rows = [.. planned, .. exported];
        var known = rows.Select(row => row.Asset).ToHashSet(StringComparer.Ordinal);
        var wrong = findings
            .Where(group => !known.Contains(group.Key) && group.Any(finding => finding.Severity == Severity.Error))
            .Select(group => new AssetRow
            {
                Asset = group.Key,
                State = AssetState.Error,
                File = group.First().File,
                Findings = [.. group],
            });
        var gone = run
            .NoLongerInGit.Where(asset => !known.Contains(asset))
            .Select(asset => new AssetRow
            {
                Asset = asset,
                State = AssetState.NoLongerInGit,
                Reason = "Git no longer has it. An import leaves it in the workspace; removing it is a step of its own.",
            });
        var onlyInGit = run
            .OnlyInGit.Where(asset => !known.Contains(asset))
            .Select(asset => new AssetRow
            {
                Asset = asset,
                State = AssetState.OnlyInGit,
                Reason = "Not in the workspace. The file was not exported from there, and stays as it is.",
            });
        return [.. wrong.Concat(rows).Concat(gone).Concat(onlyInGit).OrderBy(row => row.State)];
    }

    private static AssetRow Of(Change change, RunSnapshot run, IReadOnlyList<Finding> findings)
    {
        var outcome = run.Outcomes.GetValueOrDefault(change.Asset);
        return new AssetRow
        {
            Asset = change.Asset,
            State = findings.Any(IsError) ? AssetState.Error : AssetStates.Of(change, outcome),
            File = change.File,
            Change = change,
            Outcome = outcome,
            IsUnderWay = run.UnderWay.Contains(change.Asset),

            // What was written is in the workspace as in Git.
            TextFiles =
                outcome is null && change.File is { } file && (IsNewFile(change) || change.Fields.Any(IsDigest)) ? [file] : [],
            Findings = findings,
        };
    }

    /// <param name="files">Of one asset, which may have several.</param>
    private static AssetRow Of(IReadOnlyList<ExportedFile> files, IReadOnlyList<Finding> findings) =>
        new()
        {
            Asset = files[0].Asset,
            State = findings.Any(IsError) ? AssetState.Error : files.Min(AssetStates.Of),
            File = string.Join(", ", files.Select(file => file.File).OfType<string>()) is { Length: > 0 } all ? all : null,
            Findings = findings,
            Log = [.. files.SelectMany(file => file.Log).Distinct(StringComparer.Ordinal)],
            TextFiles = [.. files.Where(file => AssetStates.IsWritten(file.Action)).Select(file => file.File).OfType<string>()],
        };

    /// <summary>The file of a part, such as the permissions of a job, is that of the job.</summary>
    private static bool IsNewFile(Change change) =>
        change.Action == ChangeAction.Create && change.File!.StartsWith($"{change.Kind}/", StringComparison.Ordinal);

    /// <summary>What is wrong with an environment or a file has no row.</summary>
    public static bool IsOfAsset(Finding finding) =>
        finding.Asset is { } asset
        && asset.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
        && !asset[..dot].Contains(' ', StringComparison.Ordinal);

    /// <summary>Stands for the content of a file.</summary>
    private static bool IsDigest(FieldChange field) =>
        field.New is JValue { Value: string text } && text.StartsWith("sha256:", StringComparison.Ordinal);

    private static bool IsError(Finding finding) => finding.Severity == Severity.Error;
}
