using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Apis.Workspace;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Permissions;

/// <summary>Finds what permissions are about, and whom it lets do what before anybody has said so.</summary>
internal sealed class PermissionTargets(CloudState state, WorkspaceTree workspace)
{
    public const string TableName = "permissions";

    public const string List = "access_control_list";

    private readonly Table kept = state.Table(TableName);

    /// <summary>What somebody set, and until then what holds anyway.</summary>
    public IReadOnlyList<Grant> Grants(PermissionTarget target) =>
        kept.Get(target.ObjectId)?[List] is JArray list ? [.. list.Select(Grant.Kept)] : target.Grants;

    /// <exception cref="ApiError">404 when there is no such object.</exception>
    public PermissionTarget Get(PermissionType type, string id) =>
        type.Address switch
        {
            "jobs" => OfJob(type, id),
            "clusters" => Of(type, id, state.Table(TableNames.Clusters).Get(id)?["creator_user_name"]),
            "instance-pools" => Of(type, id, state.Table(TableNames.InstancePools).Get(id)?["creator"]),
            "cluster-policies" => Of(type, id, state.Table(TableNames.ClusterPolicies).Get(id)?["creator"]),
            "pipelines" => Of(type, id, state.Table(TableNames.Pipelines).Get(id)?["creator"]),
            "sql/warehouses" => Of(type, id, state.Table(TableNames.Warehouses).Get(id)?["creator"]),
            "sql/queries" => InFolder(type, id, TableNames.Queries),
            "alertsv2" => InFolder(type, id, TableNames.Alerts),
            "sql/alerts" => InFolder(type, id, TableNames.LegacyAlerts),
            "dashboards" => InFolder(type, id, TableNames.Dashboards),
            _ => OfContent(type, id),
        };

    // All that holds from the start comes from the folder; that of queries and alerts is unconfirmed. What is in the trash has lost its
    // folder.
    private PermissionTarget InFolder(PermissionType type, string id, string table)
    {
        if ((string?)state.Table(table).Get(id)?.SelectToken("spec.parent_path") is not { } folder)
            throw Missing(type, id);

        var there = TreePath.Prefixes(WorkspacePath.Of(folder)).Last(above => workspace.Find(above) is not null);
        var inside = OfPath(PermissionType.Of("directories"), there);
        return new PermissionTarget(type.ObjectId(id)) { Grants = [], Parents = [.. inside.Parents, inside] };
    }

    private PermissionTarget OfJob(PermissionType type, string id)
    {
        var target = Of(type, id, state.Table(TableNames.Jobs).Get(id)?["creator_user_name"]);
        var sent = state.Table(TableNames.JobPermissions).Get(id)?[List] as JArray ?? [];
        var asked = sent.Where(Grant.IsGrant).Select(Grant.Kept).ToList();
        return target with
        {
            Grants = asked.Exists(type.IsOwner) ? asked : [.. target.Grants.Where(grant => !asked.Exists(grant.IsForSame)), .. asked],
        };
    }

    private static PermissionTarget Of(PermissionType type, string id, JToken? creator)
    {
        if ((string?)creator is not { } name)
            throw Missing(type, id);

        return new PermissionTarget(type.ObjectId(id)) { Grants = type.CreatorLevel is { } level ? [Grant.To(name, level)] : [] };
    }

    private PermissionTarget OfContent(PermissionType type, string id) =>
        workspace.PathOf(id) is { } path && PermissionType.OfContent(workspace.Get(path)) == type
            ? OfPath(type, path)
            : throw Missing(type, id);

    /// <summary>A notebook, file or folder by its path.</summary>
    /// <exception cref="ApiError">404 when there is no such object.</exception>
    public PermissionTarget OfPath(PermissionType type, string path) =>
        new(type.ObjectId(WorkspaceTree.IdOf(workspace.Get(path))))
        {
            Grants = Usual(path),
            Parents = [.. TreePath.Prefixes(path).SkipLast(1).Where(folder => folder != "/").Select(Folder)],
        };

    private PermissionTarget Folder(string path)
    {
        var node = workspace.Get(path);
        return new(PermissionType.OfContent(node).ObjectId(WorkspaceTree.IdOf(node))) { Grants = Usual(path) };
    }

    // Everybody may do everything in /Shared, and in the home that bears the name.
    private static IReadOnlyList<Grant> Usual(string path) =>
        path == "/Shared" ? [Grant.ToGroup("users", "CAN_MANAGE")]
        : TreePath.Parent(path) == "/Users" ? [Grant.To(TreePath.Name(path), "CAN_MANAGE")]
        : [];

    private static ApiError Missing(PermissionType type, string id) => ApiError.Missing($"{type.ObjectType} with id {id} does not exist.");
}

/// <summary>An object that permissions are about.</summary>
/// <param name="ObjectId">Its type and id: <c>/jobs/123</c>.</param>
internal sealed record PermissionTarget(string ObjectId)
{
    /// <summary>Holds until somebody sets permissions.</summary>
    public required IReadOnlyList<Grant> Grants { get; init; }

    /// <summary>The folders it is in, whose permissions hold for it too.</summary>
    public IReadOnlyList<PermissionTarget> Parents { get; init; } = [];
}
