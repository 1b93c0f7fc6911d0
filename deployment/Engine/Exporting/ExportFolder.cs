using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;

namespace Layercake.Engine.Exporting;

/// <summary>The folder of assets as it is and as it is to be: decides what happens to each file, then does it.</summary>
/// <param name="workspace">The number of the workspace; null when nobody knows.</param>
internal sealed class ExportFolder(
    DeploymentEnvironment environment,
    string? workspace,
    ExportRequest request,
    ExportIndex index,
    WorkspaceNames names,
    IReadOnlyDictionary<string, AssetKind> kinds
)
{
    private readonly FolderChanges changes = new(request.Assets);
    private readonly List<ExportedFile> files = [];
    private readonly List<Finding> found = [];
    private readonly List<(string Kind, string Name, string Place)> coming = [];

    /// <summary>What an export would do, by now.</summary>
    public IReadOnlyList<ExportedFile> Files => files;

    public IReadOnlyList<Finding> Findings => found;

    /// <summary>Decides what happens to the files of one kind; file kinds come first, since documents may name their files.</summary>
    public void Take(AssetKind kind, FoundAssets listing, IReadOnlyList<ExportDraft> drafts)
    {
        var documents = new DocumentFiles(kind, environment, request, index, names, Places());
        foreach (
            var decision in drafts.Any(draft => draft.Found is FoundContent)
                ? new ContentFiles(kind, request).Decide(drafts)
                : documents.Decide(drafts)
        )
            Take(decision);
        found.AddRange(documents.Findings);

        coming.AddRange(
            drafts
                .Where(draft => draft.Found is FoundContent { Refusal: null } && !draft.Failed)
                .Select(draft => (draft.Kind, draft.Name, draft.Found.Id))
        );
        found.AddRange(drafts.SelectMany(draft => draft.Findings));
        Remove(kind, listing);
    }

    /// <summary>Writes and removes, whole files only, and remembers in the index what was done, even if it is not all.</summary>
    /// <returns>What was done.</returns>
    public async Task<IReadOnlyList<ExportedFile>> WriteAsync(ICollection<Finding> problems, CancellationToken ct)
    {
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

    private void Take(ExportDecision decision)
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

    private IndexEntry Entry(ExportedFile file, byte[] content) =>
        new(file.Kind, file.Name, environment.Name, workspace, ExportIndex.Digest(content));

    /// <summary>Files that an export from this environment wrote, that nobody edited since, and whose object is no more.</summary>
    private void Remove(AssetKind kind, FoundAssets listing)
    {
        var alive = listing.Assets.Select(asset => asset.Name).ToHashSet(StringComparer.Ordinal);
        if (listing.MissingFolder is { } missing)
        {
            found.Add(
                new Finding
                {
                    Severity = Severity.Warning,
                    Code = "EXP013",
                    Message =
                        $"the workspace has no folder {missing}, so nothing is exported to {kind.Name}/ and nothing removed from "
                        + $"it. Check notebooks_path and init_scripts_destination.",
                }
            );
            return;
        }

        TellStrangers(kind);
        foreach (
            var (file, entry) in index.Entries.Where(entry =>
                !IsStranger(entry.Value) && IsOwn(entry.Key, entry.Value, kind) && !files.Exists(other => other.File == entry.Key)
            )
        )
        {
            var path = Path.Combine(request.Assets.Root, file);
            var exists = File.Exists(path);
            if (exists && alive.Contains(entry.Name))
                continue;

            if (exists && !index.IsAsWritten(file, File.ReadAllBytes(path)))
            {
                found.Add(
                    new Finding
                    {
                        Severity = Severity.Warning,
                        Code = "EXP007",
                        Asset = $"{entry.Kind}.{entry.Name}",
                        File = file,
                        Message =
                            $"the workspace has this {kind.Noun} no more, and the file was edited since it was exported, so it "
                            + $"stays. Deploy it, or delete it by hand.",
                    }
                );
                files.Add(
                    new ExportedFile
                    {
                        Kind = entry.Kind,
                        Name = entry.Name,
                        File = file,
                        Action = ExportAction.Kept,
                    }
                );
                continue;
            }

            changes.Add(new FileChange(file, null, null));
            if (exists)
                files.Add(
                    new ExportedFile
                    {
                        Kind = entry.Kind,
                        Name = entry.Name,
                        File = file,
                        Action = ExportAction.Removed,
                        Log = ["the workspace has it no more"],
                    }
                );
        }
    }

    /// <summary>An environment's name may come to stand for another workspace, and what that one never had is not gone.</summary>
    private void TellStrangers(AssetKind kind)
    {
        var strangers = index
            .Entries.Where(entry =>
                IsStranger(entry.Value) && IsOwn(entry.Key, entry.Value, kind) && !files.Exists(other => other.File == entry.Key)
            )
            .Select(entry => entry.Key)
            .ToList();
        if (strangers.Count > 0)
            found.Add(
                new Finding
                {
                    Severity = Severity.Warning,
                    Code = "EXP014",
                    File = strangers[0],
                    Message =
                        $"{(strangers.Count == 1 ? "this file was" : $"this and {strangers.Count - 1} more files of {kind.Name}/ were")} exported from workspace {index.Entries[strangers[0]].Workspace}, and {environment.Name} is now workspace {workspace}, which has none of it. Nothing of it is removed. Correct the environment, or delete by hand what is not wanted any more.",
                }
            );
    }

    private bool IsStranger(IndexEntry entry) => entry.Workspace is not null && workspace is not null && entry.Workspace != workspace;

    /// <summary>An index that was edited must not reach beyond the kind's folder.</summary>
    private bool IsOwn(string file, IndexEntry entry, AssetKind kind) =>
        entry.Kind == kind.Name
        && entry.Environment == environment.Name
        && request.Wants(entry.Kind, entry.Name)
        && file.StartsWith(kind.Name + "/", StringComparison.Ordinal)
        && file.Split('/').All(part => part is not ("" or "." or ".."))
        && !file.Contains('\\', StringComparison.Ordinal);

    /// <summary>The files that documents may name: those that are declared and stay, and those that come.</summary>
    private DeclaredPaths Places()
    {
        var removed = changes.All.Where(change => change.IsRemoval).Select(change => change.File).ToHashSet(StringComparer.Ordinal);
        var staying =
            from declaration in request.Declared.Declarations
            where !removed.Contains(declaration.File)
            let place = kinds[declaration.Kind].PathOf(declaration)
            where place is not null
            select (declaration.Kind, declaration.Name, place);
        return new DeclaredPaths(staying.Concat(coming).Distinct());
    }
}
