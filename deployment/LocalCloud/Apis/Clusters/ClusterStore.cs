using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>The clusters and their events; whatever is read is as of now.</summary>
internal sealed class ClusterStore(CloudState state, ClusterLife life)
{
    private readonly Table clusters = state.Table(TableNames.Clusters);
    private readonly Table events = state.Table("cluster-events");

    /// <summary>Held for a read and the write that depends on it.</summary>
    public Lock Gate => clusters.Gate;

    public ClusterRecord Get(string id) => Find(id) ?? throw ClusterErrors.Missing(id);

    public ClusterRecord? Find(string id)
    {
        lock (Gate)
            return clusters.Get(id) is { } document ? Current(document) : null;
    }

    public IReadOnlyList<ClusterRecord> All()
    {
        lock (Gate)
            return [.. clusters.All().Select(entry => Current(entry.Value))];
    }

    public void Change(string id, Action<ClusterRecord> change)
    {
        lock (Gate)
        {
            var cluster = Get(id).Copy();
            change(cluster);
            Save(cluster);
        }
    }

    public void Save(ClusterRecord cluster)
    {
        foreach (var happened in cluster.Unsaved)
        {
            events.Put(
                EventKey(cluster.Id, cluster.EventCount),
                new JObject
                {
                    ["cluster_id"] = cluster.Id,
                    ["timestamp"] = happened.Timestamp,
                    ["type"] = happened.Type,
                    ["details"] = happened.Details,
                }
            );
            cluster.EventCount++;
        }

        clusters.Put(cluster.Id, cluster.Document);
    }

    public void Remove(string id)
    {
        lock (Gate)
        {
            for (var number = Get(id).EventCount - 1; number >= 0; number--)
                events.Remove(EventKey(id, number));
            clusters.Remove(id);
        }
    }

    /// <summary>All events of a cluster, the oldest first.</summary>
    public IReadOnlyList<JObject> Events(string id)
    {
        lock (Gate)
            return [.. Enumerable.Range(0, Get(id).EventCount).Select(number => events.Get(EventKey(id, number))).OfType<JObject>()];
    }

    private ClusterRecord Current(JObject document)
    {
        var cluster = new ClusterRecord(document);
        if (!ClusterLife.IsDue(cluster, state.Now))
            return cluster;

        cluster = cluster.Copy();
        life.Settle(cluster, state.Now);
        Save(cluster);
        return new ClusterRecord(cluster.Document);
    }

    private static string EventKey(string id, int number) => $"{id}/{number:D8}";
}
