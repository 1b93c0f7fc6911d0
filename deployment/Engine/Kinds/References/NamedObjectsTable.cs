using Layercake.Rest;
using Layercake.Rest.Apis;

namespace Layercake.Engine.Kinds.References;

/// <summary>
/// The listings of kinds that declarations may refer to, and that are not deployed or of which Git declares nothing. Where one is refused,
/// ids are taken as they are.
/// </summary>
internal static class NamedObjectsTable
{
    public static IReadOnlyList<NamedObjects> For(WorkspaceClient client) =>
        [
            new("instance-pools", new InstancePoolsApi(client).ListAsync, "instance_pool_id", "instance_pool_name"),
            new("cluster-policies", new ClusterPoliciesApi(client).ListAsync, "policy_id", "name", "creator_user_name"),
            new("warehouses", new WarehousesApi(client).ListAsync, "id", "name", "creator_name"),
            new("pipelines", new PipelinesApi(client).ListAsync, "pipeline_id", "name", "creator_user_name"),
            new("queries", new QueriesApi(client).ListAsync, "id", "display_name", "owner_user_name"),
            new("legacy-alerts", new LegacyAlertsApi(client).ListAsync, "id", "display_name", "owner_user_name"),
            new("alerts", new AlertsApi(client).ListAsync, "id", "display_name", "owner_user_name"),
            new("dashboards", new LakeviewApi(client).ListAsync, "dashboard_id", "display_name"),
            new("notification-destinations", new NotificationDestinationsApi(client).ListAsync, "id", "display_name"),
        ];
}
