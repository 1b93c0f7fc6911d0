using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Loading;

namespace Layercake.Engine.Planning;

/// <summary>What a selection comes to for what Git declares, and what is wrong with leaving out the rest.</summary>
internal sealed class SelectedAssets
{
    private readonly Dictionary<string, RemoteKind> byName;
    private readonly Dependencies dependencies;
    private readonly DeclaredAssets declared;
    private readonly List<string> along = [];

    public SelectedAssets(Selection selection, DeclaredAssets declared, IReadOnlyList<RemoteKind> kinds)
    {
        this.declared = declared;
        byName = kinds.ToDictionary(kind => kind.Name);
        dependencies = new Dependencies(
            new AssetNames(declared.Declarations, Listings.None),
            kinds.ToDictionary(kind => kind.Name, kind => kind.Kind),
            declared.Declarations
        );
        Selection = selection.Only.IsEverything ? selection : selection with { Assets = Taken(selection) };
    }

    /// <summary>With the assets that the patterns stand for.</summary>
    public Selection Selection { get; }

    /// <summary>Patterns that stand for nothing of these kinds in Git.</summary>
    public static IReadOnlyList<Finding> Problems(Selection selection, DeclaredAssets declared)
    {
        var assets = declared
            .Declarations.Where(declaration => selection.Kinds.Contains(declaration.Kind))
            .Select(declaration => declaration.Asset)
            .ToList();
        var folders = KindTable.Folders.Where(selection.Kinds.Contains).Select(kind => $"{kind}/").ToList();
        var where = folders.Count == KindTable.Folders.Count ? "Git declares" : $"Git declares in {string.Join(", ", folders)}";
        return
        [
            .. selection
                .Only.Unmatched(assets)
                .Select(pattern => AssetSelection.Problem(pattern, assets, where, " What Git holds no more is removed by --target=Prune.")),
        ];
    }

    /// <summary>The plan with what the selection left out and took along, and with what is wrong about that.</summary>
    public async Task<PlannedDeployment> NoteAsync(PlannedDeployment planned, CancellationToken ct)
    {
        if (Selection.Assets is null)
            return planned;

        var findings = planned.Findings.Concat(await MissingFilesAsync(planned, ct));
        return planned with
        {
            Findings = Declarations.Findings.InOrder(findings),
            NotSelected =
            [
                .. declared
                    .Declarations.Where(declaration => Selection.Kinds.Contains(declaration.Kind) && !Selection.Takes(declaration))
                    .Select(declaration => declaration.Asset),
            ],
            TakenAlong = [.. along.Order(StringComparer.Ordinal)],
        };
    }

    private HashSet<string> Taken(Selection selection)
    {
        var ofKinds = declared
            .Declarations.Where(declaration => selection.Kinds.Contains(declaration.Kind))
            .ToLookup(declaration => declaration.Asset, StringComparer.Ordinal);
        var taken = ofKinds.Select(same => same.Key).Where(selection.Only.Matches).ToHashSet(StringComparer.Ordinal);
        var open = new Queue<string>(selection.Only.WithNeeded ? taken : []);
        while (open.TryDequeue(out var asset))
            foreach (
                var needed in ofKinds[asset].SelectMany(dependencies.Of).Where(needed => ofKinds.Contains(needed) && taken.Add(needed))
            )
            {
                along.Add(needed);
                open.Enqueue(needed);
            }

        return taken;
    }

    /// <summary>A reference is found by its listing; a file is only mentioned by its place, and has to be looked for.</summary>
    private async Task<IReadOnlyList<Finding>> MissingFilesAsync(PlannedDeployment planned, CancellationToken ct)
    {
        var uses =
            from user in declared.Declarations
            where Selection.Takes(user)
            from needed in dependencies.Of(user)
            join file in declared.Declarations on needed equals file.Asset
            where byName[file.Kind].Kind.PathOf(file) is not null && !Selection.Takes(file)
            select (user, file);
        var findings = new List<Finding>();
        foreach (var kind in uses.Distinct().GroupBy(use => use.file.Kind))
        {
            var live = await byName[kind.Key]
                .ListDeclaredAsync([.. kind.Select(use => use.file).Distinct()], planned.Manifest.Remembered(kind.Key), ct);
            var there = live.Select(asset => asset.Name).ToHashSet(StringComparer.Ordinal);
            findings.AddRange(
                kind.Where(use => !there.Contains(use.file.Name))
                    .Select(use =>
                        use.user.At(
                            null,
                            "REF003",
                            $"it needs {use.file.Asset}, which {use.file.File} declares but the workspace does not have yet. "
                                + $"{Selection.Remedy(use.file)}"
                        )
                    )
            );
        }

        return findings;
    }
}
