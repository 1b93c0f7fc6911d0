using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Apis.Workspace;

/// <summary>Paths of the workspace: <c>/Workspace</c> in front means nothing.</summary>
internal static class WorkspacePath
{
    private const string Prefix = "/Workspace";

    /// <exception cref="ApiError">400 when the path is not absolute.</exception>
    public static string Of(string sent)
    {
        var path = TreePath.Normalise(sent);
        return path == Prefix ? "/"
            : TreePath.IsWithin(path, Prefix) ? path[Prefix.Length..]
            : path;
    }
}
