using Layercake.Architecture;

namespace Layercake.LocalCloud.Tests;

/// <summary>Each room of the local cloud uses only rooms below it.</summary>
public sealed class RoomsTests
{
    /// <summary>From the bottom up: each room and the rooms that it uses.</summary>
    private static readonly string[] Table =
    [
        "Hosting",
        "Http",
        "Apis.Telemetry: Http",
        "Apis.Workspace.Notebooks: Http",
        "Faults: Http",
        "Logging: Hosting",
        "State",
        "Apis.Objects: Http, State",
        "Apis.ClusterPolicies: Apis.Objects, Http, State",
        "Apis.NotificationDestinations: Apis.Objects, Http, State",
        "Apis.Trees: Http, State",
        "Apis.Dbfs: Apis.Trees, Http, State",
        "Apis.Files: Apis.Trees, Http, State",
        "Apis.Unconfirmed: Http, State",
        "Apis.Clusters: Apis.ClusterPolicies, Apis.Objects, Apis.Unconfirmed, Http, State",
        "Apis.InstancePools: Apis.Clusters, Apis.Objects, Http, State",
        "Apis.Warehouses: Apis.Objects, Apis.Unconfirmed, Http, State",
        "Apis.Workspace: Apis.Trees, Apis.Workspace.Notebooks, Http, State",
        "Apis.Jobs.Notebooks: Apis.Trees, Apis.Workspace, Apis.Workspace.Notebooks, Http, State",
        "Apis.Lakeview: Apis.Objects, Apis.Workspace, Http, State",
        "Apis.Libraries: Apis.Clusters, Apis.Objects, Apis.Unconfirmed, Apis.Workspace, Http, State",
        "Apis.Repos: Apis.Objects, Apis.Trees, Apis.Workspace, Http, State",
        "Apis.SqlObjects: Apis.Objects, Apis.Trees, Apis.Workspace, Http, State",
        "Apis.Alerts: Apis.Objects, Apis.SqlObjects, Apis.Trees, Apis.Unconfirmed, Apis.Workspace, Http, State",
        "Identity: Http, State",
        "Apis.AccessTokens: Apis.Objects, Http, Identity",
        "Apis.Entra: Http, Identity, State",
        "Apis.GlobalInitScripts: Apis.Objects, Http, Identity, State",
        "Apis.ResourceManager.Resources: Http, Identity, State",
        "Apis.KeyVault: Apis.ResourceManager.Resources, Hosting, Http, Identity, State",
        "Apis.Admin: Apis.KeyVault, Faults, Http, Identity, State",
        "Apis.ResourceManager.Templates: Apis.ResourceManager.Resources",
        "Apis.ResourceManager.Types: Apis.KeyVault, Apis.ResourceManager.Resources, Http, Identity",
        "Apis.ResourceManager.Deployments: Apis.ResourceManager.Resources, Apis.ResourceManager.Templates, Apis.ResourceManager.Types, "
            + "Http, Identity, State",
        "Apis.ResourceManager: Apis.KeyVault, Apis.ResourceManager.Deployments, Apis.ResourceManager.Resources, "
            + "Apis.ResourceManager.Types, Http, Identity, State",
        "Apis.Scim: Apis.Objects, Http, Identity, State",
        "Apis.Apps: Apis.Objects, Apis.Scim, Http, State",
        "Apis.Permissions: Apis.Objects, Apis.Scim, Apis.Trees, Apis.Unconfirmed, Apis.Workspace, Http, Identity, State",
        "Apis.Jobs: Apis.Clusters, Apis.Jobs.Notebooks, Apis.Objects, Apis.Permissions, Apis.Scim, Apis.Unconfirmed, "
            + "Apis.Workspace.Notebooks, Http, Logging, State",
        "Apis.Pipelines: Apis.Clusters, Apis.Objects, Apis.Permissions, Apis.Unconfirmed, Http, State",
        "Apis.Secrets: Apis.KeyVault, Apis.Scim, Http, Identity, State",
        "Authorization: Apis.KeyVault, Apis.ResourceManager.Resources, Apis.Scim, Http, Identity",
        "Apis: Apis.AccessTokens, Apis.Admin, Apis.Alerts, Apis.Apps, Apis.ClusterPolicies, Apis.Clusters, Apis.Dbfs, Apis.Entra, "
            + "Apis.Files, Apis.GlobalInitScripts, Apis.InstancePools, "
            + "Apis.Jobs, Apis.Jobs.Notebooks, Apis.KeyVault, Apis.Lakeview, Apis.Libraries, Apis.NotificationDestinations, "
            + "Apis.Permissions, Apis.Pipelines, Apis.Repos, Apis.ResourceManager, Apis.ResourceManager.Resources, Apis.Scim, "
            + "Apis.Secrets, Apis.SqlObjects, Apis.Telemetry, Apis.Unconfirmed, Apis.Warehouses, Apis.Workspace, Authorization, Faults, "
            + "Http, Identity, Logging, State",
        "Dispatching: Apis.Permissions, Authorization, Faults, Http, Identity, Logging",
        ".: Apis, Apis.KeyVault, Apis.Permissions, Authorization, Dispatching, Faults, Hosting, Http, Identity, Logging, State",
    ];

    [Fact]
    public void Each_room_uses_only_rooms_below_it() =>
        Assert.Equal(Table, Rooms.Of(typeof(LocalCloudServer).Assembly.Location, "Layercake.LocalCloud").FromTheBottomUp());
}
