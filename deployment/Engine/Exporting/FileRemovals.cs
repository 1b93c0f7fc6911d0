using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Exporting;

/// <summary>What happens to a file whose object is gone.</summary>
/// <param name="Report">For the result of the export; null when the file was deleted before.</param>
internal sealed record FileRemoval(string File, bool IsRemoved, ExportedFile? Report);

/// <summary>Finds the files that an export from this environment wrote and whose object the workspace no longer has.</summary>
/// <param name="workspace">The number of the workspace; null when it is not known.</param>
internal sealed class FileRemovals(DeploymentEnvironment environment, string? workspace, ExportRequest request, ExportIndex index)
{
    /// <param name="decidedFiles">Files that are written or kept already.</param>
    public IReadOnlyList<FileRemoval> Decide(
        AssetKind kind,
        FoundAssets listing,
        IReadOnlySet<string> decidedFiles,
        ICollection<Finding> findings
    )
    {
        if (IsMissed(kind))
            foreach (var missing in listing.MissingFolders)
                findings.Add(FolderMissing(kind, missing));
        if (listing.MissingFolders.Count > 0)
            return [];

        var existing = listing.Assets.Select(asset => asset.Name).ToHashSet(StringComparer.Ordinal);
        return Decide(
            kind,
            entry => request.Includes(entry.Kind, entry.Name) && kind.IsExported(entry.Name),
            entry => !existing.Contains(entry.Name),
            decidedFiles,
            findings
        );
    }

    /// <param name="isAsked">Whether this export is about the object of the file.</param>
    /// <param name="isGone">Whether the workspace has the object no more.</param>
    /// <param name="decidedFiles">Files that are written or kept already.</param>
    public IReadOnlyList<FileRemoval> Decide(
        AssetKind kind,
        Func<IndexEntry, bool> isAsked,
        Func<IndexEntry, bool> isGone,
        IReadOnlySet<string> decidedFiles,
        ICollection<Finding> findings
    )
    {
        var candidates = index
            .Entries.Where(entry => IsCandidate(entry.Key, entry.Value, kind) && isAsked(entry.Value) && !decidedFiles.Contains(entry.Key))
            .ToList();
        var foreign = candidates.Where(entry => IsOfOtherWorkspace(entry.Value)).Select(entry => entry.Key).ToList();
        if (foreign.Count > 0)
            findings.Add(FromOtherWorkspace(kind, foreign));

        return
        [
            .. candidates
                .Where(entry => !IsOfOtherWorkspace(entry.Value))
                .Select(entry => Decide(entry.Key, entry.Value, kind, isGone, findings))
                .OfType<FileRemoval>(),
        ];
    }

    private FileRemoval? Decide(
        string file,
        IndexEntry entry,
        AssetKind kind,
        Func<IndexEntry, bool> isGone,
        ICollection<Finding> findings
    )
    {
        var path = Path.Combine(request.Assets.Root, file);
        if (!File.Exists(path))
            return new FileRemoval(file, IsRemoved: true, null);
        if (!isGone(entry))
            return null;
        if (FilesOf(entry).All(IsAsWritten))
            return new FileRemoval(file, IsRemoved: true, Report(file, entry, ExportAction.Removed, "the workspace has it no more"));

        findings.Add(EditedSinceExport(file, entry, kind));
        return new FileRemoval(file, IsRemoved: false, Report(file, entry, ExportAction.Kept));
    }

    /// <summary>The files of one object, which go together: a document without its text cannot be deployed.</summary>
    private IEnumerable<string> FilesOf(IndexEntry entry) =>
        index
            .Entries.Where(other =>
                other.Value.Kind == entry.Kind && other.Value.Name == entry.Name && other.Value.Environment == entry.Environment
            )
            .Select(other => other.Key);

    private bool IsAsWritten(string file)
    {
        var path = Path.Combine(request.Assets.Root, file);
        return !File.Exists(path) || index.IsAsWritten(file, File.ReadAllBytes(path));
    }

    /// <summary>The paths are checked, so that an index that was edited by hand cannot remove files outside of the kind's folder.</summary>
    private bool IsCandidate(string file, IndexEntry entry, AssetKind kind) =>
        entry.Kind == kind.Name
        && entry.Environment == environment.Name
        && file.StartsWith(kind.Name + "/", StringComparison.Ordinal)
        && file.Split('/').All(part => part is not ("" or "." or ".."))
        && !file.Contains('\\', StringComparison.Ordinal);

    /// <summary>The environment may name another workspace by now; that one never had the object, so it is not gone.</summary>
    private bool IsOfOtherWorkspace(IndexEntry entry) =>
        entry.Workspace is not null && workspace is not null && entry.Workspace != workspace;

    /// <summary>
    /// Whether it means anything that the workspace has no folder: who has no init scripts has no folder of them either. Notebooks nearly
    /// everyone has, so the first export of all tells of a setting that leads elsewhere.
    /// </summary>
    private bool IsMissed(AssetKind kind) =>
        request.Kinds.Count == 1
        || (kind.Name == "notebooks" && index.Entries.Count == 0)
        || request.Declared.Declarations.Any(declaration => declaration.Kind == kind.Name)
        || index.Entries.Values.Any(entry => entry.Kind == kind.Name);

    private static Finding FolderMissing(AssetKind kind, string folder) =>
        new()
        {
            Severity = Severity.Warning,
            Code = "EXP013",
            Message =
                $"the workspace has no folder {folder}, so nothing of it is exported to {kind.Name}/, and nothing is "
                + $"removed there. Check {(kind as FileKind)?.RootSetting}.",
        };

    private static Finding EditedSinceExport(string file, IndexEntry entry, AssetKind kind) =>
        new()
        {
            Severity = Severity.Warning,
            Code = "EXP007",
            Asset = AssetId.Of(entry.Kind, entry.Name),
            File = file,
            Message =
                $"the workspace has this {kind.Noun} no more, and the file was edited since it was exported, so it "
                + $"stays. Deploy it, or delete it by hand.",
        };

    private Finding FromOtherWorkspace(AssetKind kind, IReadOnlyList<string> files)
    {
        var which = files.Count == 1 ? "this file was" : $"this and {files.Count - 1} more files of {kind.Name}/ were";
        return new Finding
        {
            Severity = Severity.Warning,
            Code = "EXP014",
            File = files[0],
            Message =
                $"{which} exported from workspace {index.Entries[files[0]].Workspace}, and {environment.Name} is now workspace "
                + $"{workspace}, which has none of it. Nothing of it is removed. Correct the environment, or delete by hand what is "
                + "not wanted any more.",
        };
    }

    private static ExportedFile Report(string file, IndexEntry entry, ExportAction action, params IReadOnlyList<string> log) =>
        new()
        {
            Kind = entry.Kind,
            Name = entry.Name,
            File = file,
            Action = action,
            Log = log,
        };
}
