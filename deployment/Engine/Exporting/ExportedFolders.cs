using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Fields;

namespace Layercake.Engine.Exporting;

/// <summary>Several folders of a workspace whose notebooks one export reads.</summary>
public static class ExportedFolders
{
    /// <summary>
    /// The environment for an export of these folders: <c>notebooks/</c> stands for the deepest folder that has all of them in it, so that
    /// paths from one notebook to another stay the same.
    /// </summary>
    /// <param name="folders">Absolute; one that is in another is read with that.</param>
    public static DeploymentEnvironment In(DeploymentEnvironment environment, IReadOnlyList<string> folders)
    {
        var highest = Highest(folders);
        return environment with { NotebooksPath = CommonFolder(highest), ExportedFolders = highest };
    }

    /// <summary>The folders that are in none of the others, without <c>/Workspace</c> before them.</summary>
    internal static IReadOnlyList<string> Highest(IEnumerable<string> folders)
    {
        var plain = folders.Select(WorkspacePath.WithoutEnds).Distinct(StringComparer.Ordinal).ToList();
        return [.. plain.Where(folder => !plain.Any(other => IsIn(folder, other)))];
    }

    private static string CommonFolder(IReadOnlyList<string> folders)
    {
        var common = folders[0];
        while (!folders.All(folder => folder == common || IsIn(folder, common)))
            common = common[..common.LastIndexOf('/')];

        return common.Length == 0 ? "/" : common;
    }

    private static bool IsIn(string folder, string other) => folder.StartsWith($"{other}/", StringComparison.Ordinal);
}
