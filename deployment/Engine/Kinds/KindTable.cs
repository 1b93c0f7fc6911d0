using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Clusters;
using Layercake.Engine.Kinds.Dashboards;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.InitScripts;
using Layercake.Engine.Kinds.InstancePools;
using Layercake.Engine.Kinds.Jobs;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.Notebooks;
using Layercake.Engine.Kinds.NotificationDestinations;
using Layercake.Engine.Kinds.Permissions;
using Layercake.Engine.Kinds.Queries;
using Layercake.Engine.Kinds.SecretScopes;
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
            "init-scripts",
            environment => new InitScriptKind(environment.InitScriptsDestination.TrimEnd('/')),
            (kind, client, _) => new RemoteInitScripts(kind, Destination(kind.Root, client))
        ) with
        {
            Deploys = "Uploads the init scripts.",
        },
        KindRow.Of(
            "instance-pools",
            _ => new InstancePoolKind(),
            (kind, client, _) => new RemoteInstancePools(kind, new InstancePoolsApi(client))
        ),
        KindRow.Of(
            SecretScopeKind.Folder,
            _ => new SecretScopeKind(),
            (kind, client, _) => new RemoteSecretScopes(kind, new SecretsApi(client), new SignedInUser(new ScimApi(client)))
        ),
        KindRow.Of(
            "secrets",
            _ => new ScopeSecretKind(),
            (kind, client, _) => new RemoteScopeSecrets(kind, new SecretsApi(client))
        ) with
        {
            HasFolder = false,
            IsPart = true,
        },
        KindRow.Of(
            "secret-acls",
            _ => new ScopeAclKind(),
            (kind, client, _) => new RemoteScopeAcls(kind, new SecretsApi(client), new ScimApi(client))
        ) with
        {
            HasFolder = false,
            IsPart = true,
        },
        KindRow.Of("clusters", _ => new ClusterKind(), (kind, client, clock) => new RemoteClusters(kind, new ClustersApi(client), clock)),
        KindRow.Of(
            "notebooks",
            environment => new NotebookKind(environment.NotebooksPath.TrimEnd('/'), environment.ExportedFolders),
            (kind, client, _) => new RemoteNotebooks(kind, new WorkspaceApi(client))
        ) with
        {
            Deploys = "Imports the notebooks and makes their folders.",
        },
        KindRow.Of(
            "notification-destinations",
            _ => new NotificationDestinationKind(),
            (kind, client, clock) => new RemoteNotificationDestinations(kind, new NotificationDestinationsApi(client), clock)
        ),
        KindRow.Of(
            "queries",
            environment => new QueryKind(Folder(environment, "queries")),
            (kind, client, _) => new RemoteQueries(kind, new QueriesApi(client), new WorkspaceApi(client))
        ),
        KindRow.Of(
            DashboardKind.Folders,
            environment => new DashboardKind(Folder(environment, DashboardKind.Folders)),
            (kind, client, _) => new RemoteDashboards(kind, new LakeviewApi(client), new WorkspaceApi(client))
        ),
        KindRow.Of("publish", _ => new PublishKind(), (kind, client, _) => new RemotePublish(kind, new LakeviewApi(client))) with
        {
            HasFolder = false,
            IsPart = true,
        },
        KindRow.Of("jobs", _ => new JobKind(), (kind, client, clock) => new RemoteJobs(kind, new JobsApi(client), clock)) with
        {
            Deploys = "Creates or resets the jobs, with cluster names swapped for ids.",
            Exports = "Brings the jobs of the workspace into jobs/, with ids turned into names.",
        },
        new()
        {
            Name = "permissions",
            IsPart = true,
            Declared = _ => new PermissionKind(),
            Remote = (environment, client, _) => Permissions(environment, client),
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
        [.. Rows.Select(row => row.Remote(environment, client, clock))];

    /// <summary>The folder of a kind whose objects lie in folders of the workspace.</summary>
    private static string Folder(DeploymentEnvironment environment, string kind) => $"{environment.ContentPath.TrimEnd('/')}/{kind}";

    private static RemotePermissions Permissions(DeploymentEnvironment environment, WorkspaceClient client) =>
        new(
            new PermissionKind(),
            For(environment).Where(kind => kind.Permissions is not null).ToDictionary(kind => kind.Name, kind => kind.Permissions!),
            new PermissionsApi(client),
            new WorkspaceApi(client),
            new ScimApi(client),
            new AppPrincipals(new AppsApi(client))
        );

    private static IFileDestination Destination(string root, WorkspaceClient client) =>
        root.StartsWith("dbfs:", StringComparison.Ordinal) ? new DbfsFiles(new DbfsApi(client))
        : root.StartsWith("/Volumes/", StringComparison.Ordinal) ? new VolumeFiles(new FilesApi(client))
        : new WorkspaceFiles(new WorkspaceApi(client));
}
