using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Permissions;

/// <summary>A type of object that has permissions.</summary>
/// <param name="Address">As requests have it: <c>jobs</c>.</param>
/// <param name="ObjectType">As answers have it: <c>job</c>.</param>
/// <param name="Levels">The lowest first.</param>
internal sealed record PermissionType(string Address, string ObjectType, params string[] Levels)
{
    private const string Owner = "IS_OWNER";
    private const string Manage = "CAN_MANAGE";

    private static readonly string[] sql = ["CAN_VIEW", "CAN_RUN", "CAN_EDIT", Manage];
    private static readonly string[] content = ["CAN_READ", "CAN_RUN", "CAN_EDIT", Manage];

    public static IReadOnlyList<PermissionType> All { get; } =
    [
        new("clusters", "cluster", "CAN_ATTACH_TO", "CAN_RESTART", Manage),
        new("cluster-policies", "cluster-policy", "CAN_USE") { InheritedFrom = "/cluster-policies/cluster-policies" },
        new("instance-pools", "instance-pool", "CAN_ATTACH_TO", Manage),
        new("jobs", "job", "CAN_VIEW", "CAN_MANAGE_RUN", Owner, Manage),
        new("pipelines", "pipelines", "CAN_VIEW", "CAN_RUN", Manage, Owner),
        new("sql/warehouses", "warehouses", "CAN_USE", "CAN_MONITOR", "CAN_VIEW", Manage, Owner)
        {
            Aliases = ["warehouses", "sql/endpoints"],
        },
        new("notebooks", "notebook", content) { InheritedFrom = "/directories/" },
        new("directories", "directory", content),
        new("files", "file", content) { InheritedFrom = "/directories/" },
        new("repos", "repo", content) { InheritedFrom = "/directories/" },
        new("sql/queries", "query", sql) { InheritedFrom = "/directories/", Aliases = ["queries"] },
        new("sql/alerts", "alert", sql) { InheritedFrom = "/directories/", Aliases = ["alerts"] },
        // What answers call an alert of today is unconfirmed.
        new("alertsv2", "alertv2", content) { InheritedFrom = "/directories/" },
        new("dashboards", "dashboard", content) { InheritedFrom = "/directories/" },
    ];

    /// <summary>The address and its aliases.</summary>
    public IEnumerable<string> Addresses => Aliases.Prepend(Address);

    /// <summary>The same objects under other addresses.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>Of a notebook, a file, a folder or a Git folder in the tree of the workspace.</summary>
    public static PermissionType OfContent(JObject node) =>
        Of(
            (string?)node["object_type"] switch
            {
                "NOTEBOOK" => "notebooks",
                "DIRECTORY" => "directories",
                "REPO" => "repos",
                _ => "files",
            }
        );

    public static PermissionType Of(string address) => All.Single(type => type.Address == address);

    /// <summary>What the group admins has comes from there.</summary>
    public string InheritedFrom { get; init; } = $"/{Address}/";

    public bool HasOwner => Levels.Contains(Owner);

    /// <summary>What whoever made an object may do with it, if that gives a right.</summary>
    public string? CreatorLevel =>
        HasOwner ? Owner
        : Levels.Contains(Manage) ? Manage
        : null;

    public string AdministratorLevel => Levels.Contains(Manage) ? Manage : Levels[^1];

    public string ObjectId(string id) => $"/{Address}/{id}";

    public bool IsOwner(Grant grant) => grant.Level == Owner;

    public bool IsHigher(string level, string than) => Array.IndexOf(Levels, level) > Array.IndexOf(Levels, than);
}
