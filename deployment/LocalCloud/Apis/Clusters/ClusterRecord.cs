using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>A cluster's stored document by name: what the user asked for, the state it is in, since when, and until when.</summary>
/// <param name="document">Changed only when it is a copy that is not stored yet.</param>
internal sealed class ClusterRecord(JObject document)
{
    private readonly List<ClusterEvent> unsaved = [];

    public JObject Document => document;

    /// <summary>Events that happened since the record was read, in order.</summary>
    public IReadOnlyList<ClusterEvent> Unsaved => unsaved;

    public string Id => (string)document["cluster_id"]!;

    public string Name => (string?)Spec["cluster_name"] ?? "";

    public string Creator
    {
        get => (string)document["creator_user_name"]!;
        set => document["creator_user_name"] = value;
    }

    public string Source => (string)document["cluster_source"]!;

    /// <summary>What the user last sent.</summary>
    public JObject Spec
    {
        get => (JObject)document["spec"]!;
        set => document["spec"] = value;
    }

    public ClusterState State => Enum.Parse<ClusterState>((string)document["state"]!);

    /// <summary>When the state was entered.</summary>
    public long Since => (long)document["since"]!;

    /// <summary>When the state ends by itself, if it does.</summary>
    public long? Until => (long?)document["until"];

    public long StartTime
    {
        get => (long)document["start_time"]!;
        set => document["start_time"] = value;
    }

    public long? LastRestarted
    {
        get => (long?)document["last_restarted_time"];
        set => document["last_restarted_time"] = value;
    }

    /// <summary>Why it ends or ended: <c>{code, type, parameters}</c>.</summary>
    public JObject? TerminationReason
    {
        get => document["termination_reason"] as JObject;
        set => Set("termination_reason", value);
    }

    /// <summary>The reason for which the start under way will fail.</summary>
    public JObject? ComingFailure
    {
        get => document["coming_failure"] as JObject;
        set => Set("coming_failure", value);
    }

    /// <summary>The id of the user who pinned it.</summary>
    public string? PinnedBy
    {
        get => (string?)document["pinned_by"];
        set => Set("pinned_by", value);
    }

    public int EventCount
    {
        get => (int?)document["event_count"] ?? 0;
        set => document["event_count"] = value;
    }

    public static ClusterRecord New(string id, string creator, string source, JObject spec, long now) =>
        new(
            new JObject
            {
                ["cluster_id"] = id,
                ["creator_user_name"] = creator,
                ["cluster_source"] = source,
                ["spec"] = spec,
                ["start_time"] = now,
            }
        );

    public ClusterRecord Copy() => new((JObject)document.DeepClone());

    public void Enter(ClusterState state, long at, long? until = null)
    {
        document["state"] = state.ToString();
        document["since"] = at;
        Set("until", until);
    }

    public void Note(string type, long at, JObject details) => unsaved.Add(new ClusterEvent(type, at, details));

    private void Set(string name, JToken? value)
    {
        if (value is null)
            document.Remove(name);
        else
            document[name] = value;
    }
}

/// <summary>Something that happened to a cluster, as clusters/events lists it.</summary>
internal sealed record ClusterEvent(string Type, long Timestamp, JObject Details);
