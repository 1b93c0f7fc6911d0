using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Clusters;

/// <summary>The libraries of a cluster by name, as the service tells how far each is.</summary>
/// <remarks>What somebody installs on all clusters of the workspace is none of it, and no call takes it from one of them.</remarks>
internal sealed class HeldLibraries
{
    private readonly Dictionary<string, JObject> statuses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JObject> everywhere = new(StringComparer.Ordinal);
    private readonly List<string> leaving = [];

    public HeldLibraries(IEnumerable<JObject> told)
    {
        foreach (var status in told)
            if ((bool?)status["is_library_for_all_clusters"] == true)
                everywhere[LibraryName.Of(LibraryOf(status))] = status;
            else if (StatusOf(status) == "UNINSTALL_ON_RESTART")
                leaving.Add(LibraryName.Of(LibraryOf(status)));
            else
                statuses[LibraryName.Of(LibraryOf(status))] = status;
    }

    /// <summary>What goes with the next restart.</summary>
    public IReadOnlyList<string> Leaving => leaving;

    /// <summary>What all clusters have.</summary>
    public IEnumerable<string> Everywhere => everywhere.Keys;

    /// <summary>Those that are there or are to come.</summary>
    public IEnumerable<(string Name, JObject Library)> All => statuses.Select(status => (status.Key, LibraryOf(status.Value)));

    /// <summary>The library as the service has it; null when the cluster does not have it.</summary>
    public JObject? Find(string name) => statuses.GetValueOrDefault(name)?["library"] as JObject;

    /// <summary>Whether it is there or to come; one that failed is not.</summary>
    public bool Has(string name) => Find(name) is not null && Failure(name) is null;

    /// <summary>Whether nothing is going on about it any more.</summary>
    /// <remarks>Whether the service tells it twice where it is on all clusters too is not known.</remarks>
    public bool IsSettled(string name) =>
        (statuses.GetValueOrDefault(name) ?? everywhere.GetValueOrDefault(name)) is { } status
        && StatusOf(status) is not ("PENDING" or "RESOLVING" or "INSTALLING");

    /// <summary>Why it could not be installed; null when it did not fail.</summary>
    public string? Failure(string name) =>
        statuses.TryGetValue(name, out var status) && StatusOf(status) == "FAILED"
            ? string.Join(' ', (status["messages"] as JArray ?? []).Select(message => (string?)message)) is { Length: > 0 } said
                ? said
                : "the service does not say why"
            : null;

    private static string? StatusOf(JObject status) => (string?)status["status"];

    private static JObject LibraryOf(JObject status) => LibraryName.Unified((JObject)status["library"]!);
}
