using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Sweeping;

/// <summary>Everything in a workspace, read by the service's own interface with the eyes of an administrator.</summary>
internal sealed class Inventory
{
    /// <summary>By which each write is another, and what the machines of an object do meanwhile.</summary>
    private static readonly string[] Changing =
    [
        "create_time",
        "created_at_timestamp",
        "etag",
        "health",
        "last_modified",
        "num_clusters",
        "stats",
        "status",
        "update_time",
    ];

    /// <summary>Queries, alerts and dashboards are listed by their own calls.</summary>
    private static readonly string[] Twins = [".dbquery.ipynb", ".dbalert.json", ".lvdash.json"];

    private readonly Dictionary<string, string> names = [];

    private readonly List<(string Name, JToken Content)> objects = [];

    private Inventory() { }

    /// <summary>By what they are: <c>cluster etl</c>, <c>/Shared/app/notebooks/load</c>.</summary>
    public IReadOnlyList<(string Name, JToken Content)> Objects => objects;

    public static async Task<Inventory> TakeAsync(World world)
    {
        var inventory = new Inventory();
        // It is about what is done, not about the name it is done under; who is somebody else stays that.
        foreach (
            var deployer in world.Deployer == Deployer.Administrator
                ? ["developer@layercake.example", world.Cloud.Description.ClientId]
                : new[] { world.Cloud.Description.DeveloperClientId }
        )
            inventory.names.Add(deployer, "‹the deployer›");
        await inventory.ObjectsAsync(world);
        await inventory.ScopesAsync(world);
        await inventory.ClustersAsync(world);
        await inventory.JobsAsync(world);
        await inventory.FolderAsync(world, "/");
        return inventory;
    }

    /// <summary>The same with what an object is called in the place of its id.</summary>
    public JToken WithNames(JToken content)
    {
        var copy = content.DeepClone();
        if (copy is JValue single)
            return Named(single);

        foreach (var value in ((JContainer)copy).Descendants().OfType<JValue>().ToList())
            value.Replace(Named(value));
        return copy;
    }

    private JValue Named(JValue value) =>
        value.Type switch
        {
            JTokenType.String => new JValue(
                names.Aggregate((string)value!, (text, name) => text.Replace(name.Key, name.Value, StringComparison.Ordinal))
            ),
            JTokenType.Integer when names.TryGetValue(value.ToString(CultureInfo.InvariantCulture), out var name) => new JValue(name),
            _ => new JValue(value),
        };

    private async Task ClustersAsync(World world)
    {
        foreach (
            var line in Items(await world.Cloud.GetAsync("/api/2.1/clusters/list?page_size=100"), "clusters")
                .OrderBy(cluster => (string)cluster["cluster_id"]!, StringComparer.Ordinal)
        )
        {
            var id = (string)line["cluster_id"]!;
            var cluster = await world.Cloud.GetAsync($"/api/2.1/clusters/get?cluster_id={id}");
            Add(
                Called($"cluster {cluster["cluster_name"]}", id),
                new JObject
                {
                    ["spec"] = cluster["spec"],
                    ["runs"] = (string?)cluster["state"] is not ("TERMINATING" or "TERMINATED"),
                    ["creator"] = cluster["creator_user_name"],
                    ["libraries"] = await LibrariesAsync(world, id),
                    ["permissions"] = await PermissionsAsync(world, "clusters", id),
                }
            );
        }
    }

    /// <summary>How far each is by now is not compared.</summary>
    private static async Task<JToken> LibrariesAsync(World world, string cluster)
    {
        var answer = await world.Cloud.GetAsync($"/api/2.0/libraries/cluster-status?cluster_id={cluster}");
        return new JArray(
            Items(answer, "library_statuses")
                .Select(library =>
                    library["library"]!.ToString(Formatting.None)
                    + ((string?)library["status"] is "FAILED" or "UNINSTALL_ON_RESTART" ? $" {library["status"]}" : "")
                )
                .Order(StringComparer.Ordinal)
        );
    }

    private async Task JobsAsync(World world)
    {
        foreach (
            var job in Items(await world.Cloud.GetAsync("/api/2.2/jobs/list?expand_tasks=true&limit=100"), "jobs")
                .OrderBy(job => (long)job["job_id"]!)
        )
        {
            var id = ((long)job["job_id"]!).ToString(CultureInfo.InvariantCulture);
            Add(
                Called($"job {job["settings"]!["name"]}", id),
                new JObject
                {
                    ["settings"] = job["settings"],
                    ["creator"] = job["creator_user_name"],
                    ["permissions"] = await PermissionsAsync(world, "jobs", id),
                }
            );
        }
    }

    /// <summary>Objects that are read whole by their ids, without what every write changes.</summary>
    private async Task ObjectsAsync(World world)
    {
        foreach (var kind in InventoryKind.All)
            foreach (
                var line in Items(await world.Cloud.GetAsync(kind.List), kind.Items)
                    .OrderBy(item => (string)item[kind.Id]!, StringComparer.Ordinal)
            )
            {
                var id = (string)line[kind.Id]!;
                var content = await world.Cloud.GetAsync($"{kind.Get}{id}");
                if ((string?)content["lifecycle_state"] == "TRASHED")
                    continue;

                foreach (var changing in Changing)
                    content.Remove(changing);
                if (kind.Name == "warehouse")
                    content["state"] = (string?)content["state"] is "STOPPED" or "STOPPING" ? "is stopped" : "runs";
                if (kind.Name == "dashboard")
                    content["published"] = await PublishedAsync(world, id);
                if (kind.Permissions is { } type)
                    content["permissions"] = await PermissionsAsync(world, type, id);
                Add(Called($"{kind.Name} {content[kind.NameField]}", id), content);
            }
    }

    private static async Task<JToken> PublishedAsync(World world, string id)
    {
        using var answer = await world.Cloud.Workspace.GetAsync(
            new Uri($"/api/2.0/lakeview/dashboards/{id}/published", UriKind.Relative)
        );
        return answer.IsSuccessStatusCode ? JObject.Parse(await answer.Content.ReadAsStringAsync())["embed_credentials"] ?? false : "not";
    }

    private async Task ScopesAsync(World world)
    {
        foreach (var scope in Items(await world.Cloud.GetAsync("/api/2.0/secrets/scopes/list"), "scopes"))
        {
            var content = new JObject { ["scope"] = scope };
            foreach (var (what, field) in new[] { ("acls/list", "items"), ("list", "secrets") })
                content[what] = new JArray(
                    Items(await world.Cloud.GetAsync($"/api/2.0/secrets/{what}?scope={scope["name"]}"), field)
                        .Select(item => $"{item["principal"] ?? item["key"]} {item["permission"]}")
                        .Order(StringComparer.Ordinal)
                );
            Add($"scope {scope["name"]}", content);
        }
    }

    private async Task FolderAsync(World world, string folder)
    {
        foreach (var entry in Items(await world.Cloud.GetAsync($"/api/2.0/workspace/list?path={Uri.EscapeDataString(folder)}"), "objects"))
        {
            var (path, type) = ((string)entry["path"]!, (string)entry["object_type"]!);
            // What a deployment remembers is compared by what it means, and whoever calls gets a home.
            if (path == world.Environment.StatePath || path == "/Users")
                continue;

            var content = new JObject { ["type"] = type, ["language"] = entry["language"] };
            if (Twins.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
                continue;
            if (type == "DIRECTORY")
                await FolderAsync(world, path);
            else
                content["content"] = await ContentAsync(world, path);
            content["permissions"] = await PermissionsAsync(
                world,
                type switch
                {
                    "NOTEBOOK" => "notebooks",
                    "DIRECTORY" => "directories",
                    _ => "files",
                },
                $"{entry["object_id"]}"
            );
            Add(path, content);
        }
    }

    private static async Task<string> ContentAsync(World world, string path)
    {
        var answer = await world.Cloud.GetAsync($"/api/2.0/workspace/export?format=SOURCE&path={Uri.EscapeDataString(path)}");
        return Encoding.UTF8.GetString(Convert.FromBase64String((string)answer["content"]!));
    }

    /// <summary>Those given to the object itself: what it has from above is said there.</summary>
    private static async Task<JToken> PermissionsAsync(World world, string type, string id) =>
        new JArray(
            ((await world.Cloud.GetAsync($"/api/2.0/permissions/{type}/{id}"))["access_control_list"] ?? new JArray())
                .Select(entry =>
                    (
                        (JObject)entry,
                        Levels: string.Join(
                            ',',
                            entry["all_permissions"]!
                                .Where(permission => !(bool)permission["inherited"]!)
                                .Select(permission => permission["permission_level"])
                        )
                    )
                )
                .Where(entry => entry.Levels.Length > 0)
                .Select(entry => $"{entry.Item1.Properties().First().Value}: {entry.Levels}")
                .Order(StringComparer.Ordinal)
        );

    private string Called(string name, string id)
    {
        var number = names.Values.Count(known => known == $"‹{name}›" || known.StartsWith($"‹{name} #", StringComparison.Ordinal));
        var unique = number == 0 ? name : $"{name} #{number + 1}";
        names.Add(id, $"‹{unique}›");
        return unique;
    }

    private void Add(string name, JToken content) => objects.Add((name, content));

    private static IEnumerable<JObject> Items(JObject answer, string field) => (answer[field] as JArray ?? []).OfType<JObject>();
}
