using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Libraries;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>Warns of objects that name notebooks or files of the workspace which the export does not bring to Git.</summary>
/// <param name="kinds">By name.</param>
internal sealed class OutsideFiles(IReadOnlyDictionary<string, AssetKind> kinds)
{
    /// <summary>The kind of the notebooks and the files beside them.</summary>
    private readonly FileKind? notebooks = kinds.GetValueOrDefault("notebooks") as FileKind;

    public void Check(ExportDraft draft)
    {
        if (notebooks is null || draft.State is not { } state)
            return;

        var outside = Paths(draft.Kind, state, notebooks).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (outside.Count == 0)
            return;

        var folders = ExportedFolders.Highest(notebooks.ExportedFolders.Concat(outside.Select(FolderOf)));
        var (are, them) = outside.Count == 1 ? ("it is", "it") : ("they are", "them");
        var options = folders.Select(folder => $"--notebooks-path={folder}");
        draft.Warn(
            "EXP021",
            $"names {string.Join(", ", outside)}, outside of {string.Join(", ", notebooks.ExportedFolders)}, so "
                + $"{are} not in Git, and every environment looks for {them} there. Where these folders are yours, export them too: "
                + string.Join(' ', options)
        );
    }

    private IEnumerable<string> Paths(string kind, JObject state, FileKind notebooks) =>
        from rule in ReferenceTable.Paths
        where rule.Kind == kind && rule.To == notebooks.Name
        from token in rule.In(state)
        let path = rule.Form.PathIn(token)
        where path is not null && WorkspacePath.IsInTree(path) && !(rule.OrLibrary && IsLibrary(path))
        where WorkspacePath.WithoutEnds(path) is not "/" && !notebooks.IsInExportedFolder(path)
        select WorkspacePath.WithoutEnds(path);

    private static string FolderOf(string path) => path.LastIndexOf('/') is > 0 and var end ? path[..end] : path;

    private bool IsLibrary(string path) => (kinds.GetValueOrDefault(LibraryKind.Folder) as FileKind)?.IsInExportedFolder(path) == true;
}
