using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Apis.Workspace;
using Layercake.LocalCloud.Apis.Workspace.Notebooks;
using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Apis.Jobs.Notebooks;

/// <summary>The notebooks of the workspace as those who execute them see them.</summary>
internal sealed class NotebookLibrary(WorkspaceTree tree)
{
    /// <summary>More than this beside a notebook is not laid out for it.</summary>
    private const int MostFiles = 500;

    private const long MostBytes = 32 * 1024 * 1024;

    /// <summary>Null when there is no notebook at that path.</summary>
    public Notebook? Find(string path)
    {
        try
        {
            var place = WorkspacePath.Of(path);
            return tree.Find(place) is { } node && (string?)node["object_type"] == "NOTEBOOK"
                ? WorkspaceFormats.ToNotebook(tree.Read(place, node))
                : null;
        }
        catch (ApiError)
        {
            return null;
        }
    }

    /// <summary>Why the notebook as a whole is not executed here; null when it is.</summary>
    public static string? WhyNotExecuted(Notebook notebook) =>
        notebook.Language == NotebookLanguage.Python ? null : $"it is in {notebook.Language.Name}";

    /// <summary>The folder of a notebook, from <see cref="RootOf"/>; empty when that is the same.</summary>
    public static string FolderOf(string notebook)
    {
        var folder = TreePath.Parent(WorkspacePath.Of(notebook));
        return folder[RootOf(folder).Length..].TrimStart('/');
    }

    /// <summary>
    /// The files, not the notebooks, in the folder of a notebook, in the one above it, and below both: by their paths from the upper one.
    /// </summary>
    public IEnumerable<(string Path, byte[] Content)> FilesAround(string notebook)
    {
        var root = RootOf(TreePath.Parent(WorkspacePath.Of(notebook)));
        var bytes = 0L;
        foreach (var (path, node) in tree.Subtree(root).Where(entry => (string?)entry.Value["object_type"] == "FILE").Take(MostFiles))
        {
            // Before it is read: one file may be larger than all that is laid out.
            bytes += (long)node["size"]!;
            if (bytes > MostBytes)
                yield break;

            yield return (path[root.Length..].TrimStart('/'), tree.Read(path, node).Bytes);
        }
    }

    /// <summary>Everything of a workspace is below <c>/Shared</c> and the like, so what is directly there stays by itself.</summary>
    private static string RootOf(string folder) => TreePath.Parent(TreePath.Parent(folder)) == "/" ? folder : TreePath.Parent(folder);
}
