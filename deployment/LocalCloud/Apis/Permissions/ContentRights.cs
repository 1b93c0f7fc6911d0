using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Apis.Workspace;
using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Apis.Permissions;

/// <summary>Which permission a call about folders, notebooks and files asks for, and where.</summary>
/// <remarks>What is not there yet asks its folder; the folders that every workspace has are seen by everybody.</remarks>
internal sealed class ContentRights(WorkspaceTree tree, PermissionTargets targets)
{
    public const string Lowest = "CAN_READ";

    private const string Root = "/api/2.0/workspace/";

    private static readonly PermissionType type = PermissionType.Of("directories");

    public static bool IsListing(ApiRequest request) => request.Path == Root + "list";

    public static bool IsEnough(IReadOnlyList<string> levels, string level) => levels.Any(has => has == level || type.IsHigher(has, level));

    /// <summary>Null when the request is none of these calls.</summary>
    public static (string Path, string Level)? Guarded(ApiRequest request) =>
        request.Path switch
        {
            Root + "list" or Root + "export" or Root + "get-status" when request.Text("path") is { } path && !IsOpen(path) => (
                WorkspacePath.Of(path),
                Lowest
            ),
            Root + "mkdirs" or Root + "import" when request.Text("path") is { } path => (WorkspacePath.Of(path), "CAN_EDIT"),
            Root + "delete" when request.Text("path") is { } path => (WorkspacePath.Of(path), "CAN_MANAGE"),
            _ => null,
        };

    /// <summary>What decides about a path: itself, or the nearest folder above it that is there.</summary>
    public PermissionTarget? Target(string path)
    {
        var there = TreePath.Prefixes(path).Reverse().First(above => above == "/" || tree.Find(above) is not null);
        if (there == "/")
            return null;

        return IsOpen(there) && there != "/Shared" && path == there
            ? new PermissionTarget("/directories/0") { Grants = [Grant.ToGroup("users", Lowest)] }
            : targets.OfPath(tree.Find(there) is { } node ? PermissionType.OfContent(node) : type, there);
    }

    private static bool IsOpen(string path) => WorkspacePath.Of(path) is "/" or "/Repos" or "/Shared" or "/Users";
}
