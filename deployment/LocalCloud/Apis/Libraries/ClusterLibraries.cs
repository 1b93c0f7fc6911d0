using Layercake.LocalCloud.Apis.Clusters;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Libraries;

/// <summary>The libraries that users put on clusters, in the order in which they were added.</summary>
internal sealed class ClusterLibraries(CloudState state, LibraryState now)
{
    private readonly Table table = state.Table("cluster-libraries");
    private readonly Table everywhere = state.Table("libraries-of-all-clusters");

    /// <summary>One that is there already stays as it is.</summary>
    public void Install(ClusterRecord cluster, IReadOnlyList<JObject> libraries) =>
        Change(
            cluster,
            libraries,
            (library, entries) =>
            {
                if (entries.FindIndex(entry => entry.Is(library)) is >= 0 and var place)
                    entries[place] = now.Reinstalled(entries[place]);
                else
                    entries.Add(new LibraryEntry(library, now.Now, null));
            }
        );

    /// <summary>With the next restart; one that is not there is ignored.</summary>
    public void Uninstall(ClusterRecord cluster, IReadOnlyList<JObject> libraries) =>
        Change(
            cluster,
            libraries,
            (library, entries) =>
            {
                if (entries.FindIndex(entry => entry.Is(library)) is >= 0 and var place && entries[place].Removed is null)
                    entries[place] = entries[place] with { Removed = now.RemovalOf(cluster) };
            }
        );

    /// <summary>What an admin installs on all clusters in the UI, and no call of the service does. It replaces what was.</summary>
    public void InstallEverywhere(IReadOnlyList<JObject> libraries)
    {
        lock (everywhere.Gate)
            everywhere.Put(
                "entries",
                new JObject { ["entries"] = new JArray(libraries.Select(library => new LibraryEntry(library, now.Now, null).ToJson())) }
            );
    }

    /// <summary>First what is to be there, the cluster's own before that of all clusters, then what goes with the next restart.</summary>
    public IReadOnlyList<JObject> Of(ClusterRecord cluster)
    {
        var own = Entries(cluster).ToLookup(entry => entry.Removed is null);
        return
        [
            .. own[true].Select(entry => now.View(cluster, entry, isForAll: false)),
            .. Stored(everywhere.Get("entries")).Select(entry => now.View(cluster, entry, isForAll: true)),
            .. own[false].Select(entry => now.View(cluster, entry, isForAll: false)),
        ];
    }

    private void Change(ClusterRecord cluster, IReadOnlyList<JObject> libraries, Action<JObject, List<LibraryEntry>> change)
    {
        lock (table.Gate)
        {
            var entries = Entries(cluster);
            foreach (var library in libraries)
                change(library, entries);

            table.Put(cluster.Id, new JObject { ["entries"] = new JArray(entries.Select(entry => entry.ToJson())) });
        }
    }

    private List<LibraryEntry> Entries(ClusterRecord cluster) =>
        [.. Stored(table.Get(cluster.Id)).Where(entry => !now.IsGone(cluster, entry))];

    private static IEnumerable<LibraryEntry> Stored(JObject? row) =>
        (row?["entries"] ?? new JArray()).Select(entry => LibraryEntry.Of((JObject)entry));
}

/// <summary>A library of a cluster: when it was added, and when its removal was asked for.</summary>
internal sealed record LibraryEntry(JObject Library, long Added, long? Removed)
{
    public static LibraryEntry Of(JObject stored) =>
        new((JObject)stored["library"]!, (long)stored["added"]!, (long?)stored["removed"]);

    public bool Is(JObject library) => JToken.DeepEquals(Library, library);

    public JObject ToJson()
    {
        var stored = new JObject { ["library"] = Library, ["added"] = Added };
        if (Removed is not null)
            stored["removed"] = Removed;

        return stored;
    }
}
