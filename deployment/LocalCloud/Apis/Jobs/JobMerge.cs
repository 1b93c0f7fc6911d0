using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>Applies a partial update: what is removed first, then what is new.</summary>
internal static class JobMerge
{
    /// <summary>Lists that merge by key; every other field is replaced whole.</summary>
    private static readonly Dictionary<string, string> Keyed = new(StringComparer.Ordinal)
    {
        ["tasks"] = "task_key",
        ["job_clusters"] = "job_cluster_key",
    };

    /// <summary>A new document; neither argument changes.</summary>
    public static JObject Apply(JObject stored, JObject changes, IEnumerable<string> removals)
    {
        var merged = stored.Copy();
        foreach (var removal in removals)
            Remove(merged, removal);
        foreach (var change in changes.Properties())
            merged[change.Name] = Keyed.TryGetValue(change.Name, out var key)
                ? ByKey(merged.Objects(change.Name), changes.Objects(change.Name), key)
                : change.Value.DeepClone();

        return merged;
    }

    private static void Remove(JObject settings, string field)
    {
        if (field.Split('/', 2) is not [var list, var name])
            settings.Remove(field);
        else if (Keyed.TryGetValue(list, out var key))
            settings.Objects(list).FirstOrDefault(element => element.Text(key) == name)?.Remove();
    }

    private static JArray ByKey(IEnumerable<JObject> stored, IEnumerable<JObject> changes, string key)
    {
        // A key that comes twice stays twice, for the checks to refuse.
        var wanted = changes.ToLookup(element => element.Text(key) ?? "", StringComparer.Ordinal);
        var kept = stored.ToList();
        var known = kept.Select(element => element.Text(key) ?? "").ToHashSet(StringComparer.Ordinal);
        var replaced = kept.SelectMany(element => wanted[element.Text(key) ?? ""] is var changed && changed.Any() ? changed : [element]);
        return new JArray(
            replaced.Concat(wanted.Where(group => !known.Contains(group.Key)).SelectMany(group => group)).Select(element => element.Copy())
        );
    }
}
