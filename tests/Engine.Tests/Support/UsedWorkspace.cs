using System.Globalization;
using System.Text.RegularExpressions;
using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Support;

/// <summary>A workspace as teams have one after some years, with all of <see cref="UsedObjects"/> in it.</summary>
public sealed partial class UsedWorkspace(TestWorkspace workspace)
{
    /// <summary>What the cluster and the warehouse were called that are no more.</summary>
    private const string Gone = "gone";

    private readonly Dictionary<(string Kind, string Name), string> ids = [];

    public static int JobCount => UsedObjects.Jobs.Length + UsedObjects.Dead.Length;

    public static int ClusterCount => UsedObjects.Clusters.Length;

    public static int QueryCount => UsedObjects.Surroundings.Count(one => one.Kind == "queries");

    public static int AlertCount => UsedObjects.Surroundings.Count(one => one.Kind == "alerts");

    public static int DashboardCount => UsedObjects.Surroundings.Count(one => one.Kind == "dashboards");

    public static int PoolCount => UsedObjects.Surroundings.Count(one => one.Kind == "instance-pools");

    public static int PolicyCount => UsedObjects.Surroundings.Count(one => one.Kind == "cluster-policies");

    public static int WarehouseCount => UsedObjects.Surroundings.Count(one => one.Kind == "warehouses");

    public static int PipelineCount => UsedObjects.Surroundings.Count(one => one.Kind == "pipelines");

    public static int DestinationCount => UsedObjects.Surroundings.Count(one => one.Kind == "notification-destinations");

    public string Id(string kind, string name) => ids[(kind, name)];

    /// <summary>
    /// Everything that jobs and clusters need and that is not deployed, in another order each time, so that no id is the same by chance.
    /// </summary>
    /// <param name="called">What something is called here; null keeps the name.</param>
    public async Task SurroundAsync(Func<string, string?>? called = null)
    {
        foreach (var person in UsedObjects.People)
            await workspace.HasPrincipalAsync(person);
        foreach (var (kind, path, idField, spec) in UsedObjects.Surroundings)
        {
            var body = JObject.Parse(Filled(spec));
            var name = body.DescendantsAndSelf()
                .OfType<JObject>()
                .SelectMany(part => part.Properties())
                .First(field => field.Name is "name" or "display_name" or "instance_pool_name");
            name.Value = called?.Invoke((string)name.Value!) ?? (string)name.Value!;
            ids[(kind, (string)name.Value!)] = (string)(await workspace.Cloud.PostAsync($"/api/2.0/{path}", body))[idField]!;
        }
    }

    /// <summary>All that people made here.</summary>
    public async Task FillAsync()
    {
        await SurroundAsync();
        await workspace.HasFileAsync("/Shared/app/notebooks/load", "print(1)", "SOURCE", "PYTHON");
        await workspace.HasFileAsync("/Shared/app/notebooks/sub/counts", "select 1", "SOURCE", "SQL");
        await workspace.HasFileAsync("/Shared/app/init-scripts/install.sh", "echo 1\n");
        foreach (var cluster in UsedObjects.Clusters)
            ids[("clusters", (string)JObject.Parse(cluster)["cluster_name"]!)] = await workspace.HasClusterAsync(Filled(cluster));

        ids[("clusters", Gone)] = await workspace.HasClusterAsync(Samples.Cluster(Gone));
        ids[("warehouses", Gone)] = (string)
            (
                await workspace.Cloud.PostAsync(
                    "/api/2.0/sql/warehouses",
                    new JObject { ["name"] = Gone, ["cluster_size"] = "Small" }
                )
            )["id"]!;
        await MakeJobsAsync();
        await workspace.RemoveClusterAsync(Id("clusters", Gone));
        await workspace.Cloud.CallAsync("DELETE", $"/api/2.0/sql/warehouses/{Id("warehouses", Gone)}");
    }

    private async Task MakeJobsAsync()
    {
        // Jobs that run others are made as the UI does it: the others first, and what they run afterwards.
        var all = UsedObjects
            .Jobs.Concat(UsedObjects.Dead)
            .Select(job => (Name: (string)JObject.Parse(Unfilled(job))["name"]!, Text: job))
            .ToList();
        foreach (var (name, text) in all)
            ids[("jobs", name)] = (
                await workspace.HasJobAsync(
                    text.Contains("@jobs:", StringComparison.Ordinal) ? new JObject { ["name"] = name }.ToString() : Filled(text)
                )
            ).ToString(CultureInfo.InvariantCulture);
        foreach (var (name, text) in all.Where(job => job.Text.Contains("@jobs:", StringComparison.Ordinal)))
        {
            var settings = JObject.Parse(Filled(text));
            settings["queue"] = new JObject { ["enabled"] = true };
            await workspace.Cloud.PostAsync(
                "/api/2.2/jobs/reset",
                new JObject { ["job_id"] = long.Parse(Id("jobs", name), CultureInfo.InvariantCulture), ["new_settings"] = settings }
            );
        }
    }

    /// <summary>All jobs and clusters as the service gives them, with names for ids wherever they stand in the text.</summary>
    public async Task<IReadOnlyList<string>> ContentAsync()
    {
        var clusters = Listed(await workspace.Cloud.GetAsync("/api/2.1/clusters/list"), "clusters");
        var jobs = Listed(await workspace.Cloud.GetAsync("/api/2.2/jobs/list?expand_tasks=true&limit=100"), "jobs");
        string[] set =
        [
            "cluster_name",
            "spark_version",
            "node_type_id",
            "num_workers",
            "autoscale",
            "autotermination_minutes",
            "instance_pool_id",
            "driver_instance_pool_id",
            "policy_id",
        ];
        var known = ids.Select(entry => (Id: entry.Value, Name: $"{entry.Key.Kind} {entry.Key.Name}"))
            .Concat(clusters.Select(cluster => (Id: (string)cluster["cluster_id"]!, Name: $"clusters {cluster["cluster_name"]}")))
            .Concat(jobs.Select(job => (Id: job["job_id"]!.ToString(), Name: $"jobs {job["settings"]!["name"]}")))
            .Distinct()
            .ToList();
        return
        [
            .. jobs.Select(job => (JObject)job["settings"]!)
                .Concat(
                    clusters.Select(cluster => new JObject(
                        set.Where(cluster.ContainsKey).Select(field => new JProperty(field, cluster[field]))
                    ))
                )
                .Select(content =>
                    known.Aggregate(JsonValues.Canonical(content), (text, id) => text.Replace(id.Id, id.Name, StringComparison.Ordinal))
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<JObject> Listed(JObject answer, string field) => ((JArray)answer[field]!).OfType<JObject>();

    private static string Unfilled(string text) => Placeholder().Replace(text, "0");

    private string Filled(string text) => Placeholder().Replace(text, match => ids[(match.Groups[1].Value, match.Groups[2].Value)]);

    [GeneratedRegex("@([a-z-]+):([^@]+)@")]
    private static partial Regex Placeholder();
}
