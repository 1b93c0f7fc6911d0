using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Loading;

namespace Layercake.Engine.Planning;

/// <summary>Puts aside the assets that have errors and all that depends on them, so that the rest can be deployed.</summary>
internal static class ErrorIsolation
{
    /// <summary>For declarations read from Git, before the first request.</summary>
    public static IsolationResult<DeclaredAssets> Isolate(IReadOnlyList<AssetKind> kinds, DeclaredAssets read)
    {
        var byName = kinds.ToDictionary(kind => kind.Name);
        var errors = Errors(read.Findings);
        var own = OfAssets(errors, read.Declarations.Select(declaration => declaration.Asset));
        var files = BrokenFiles(errors.Where(error => !Belongs(error, own)));
        var dependencies = new Dependencies(new AssetNames(read.Declarations, Listings.None), byName, read.Declarations);
        var needs =
            own.Count == 0
                ? []
                : read
                    .Declarations.GroupBy(declaration => declaration.Asset)
                    .ToDictionary(same => same.Key, same => (IReadOnlyList<string>)[.. same.SelectMany(dependencies.Of)]);
        var skipped = WithDependents(own.Keys, needs);

        return new IsolationResult<DeclaredAssets>(
            read with
            {
                Declarations = [.. read.Declarations.Where(declaration => !skipped.Contains(declaration.Asset))],
                Findings = [.. read.Findings.Except(errors)],
                IsPartial = read.IsPartial || skipped.Count + files.Count > 0,
            },
            [
                .. read
                    .Declarations.Where(declaration => skipped.Contains(declaration.Asset))
                    .Select(declaration => Of(declaration, own, skipped, needs)),
                .. files,
            ],
            [.. errors.Where(error => !Belongs(error, own) && FilesOf(error).Count == 0)]
        );
    }

    /// <summary>Files with errors that no declared asset comes from.</summary>
    private static List<SkippedAsset> BrokenFiles(IEnumerable<Finding> errors) =>
        [
            .. errors
                .SelectMany(error => FilesOf(error).Select(file => (file, error)))
                .GroupBy(pair => pair.file, pair => pair.error, StringComparer.Ordinal)
                .OrderBy(file => file.Key, StringComparer.Ordinal)
                .Select(file => new SkippedAsset
                {
                    Kind = KindOf(file.Key),
                    File = file.Key,
                    Errors = [.. file],
                }),
        ];

    /// <summary>For a plan: references are checked against the workspace while it is made.</summary>
    public static IsolationResult<PlannedDeployment> Isolate(PlannedDeployment planned)
    {
        var errors = Errors(planned.Findings);
        var own = OfAssets(errors, planned.Declarations.Keys);
        var needs = planned
            .Plan.Changes.GroupBy(change => change.Asset)
            .ToDictionary(same => same.Key, same => (IReadOnlyList<string>)[.. same.First().Needs]);
        var skipped = WithDependents(own.Keys, needs);

        return new IsolationResult<PlannedDeployment>(
            planned with
            {
                Plan = ApprovalReasons.Kept(
                    PlannedStops.Kept(planned, skipped) with
                    {
                        Changes = Needed([.. planned.Plan.Changes.Where(change => !skipped.Contains(change.Asset))]),
                    }
                ),
                Findings = [.. planned.Findings.Except(errors)],
                Refusals = [.. planned.Refusals.Where(refusal => refusal.Asset is not { } asset || !skipped.Contains(asset))],
                Adoptions = [.. planned.Adoptions.Where(entry => !skipped.Contains(entry.Asset))],
            },
            [
                .. planned
                    .Plan.Changes.Where(change => skipped.Contains(change.Asset))
                    .Select(change => Of(planned.Declarations[change.Asset], own, skipped, needs)),
            ],
            [.. errors.Where(error => !Belongs(error, own))]
        );
    }

    /// <summary>Without deletions that only make room for skipped assets.</summary>
    private static IReadOnlyList<Change> Needed(IReadOnlyList<Change> changes)
    {
        var waitedFor = changes
            .Where(change => change.Action != ChangeAction.Delete)
            .SelectMany(change => change.After)
            .ToHashSet(StringComparer.Ordinal);
        return [.. changes.Where(change => change.Action != ChangeAction.Delete || waitedFor.Contains(change.Asset))];
    }

    private static List<Finding> Errors(IEnumerable<Finding> findings) =>
        [.. findings.Where(finding => finding.Severity == Severity.Error)];

    private static Dictionary<string, List<Finding>> OfAssets(IEnumerable<Finding> errors, IEnumerable<string> assets)
    {
        var known = assets.ToHashSet(StringComparer.Ordinal);
        return errors
            .Where(error => error.Asset is { } asset && known.Contains(asset))
            .GroupBy(error => error.Asset!)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
    }

    private static bool Belongs(Finding error, Dictionary<string, List<Finding>> own) => error.Asset is { } asset && own.ContainsKey(asset);

    /// <summary>An error in a template concerns every definition that uses it.</summary>
    private static IReadOnlyList<string> FilesOf(Finding error) =>
        error.Definitions.Count > 0 ? error.Definitions
        : IsOfOneFile(error) ? [error.File!]
        : [];

    /// <summary>
    /// A JSON file below a kind's folder declares one asset, even where its name cannot be read. A folder, a link or a template concerns
    /// several.
    /// </summary>
    private static bool IsOfOneFile(Finding error) =>
        error.File is { } file
        && KindTable.Folders.Contains(KindOf(file))
        && file.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        && !error.Code.StartsWith("FIL", StringComparison.Ordinal)
        && !file.StartsWith($"{KindOf(file)}/templates/", StringComparison.Ordinal);

    /// <summary>Whether the file is the declaration's, or has the text of one of its fields.</summary>
    private static bool IsIn(Declaration declaration, string file) =>
        file == declaration.File || declaration.Content.PropertyValues().Any(value => value.Annotation<FieldText>()?.File == file);

    private static string KindOf(string file) => file.Split('/')[0];

    private static HashSet<string> WithDependents(IEnumerable<string> broken, Dictionary<string, IReadOnlyList<string>> needs)
    {
        var found = broken.ToHashSet(StringComparer.Ordinal);
        var dependents = needs
            .SelectMany(entry => entry.Value.Select(needed => (needed, entry.Key)))
            .ToLookup(edge => edge.needed, edge => edge.Key, StringComparer.Ordinal);
        var open = new Queue<string>(found);
        while (open.TryDequeue(out var asset))
            foreach (var dependent in dependents[asset].Where(found.Add))
                open.Enqueue(dependent);

        return found;
    }

    private static SkippedAsset Of(
        Declaration declaration,
        Dictionary<string, List<Finding>> own,
        HashSet<string> skipped,
        Dictionary<string, IReadOnlyList<string>> needs
    ) =>
        new()
        {
            Kind = declaration.Kind,
            Name = declaration.Name,
            File = declaration.File,
            Errors =
            [
                .. (own.GetValueOrDefault(declaration.Asset) ?? []).Where(error => !IsOfOneFile(error) || IsIn(declaration, error.File!)),
            ],
            Needs =
            [
                .. needs
                    .GetValueOrDefault(declaration.Asset, [])
                    .Where(needed => needed != declaration.Asset && skipped.Contains(needed))
                    .Distinct(StringComparer.Ordinal),
            ],
        };
}
