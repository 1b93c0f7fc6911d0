using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Resources;

/// <summary>Resource groups and resources as Resource Manager keeps them, by id; ids that differ only by case are one.</summary>
internal sealed class ResourceStore(CloudState state)
{
    private readonly Table groups = state.Table("arm_groups");
    private readonly Table resources = state.Table("arm_resources");

    public IEnumerable<JObject> Groups() => groups.All().Select(entry => entry.Value);

    public JObject? Group(string name) => groups.Get(name.ToLowerInvariant());

    public void PutGroup(JObject group) => groups.Put(((string)group["name"]!).ToLowerInvariant(), group);

    /// <summary>With everything in it.</summary>
    public bool RemoveGroup(string name)
    {
        foreach (var resource in In(name).ToList())
            Remove((string)resource["id"]!);

        return groups.Remove(name.ToLowerInvariant());
    }

    public IEnumerable<JObject> All() => resources.All().Select(entry => entry.Value);

    public IEnumerable<JObject> In(string group) =>
        All().Where(resource => ((string)resource["id"]!).Contains($"/resourceGroups/{group}/", StringComparison.OrdinalIgnoreCase));

    public JObject? Get(string id) => resources.Get(Key(id));

    public void Put(JObject resource) => resources.Put(Key((string)resource["id"]!), resource);

    /// <summary>With its child resources.</summary>
    public bool Remove(string id)
    {
        foreach (
            var child in All()
                .Select(resource => (string)resource["id"]!)
                .Where(child => child.StartsWith($"{id}/", StringComparison.OrdinalIgnoreCase))
                .ToList()
        )
            resources.Remove(Key(child));

        return resources.Remove(Key(id));
    }

    private static string Key(string id) => id.TrimEnd('/').ToLowerInvariant();
}
