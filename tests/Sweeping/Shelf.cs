using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Sweeping;

/// <summary>Which objects a workspace has, and by what a write to one of them shows.</summary>
internal sealed class Shelf
{
    private static readonly string[] Spec = ["autotermination_minutes", "num_workers", "spark_version"];

    private readonly Dictionary<string, (string Id, string Content)> objects = new(StringComparer.Ordinal);

    private Shelf() { }

    public IEnumerable<string> Names => objects.Keys;

    /// <summary>What is not as it was: made, written, made anew or gone.</summary>
    public IReadOnlySet<string> ChangedSince(Shelf before) =>
        objects
            .Keys.Union(before.objects.Keys)
            .Where(name => objects.GetValueOrDefault(name) != before.objects.GetValueOrDefault(name))
            .ToHashSet(StringComparer.Ordinal);

    public bool Has(string name) => objects.ContainsKey(name);

    /// <summary>It is there, and was not before.</summary>
    public bool IsNewSince(Shelf before, string name) => Has(name) && objects[name].Id != before.objects.GetValueOrDefault(name).Id;

    public static async Task<Shelf> LookAsync(World world)
    {
        var shelf = new Shelf();
        foreach (var cluster in Items(await world.Cloud.GetAsync("/api/2.1/clusters/list?page_size=100"), "clusters"))
            shelf.Add($"cluster {cluster["cluster_name"]}", $"{cluster["cluster_id"]}", new JArray(Spec.Select(field => cluster[field])));
        foreach (var job in Items(await world.Cloud.GetAsync("/api/2.2/jobs/list?expand_tasks=true&limit=100"), "jobs"))
            shelf.Add($"job {job["settings"]!["name"]}", $"{job["job_id"]}", job["settings"]!);
        await shelf.FolderAsync(world, "/Shared");
        return shelf;
    }

    private async Task FolderAsync(World world, string folder)
    {
        foreach (var entry in Items(await world.Cloud.GetAsync($"/api/2.0/workspace/list?path={Uri.EscapeDataString(folder)}"), "objects"))
            if ((string)entry["path"]! is var path && path == world.Environment.StatePath)
                continue;
            else if ((string?)entry["object_type"] == "DIRECTORY")
                await FolderAsync(world, path);
            else
                Add(path, $"{entry["object_id"]}", entry["modified_at"]!);
    }

    private void Add(string name, string id, JToken content)
    {
        while (objects.ContainsKey(name))
            name += " (one more)";
        if (!name.EndsWith(" theirs", StringComparison.Ordinal))
            objects.Add(name, (id, content.ToString(Formatting.None)));
    }

    private static IEnumerable<JObject> Items(JObject answer, string field) => (answer[field] as JArray ?? []).OfType<JObject>();
}
