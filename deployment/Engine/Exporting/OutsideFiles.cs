using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.References;

namespace Layercake.Engine.Exporting;

/// <summary>Warns of objects that name notebooks or files of the workspace which the export does not bring to Git.</summary>
/// <param name="notebooks">The kind of the notebooks and the files beside them.</param>
internal sealed class OutsideFiles(FileKind notebooks)
{
    public void Check(ExportDraft draft)
    {
        var outside = Paths(draft).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (outside.Count == 0)
            return;

        var folders = outside.Select(FolderOf).Distinct(StringComparer.Ordinal);
        var options = notebooks.ExportedFolders.Concat(folders).Select(folder => $"--notebooks-path={folder}");
        draft.Warn(
            "EXP021",
            $"names {string.Join(", ", outside)}, outside of {string.Join(", ", notebooks.ExportedFolders)}, so "
                + $"{(outside.Count == 1 ? "it is" : "they are")} not in Git, and the {notebooks.Noun} there is used in every environment. "
                + $"Export the folders too: {string.Join(' ', options)}"
        );
    }

    private IEnumerable<string> Paths(ExportDraft draft) =>
        from rule in ReferenceTable.Paths
        where rule.Kind == draft.Kind && rule.To == notebooks.Name && draft.State is not null
        from token in rule.In(draft.State)
        where !(rule.Form.HasSource && JobSource.IsGit(draft.State, token))
        let path = rule.Form.PathIn(token)
        where path is not null && !notebooks.IsInExportedFolder(path)
        select WorkspacePath.WithoutEnds(path);

    private static string FolderOf(string path) => path.LastIndexOf('/') is > 0 and var end ? path[..end] : path;
}
