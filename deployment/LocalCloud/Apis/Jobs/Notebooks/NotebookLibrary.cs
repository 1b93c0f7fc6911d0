using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Apis.Workspace;
using Layercake.LocalCloud.Apis.Workspace.Notebooks;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;

namespace Layercake.LocalCloud.Apis.Jobs.Notebooks;

/// <summary>The notebooks of the workspace as those who execute them see them.</summary>
internal sealed class NotebookLibrary(CloudState state)
{
    /// <summary>More than this beside a notebook is not laid out for it.</summary>
    private const int MostFiles = 500;

    private const long MostBytes = 32 * 1024 * 1024;

    private readonly WorkspaceTree tree = new(state);

    /// <summary>Null when there is no notebook at that path.</summary>
    public Notebook? Find(string path)
    {
        try
        {
            var place = WorkspacePath.Of(path);
            return tree.Find(place) is { } node && (string?)node["object_type"] == "NOTEBOOK" ? WorkspaceFormats.ToNotebook(tree.Read(place, node)) : null;
        }
        catch (ApiError)
        {
            return null;
        }
    }

    /// <summary>Why the notebook as a whole is not executed here; null when it is.</summary>
    public static string? WhyNotExecuted(Notebook notebook) => notebook.Language == NotebookLanguage.Python ? null : $"it is in {notebook.Language.Name}";

    /// <summary>The files, not the notebooks, in the folder of a notebook and below, by their paths from there.</summary>
    public IEnumerable<(string Path, byte[] Content)> FilesBeside(string notebook)
    {
        var folder = TreePath.Parent(WorkspacePath.Of(notebook));
        var bytes = 0L;
        foreach (var (path, node) in tree.Subtree(folder).Where(entry => (string?)entry.Value["object_type"] == "FILE").Take(MostFiles))
        {
            var content = tree.Read(path, node).Bytes;
            bytes += content.Length;
            if (bytes > MostBytes)
                yield break;

            yield return (path[(folder.Length + (folder == "/" ? 0 : 1))..], content);
        }
    }
}
