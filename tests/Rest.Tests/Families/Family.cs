using System.Globalization;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests.Families;

/// <summary>
/// One kind of object as the client offers it: what all kinds have in common, and a specification that the service accepts.
/// </summary>
internal sealed record Family(string Name)
{
    public required Func<int, JObject> Spec { get; init; }

    /// <summary>A change that every kind takes, and where it is read back.</summary>
    public required JObject Change { get; init; }

    public required Func<CancellationToken, IAsyncEnumerable<JObject>> ListAsync { get; init; }

    public required Func<string, CancellationToken, Task<JObject>> GetAsync { get; init; }

    public required Func<JObject, CancellationToken, Task<string>> CreateAsync { get; init; }

    /// <summary>Given the whole specification with the change in it.</summary>
    public required Func<string, JObject, CancellationToken, Task> ChangeAsync { get; init; }

    public required Func<string, CancellationToken, Task> DeleteAsync { get; init; }

    /// <summary>Where a listing shows the id.</summary>
    public string IdField { get; init; } = "id";

    /// <summary>Where the specification stands in what is read: empty for at the top.</summary>
    public string SpecPath { get; init; } = "";

    /// <summary>The state in which what was deleted is still read, as it waits in the trash; null where there is none.</summary>
    public string? Trash { get; init; }

    public static IReadOnlyList<Family> All(WorkspaceClient client)
    {
        var pools = new InstancePoolsApi(client);
        var policies = new ClusterPoliciesApi(client);
        var warehouses = new WarehousesApi(client);
        var pipelines = new PipelinesApi(client);
        var queries = new QueriesApi(client);
        var alerts = new AlertsApi(client);
        var legacyAlerts = new LegacyAlertsApi(client);
        var dashboards = new LakeviewApi(client);
        var destinations = new NotificationDestinationsApi(client);
        var scripts = new GlobalInitScriptsApi(client);
        var repos = new ReposApi(client);
        return
        [
            new("instance pools")
            {
                Spec = number => new() { ["instance_pool_name"] = $"pool-{number}", ["node_type_id"] = "Standard_D4ds_v5" },
                Change = new() { ["max_capacity"] = 7 },
                IdField = "instance_pool_id",
                ListAsync = pools.ListAsync,
                GetAsync = pools.GetAsync,
                CreateAsync = pools.CreateAsync,
                ChangeAsync = pools.EditAsync,
                DeleteAsync = pools.DeleteAsync,
            },
            new("cluster policies")
            {
                Spec = number =>
                    new() { ["name"] = $"policy-{number}", ["definition"] = """{ "num_workers": { "type": "range", "maxValue": 4 } }""" },
                Change = new() { ["max_clusters_per_user"] = 3 },
                IdField = "policy_id",
                // The others come with the workspace.
                ListAsync = ct => policies.ListAsync(ct).Where(policy => (bool?)policy["is_default"] != true),
                GetAsync = policies.GetAsync,
                CreateAsync = policies.CreateAsync,
                ChangeAsync = policies.EditAsync,
                DeleteAsync = policies.DeleteAsync,
            },
            new("warehouses")
            {
                Spec = number => new() { ["name"] = $"warehouse-{number}", ["cluster_size"] = "2X-Small" },
                Change = new() { ["auto_stop_mins"] = 30 },
                ListAsync = warehouses.ListAsync,
                GetAsync = warehouses.GetAsync,
                CreateAsync = warehouses.CreateAsync,
                ChangeAsync = warehouses.EditAsync,
                DeleteAsync = warehouses.DeleteAsync,
            },
            new("pipelines")
            {
                Spec = number => new() { ["name"] = $"pipeline-{number}", ["catalog"] = "main" },
                Change = new() { ["development"] = true },
                IdField = "pipeline_id",
                SpecPath = "spec",
                ListAsync = pipelines.ListAsync,
                GetAsync = pipelines.GetAsync,
                CreateAsync = pipelines.CreateAsync,
                ChangeAsync = pipelines.EditAsync,
                DeleteAsync = pipelines.DeleteAsync,
            },
            new("queries")
            {
                Spec = number =>
                    new()
                    {
                        ["display_name"] = $"query-{number}",
                        ["query_text"] = "select 1",
                        ["warehouse_id"] = "7fa0c2d49be13865",
                    },
                Change = new() { ["description"] = "one" },
                Trash = "TRASHED",
                ListAsync = queries.ListAsync,
                GetAsync = queries.GetAsync,
                CreateAsync = queries.CreateAsync,
                ChangeAsync = queries.UpdateAsync,
                DeleteAsync = queries.DeleteAsync,
            },
            new("alerts")
            {
                Spec = number =>
                    new()
                    {
                        ["display_name"] = $"alert-{number}",
                        ["query_text"] = "select 1",
                        ["warehouse_id"] = "7fa0c2d49be13865",
                        ["evaluation"] = JObject.Parse(
                            """{ "source": { "name": "c" }, "comparison_operator": "IS_NULL", "state": "UNKNOWN" }"""
                        ),
                        ["schedule"] = JObject.Parse(
                            """
                            { "quartz_cron_schedule": "0 0 7 * * ?", "timezone_id": "UTC", "effective_pause_status": "UNPAUSED" }
                            """
                        ),
                    },
                Change = new() { ["custom_summary"] = "one" },
                Trash = "DELETED",
                ListAsync = alerts.ListAsync,
                GetAsync = alerts.GetAsync,
                CreateAsync = async (spec, ct) => (string)(await alerts.CreateAsync(spec, ct))["id"]!,
                ChangeAsync = alerts.UpdateAsync,
                DeleteAsync = alerts.DeleteAsync,
            },
            new("legacy alerts")
            {
                Spec = number => new() { ["display_name"] = $"alert-{number}", ["query_id"] = "8f1c2a34-5b6d-4e7f-9a0b-c1d2e3f4a5b6" },
                Change = new() { ["notify_on_ok"] = true },
                Trash = "TRASHED",
                ListAsync = legacyAlerts.ListAsync,
                GetAsync = legacyAlerts.GetAsync,
                CreateAsync = legacyAlerts.CreateAsync,
                ChangeAsync = legacyAlerts.UpdateAsync,
                DeleteAsync = legacyAlerts.DeleteAsync,
            },
            new("dashboards")
            {
                Spec = number => new() { ["display_name"] = $"dashboard-{number}", ["serialized_dashboard"] = "{\"pages\":[]}\n" },
                Change = new() { ["warehouse_id"] = "7fa0c2d49be13865" },
                IdField = "dashboard_id",
                Trash = "TRASHED",
                ListAsync = dashboards.ListAsync,
                GetAsync = dashboards.GetAsync,
                CreateAsync = dashboards.CreateAsync,
                ChangeAsync = dashboards.UpdateAsync,
                DeleteAsync = dashboards.DeleteAsync,
            },
            new("notification destinations")
            {
                Spec = number =>
                    new()
                    {
                        ["display_name"] = $"destination-{number}",
                        ["config"] = new JObject { ["email"] = new JObject { ["addresses"] = new JArray("ops@contoso.example") } },
                    },
                Change = new()
                {
                    ["config"] = new JObject { ["email"] = new JObject { ["addresses"] = new JArray("data@contoso.example") } },
                },
                ListAsync = destinations.ListAsync,
                GetAsync = destinations.GetAsync,
                CreateAsync = destinations.CreateAsync,
                ChangeAsync = destinations.UpdateAsync,
                DeleteAsync = destinations.DeleteAsync,
            },
            new("global init scripts")
            {
                Spec = number => new() { ["name"] = $"script-{number}", ["script"] = "IyEvYmluL2Jhc2gK" },
                Change = new() { ["enabled"] = true },
                IdField = "script_id",
                ListAsync = scripts.ListAsync,
                GetAsync = scripts.GetAsync,
                CreateAsync = scripts.CreateAsync,
                ChangeAsync = scripts.UpdateAsync,
                DeleteAsync = scripts.DeleteAsync,
            },
            new("Git folders")
            {
                Spec = number =>
                    new()
                    {
                        ["url"] = "https://github.com/contoso/assets",
                        ["provider"] = "gitHub",
                        ["path"] = $"/Shared/repo-{number}",
                    },
                Change = new() { ["branch"] = "release" },
                ListAsync = ct => repos.ListAsync(null, ct),
                GetAsync = (id, ct) => repos.GetAsync(Number(id), ct),
                CreateAsync = async (spec, ct) => (await repos.CreateAsync(spec, ct)).ToString(CultureInfo.InvariantCulture),
                ChangeAsync = (id, spec, ct) => repos.UpdateAsync(Number(id), spec, ct),
                DeleteAsync = (id, ct) => repos.DeleteAsync(Number(id), ct),
            },
        ];
    }

    public override string ToString() => Name;

    /// <summary>Nothing has the number of an id that is none.</summary>
    private static long Number(string id) => long.TryParse(id, CultureInfo.InvariantCulture, out var number) ? number : 1;
}
