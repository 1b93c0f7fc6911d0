using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Alerts;
using Layercake.Engine.Kinds.ClusterPolicies;
using Layercake.Engine.Kinds.Clusters;
using Layercake.Engine.Kinds.Dashboards;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.InitScripts;
using Layercake.Engine.Kinds.InstancePools;
using Layercake.Engine.Kinds.Jobs;
using Layercake.Engine.Kinds.Libraries;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.Notebooks;
using Layercake.Engine.Kinds.NotificationDestinations;
using Layercake.Engine.Kinds.Permissions;
using Layercake.Engine.Kinds.Pipelines;
using Layercake.Engine.Kinds.Queries;
using Layercake.Engine.Kinds.SecretScopes;
using Layercake.Engine.Kinds.Warehouses;
using Layercake.Engine.Ownership;
using Layercake.Rest;
using Layercake.Rest.Apis;

namespace Layercake.Engine.Kinds;

/// <summary>Every kind that the engine knows, in the order in which they are deployed.</summary>
public static class KindTable
{
    private static readonly IReadOnlyList<KindRow> Rows =
    [
        KindRow.Of(
            LibraryKind.Folder,
            environment => new LibraryKind(environment.LibrariesDestination.TrimEnd('/')),
            (kind, to) =>
                new RemoteLibraries(kind, Destination(kind.Root, to.Client)) { DestinationOf = path => Destination(path, to.Client) }
        ) with
        {
            Deploys = "Uploads the libraries, each version beside those before.",
        },
        KindRow.Of(
            "init-scripts",
            environment => new InitScriptKind(environment.InitScriptsDestination.TrimEnd('/')),
            (kind, to) =>
                new RemoteInitScripts(kind, Destination(kind.Root, to.Client)) { DestinationOf = path => Destination(path, to.Client) }
        ) with
        {
            Deploys = "Uploads the init scripts.",
        },
        KindRow.Of(
            "instance-pools",
            _ => new InstancePoolKind(),
            (kind, to) => new RemoteInstancePools(kind, new InstancePoolsApi(to.Client))
        ),
        KindRow.Of(
            ClusterPolicyKind.Folder,
            _ => new ClusterPolicyKind(),
            (kind, to) => new RemoteClusterPolicies(kind, new ClusterPoliciesApi(to.Client))
        ),
        KindRow.Of(
            SecretScopeKind.Folder,
            _ => new SecretScopeKind(),
            (kind, to) => new RemoteSecretScopes(kind, new SecretsApi(to.Client), to.User)
        ),
        KindRow.Of(
            "secrets",
            _ => new ScopeSecretKind(),
            (kind, to) => new RemoteScopeSecrets(kind, new SecretsApi(to.Client))
        ) with
        {
            HasFolder = false,
            IsPart = true,
        },
        KindRow.Of(
            "secret-acls",
            _ => new ScopeAclKind(),
            (kind, to) => new RemoteScopeAcls(kind, new SecretsApi(to.Client), new ScimApi(to.Client), to.User)
        ) with
        {
            HasFolder = false,
            IsPart = true,
        },
        KindRow.Of(
            "clusters",
            _ => new ClusterKind(),
            (kind, to) =>
                new RemoteClusters(kind, new ClustersApi(to.Client), to.Clock) { IsStopped = to.Environment.StopClusters }
        ),
        KindRow.Of(ClusterLibraryKind.Part, environment => new ClusterLibraryKind(environment.RestartClusters), Libraries) with
        {
            HasFolder = false,
            IsPart = true,
        },
        KindRow.Of(
            "warehouses",
            _ => new WarehouseKind(),
            (kind, to) => new RemoteWarehouses(kind, new WarehousesApi(to.Client)) { IsStopped = to.Environment.StopWarehouses }
        ) with
        {
            Deploys = "Creates or edits the SQL warehouses.",
            Exports = "Brings the SQL warehouses of the workspace into warehouses/.",
        },
        KindRow.Of(
            "notebooks",
            environment => new NotebookKind(environment.NotebooksPath.TrimEnd('/'), environment.ExportedFolders),
            (kind, to) => new RemoteNotebooks(kind, new WorkspaceApi(to.Client))
        ) with
        {
            Deploys = "Imports the notebooks and makes their folders.",
        },
        KindRow.Of(
            "notification-destinations",
            _ => new NotificationDestinationKind(),
            (kind, to) => new RemoteNotificationDestinations(kind, new NotificationDestinationsApi(to.Client), to.Clock)
        ),
        KindRow.Of(
            "queries",
            environment => new QueryKind(Folder(environment, "queries")),
            (kind, to) => new RemoteQueries(kind, new QueriesApi(to.Client), new WorkspaceApi(to.Client))
        ),
        KindRow.Of(
            AlertKind.Folders,
            environment => new AlertKind(Folder(environment, AlertKind.Folders)),
            (kind, to) => new RemoteAlerts(kind, new AlertsApi(to.Client), new WorkspaceApi(to.Client), to.Clock)
        ) with
        {
            Exports = "Brings the alerts of the workspace into alerts/, without legacy ones.",
        },
        KindRow.Of(
            DashboardKind.Folders,
            environment => new DashboardKind(Folder(environment, DashboardKind.Folders)),
            (kind, to) => new RemoteDashboards(kind, new LakeviewApi(to.Client), new WorkspaceApi(to.Client))
        ),
        KindRow.Of("publish", _ => new PublishKind(), (kind, to) => new RemotePublish(kind, new LakeviewApi(to.Client))) with
        {
            HasFolder = false,
            IsPart = true,
        },
        KindRow.Of(
            PipelineKind.Folder,
            environment => new PipelineKind(environment.PipelineDevelopment),
            (kind, to) => new RemotePipelines(kind, new PipelinesApi(to.Client), new PermissionsApi(to.Client), to.Clock)
        ),
        KindRow.Of("jobs", _ => new JobKind(), (kind, to) => new RemoteJobs(kind, new JobsApi(to.Client), to.Clock)) with
        {
            Deploys = "Creates or resets the jobs, with cluster names swapped for ids.",
            Exports = "Brings the jobs of the workspace into jobs/, with ids turned into names.",
        },
        new()
        {
            Name = "permissions",
            IsPart = true,
            Declared = _ => new PermissionKind(),
            Remote = Permissions,
        },
    ];

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Rows.Select(row => row.Name)];

    /// <summary>The kinds that are deployed and exported alone too: all but parts of other objects, which go with these.</summary>
    public static IReadOnlyList<KindDescription> Described { get; } =
        [.. Rows.Where(row => !row.IsPart).Select(row => row.Description)];

    /// <summary>The folders in Git; what has none stands in the files of other kinds.</summary>
    public static IReadOnlyList<string> Folders { get; } = [.. Rows.Where(row => row.HasFolder).Select(row => row.Name)];

    /// <summary>What reading declarations needs.</summary>
    internal static IReadOnlyList<AssetKind> For(DeploymentEnvironment environment) => [.. Rows.Select(row => row.Declared(environment))];

    /// <summary>What planning and writing need; each has its declaration half.</summary>
    internal static IReadOnlyList<RemoteKind> For(DeploymentEnvironment environment, WorkspaceClient client, TimeProvider clock) =>
        For(environment, KindConnection.Of(environment, client, clock));

    private static List<RemoteKind> For(DeploymentEnvironment environment, KindConnection to) =>
        [.. Rows.Select(row => row.Remote(environment, to))];

    /// <summary>The folder of a kind whose objects lie in folders of the workspace.</summary>
    private static string Folder(DeploymentEnvironment environment, string kind) => $"{environment.ContentPath.TrimEnd('/')}/{kind}";

    private static RemoteClusterLibraries Libraries(ClusterLibraryKind kind, KindConnection to)
    {
        var clusters = new ClustersApi(to.Client);
        var restart = new ClusterRestart(kind.Restarts, clusters, new RunsApi(to.Client), to.Clock);
        return new RemoteClusterLibraries(kind, new LibrariesApi(to.Client), clusters, restart, to.Clock);
    }

    private static RemotePermissions Permissions(DeploymentEnvironment environment, KindConnection to) =>
        new(
            new PermissionKind(),
            For(environment).Where(kind => kind.Permissions is not null).ToDictionary(kind => kind.Name, kind => kind.Permissions!),
            new PermissionsApi(to.Client),
            new WorkspaceApi(to.Client),
            new ScimApi(to.Client),
            new AppPrincipals(new AppsApi(to.Client)),
            to.User
        );

    private static IFileDestination Destination(string root, WorkspaceClient client) =>
        root.StartsWith("dbfs:", StringComparison.Ordinal) ? new DbfsFiles(new DbfsApi(client))
        : root.StartsWith("/Volumes/", StringComparison.Ordinal) ? new VolumeFiles(new FilesApi(client))
        : new WorkspaceFiles(new WorkspaceApi(client));
}
