using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Loading;

namespace Layercake.Engine.Exporting;

/// <summary>Decides what happens to each file of a folder of assets, then does it.</summary>
/// <param name="workspace">The number of the workspace; null when it is not known.</param>
internal sealed class ExportFolder(
    DeploymentEnvironment environment,
    string? workspace,
    ExportRequest request,
    ExportIndex index,
    WorkspaceNames names,
    KnownPolicies policies,
    IReadOnlyDictionary<string, AssetKind> kinds,
    IReadOnlyList<IExportedPart> parts
)
{
    private readonly FolderChanges changes = new(request.Assets);
    private readonly FileRemovals removals = new(environment, workspace, request, index);
    private readonly OutsideFiles outside = new(kinds);
    private readonly List<ExportedFile> files = [];
    private readonly List<Finding> findings = [];
    private readonly List<StayingFile> exportedFiles = [];

    /// <summary>What was decided so far.</summary>
    public IReadOnlyList<ExportedFile> Files => files;

    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>Declared assets of which the workspace has no object, and whose files stay.</summary>
    public IReadOnlyList<string> OnlyInGit { get; private set; } = [];

    /// <summary>What is to be done to files; of others only the index changes.</summary>
    public IEnumerable<FileChange> Changes => changes.All.Where(change => change.IsRemoval || change.Content is not null);

    /// <summary>Decides what happens to the files of these kinds, and of their parts that have files of their own.</summary>
    /// <param name="listed">File kinds come first, since documents may refer to their files.</param>
    public async Task DecideAsync(IReadOnlyList<ListedKind> listed, IExportWatcher watcher, CancellationToken ct)
    {
        foreach (var kind in listed)
            Decide(kind.Kind, kind.Found, kind.Drafts);
        OnlyInGit = [.. listed.SelectMany(kind => Undecided(kind.Kind, kind.Found)).Order(StringComparer.Ordinal)];

        foreach (var part in parts.OfType<IPartOfPlaces>())
            await DecideAsync(part, listed, watcher, ct);
    }

    /// <summary>Writes and removes whole files, and records in the index what was done, also after an interruption.</summary>
    /// <returns>What was done.</returns>
    public async Task<IReadOnlyList<ExportedFile>> WriteAsync(ICollection<Finding> problems, CancellationToken ct)
    {
        LeftoverFiles.Remove(request.Assets, kinds.Keys);
        var done = new Dictionary<string, IndexEntry?>(StringComparer.Ordinal);
        var failed = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var change in changes.All)
            {
                ct.ThrowIfCancellationRequested();
                if (await changes.TryAsync(change, problems, ct))
                    done[change.File] = change.Entry;
                else
                    failed.Add(change.File);
            }
        }
        finally
        {
            var entries = index
                .Entries.RemoveRange(index.Entries.Keys.Where(file => done.TryGetValue(file, out var entry) && entry is null))
                .SetItems(done.Where(file => file.Value is not null).Select(file => KeyValuePair.Create(file.Key, file.Value!)));
            await changes.SaveAsync(index, index with { Entries = entries }, problems);
        }

        return
        [
            .. files.Select(file => file.File is not null && failed.Contains(file.File) ? file with { Action = ExportAction.Kept } : file),
        ];
    }

    private void Decide(AssetKind kind, FoundAssets listing, IReadOnlyList<ExportDraft> drafts)
    {
        var inGit = new HashSet<string>(StringComparer.Ordinal);
        var documents = new DocumentFiles(kind, environment, request, index, names, policies, PathsAfterExport(), parts);
        foreach (
            var decision in drafts.Any(draft => draft.Found is FoundContent)
                ? new ContentFiles(kind, request).Decide(drafts)
                : documents.Decide(drafts)
        )
        {
            Add(decision);
            if (decision.File.File is not null)
                inGit.Add(decision.File.Name);
        }

        foreach (var draft in drafts.Where(draft => !draft.Failed && inGit.Contains(draft.Name)))
            outside.Check(draft);
        findings.AddRange(documents.Findings);

        exportedFiles.AddRange(
            drafts
                .Where(draft => draft.Found is FoundContent { Refusal: null } && !draft.Failed)
                .Select(draft => new StayingFile(draft.Kind, draft.Name, draft.Found.Id))
        );
        findings.AddRange(drafts.SelectMany(draft => draft.Findings));

        foreach (var removal in removals.Decide(kind, listing, DecidedFiles(), findings))
            Add(removal);
    }

    private IEnumerable<string> Undecided(AssetKind kind, FoundAssets listing)
    {
        if (listing.MissingFolders.Count > 0)
            return [];

        var decided = DecidedFiles();
        var known = listing.Assets.Concat(listing.OnlyNamed).Select(asset => asset.Name).ToHashSet(StringComparer.Ordinal);
        return request
            .Declared.Declarations.Where(declaration =>
                declaration.Kind == kind.Name
                && request.Includes(declaration.Kind, declaration.Name)
                && kind.IsExported(declaration.Name)
                && !known.Contains(declaration.Name)
                && !decided.Contains(declaration.File)
            )
            .Select(declaration => declaration.Asset);
    }

    private HashSet<string> DecidedFiles() => files.Select(file => file.File).OfType<string>().ToHashSet(StringComparer.Ordinal);

    private async Task DecideAsync(IPartOfPlaces part, IReadOnlyList<ListedKind> listed, IExportWatcher watcher, CancellationToken ct)
    {
        var places = new ExportPlaces(part, request, listed, FilesAfterExport());
        var read = await new PlaceReader(part, watcher).ReadAsync(places.All(), ct);
        foreach (var decision in new PlaceFiles(part, environment, request).Decide(read))
            Add(decision);

        findings.AddRange(read.SelectMany(pair => pair.Draft.Findings));
        var removed = removals.Decide(
            part.Kind,
            entry => places.IsAsked(AssetId.Parse(entry.Name)),
            entry => places.IsGone(AssetId.Parse(entry.Name)),
            DecidedFiles(),
            findings
        );
        foreach (var removal in removed)
            Add(removal);
    }

    private void Add(ExportDecision decision)
    {
        files.Add(decision.File);
        if (decision.Content is { } content && !(decision.IsOnDisk && index.Entries.ContainsKey(decision.File.File!)))
            changes.Add(new FileChange(decision.File.File!, decision.IsOnDisk ? null : content, Entry(decision.File, content)));
        if (decision.Replaces is { } replaced)
        {
            files.Add(
                decision.File with
                {
                    File = replaced,
                    Action = ExportAction.Removed,
                    Log = [$"{decision.File.File} takes its place"],
                }
            );
            changes.Add(new FileChange(replaced, null, null));
        }
    }

    private void Add(FileRemoval removal)
    {
        if (removal.Report is { } report)
            files.Add(report);
        if (removal.IsRemoved)
            changes.Add(new FileChange(removal.File, null, null));
    }

    private IndexEntry Entry(ExportedFile file, byte[] content) =>
        new(file.Kind, file.Name, environment.Name, workspace, ExportIndex.Digest(content));

    /// <summary>The files that documents may refer to.</summary>
    private DeclaredPaths PathsAfterExport()
    {
        var onDisk = request
            .Declared.Declarations.DistinctBy(declaration => declaration.Asset)
            .ToDictionary(declaration => declaration.Asset, declaration => declaration.FullPath, StringComparer.Ordinal);
        return new DeclaredPaths(
            new DeclaredPlaces([
                .. FilesAfterExport()
                    .Select(file =>
                        DeclaredPlace.Of(file.Kind, file.Name, file.Path, onDisk.GetValueOrDefault(AssetId.Of(file.Kind, file.Name)))
                    ),
            ])
        );
    }

    /// <summary>Declared files that stay, and exported ones.</summary>
    private List<StayingFile> FilesAfterExport()
    {
        var removed = changes.All.Where(change => change.IsRemoval).Select(change => change.File).ToHashSet(StringComparer.Ordinal);
        var staying =
            from declaration in request.Declared.Declarations
            where !removed.Contains(declaration.File)
            let place = kinds[declaration.Kind].PathOf(declaration)
            where place is not null
            select new StayingFile(declaration.Kind, declaration.Name, place);
        return [.. staying.Concat(exportedFiles).Distinct()];
    }
}
