using Layercake.LocalCloud.Apis.Clusters;
using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Apis.Unconfirmed;
using Layercake.LocalCloud.Apis.Workspace;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Libraries;

/// <summary>How far a library of a cluster is, as of now. It is seen from the times at which things happened, so nothing ticks.</summary>
internal sealed class LibraryState(CloudState state, WorkspaceTree tree)
{
    private const long Resolving = 100;
    private const long Installing = 300;

    private readonly UnconfirmedRules unconfirmed = new(state);

    public long Now => state.Now;

    /// <summary>Whether its removal has come into effect.</summary>
    public bool IsGone(ClusterRecord cluster, LibraryEntry entry) =>
        entry.Removed is { } removed
        && (
            cluster.LastRestarted > removed
            || (cluster.State == ClusterState.Terminated && unconfirmed.IsUsual(UnconfirmedRule.TerminatedUninstall))
        );

    /// <summary>The entry of a library that is installed again while its removal waits for a restart.</summary>
    public LibraryEntry Reinstalled(LibraryEntry entry) =>
        unconfirmed.IsUsual(UnconfirmedRule.ReinstalledLibrary) ? entry with { Removed = null } : entry;

    /// <summary>The time by which a restart has to end later, for a removal that is asked for now.</summary>
    public long RemovalOf(ClusterRecord cluster) =>
        cluster.State == ClusterState.Restarting && !unconfirmed.IsUsual(UnconfirmedRule.RestartingUninstall) ? cluster.Until ?? Now : Now;

    public JObject View(ClusterRecord cluster, LibraryEntry entry, bool isForAll)
    {
        var failure = Failure(entry.Library);
        var status =
            entry.Removed is not null ? "UNINSTALL_ON_RESTART"
            // What is shown of a cluster that does not run is unconfirmed.
            : cluster.State is not (ClusterState.Running or ClusterState.Resizing) ? "PENDING"
            : (Now - Begun(cluster, entry)) switch
            {
                < Resolving => "RESOLVING",
                < Installing => "INSTALLING",
                _ => failure is null ? "INSTALLED" : "FAILED",
            };
        var view = new JObject
        {
            ["library"] = entry.Library,
            ["status"] = status,
            ["is_library_for_all_clusters"] = isForAll,
        };
        if (status == "FAILED")
            view["messages"] = new JArray(failure!);

        return view;
    }

    private static long Begun(ClusterRecord cluster, LibraryEntry entry) =>
        Math.Max(entry.Added, cluster.LastRestarted ?? cluster.StartTime);

    /// <summary>The words are unconfirmed. Packages of repositories are all there.</summary>
    private string? Failure(JObject library)
    {
        var path = LibraryTypes.Files.Select(type => (string?)library[type]).FirstOrDefault(path => path is not null);
        return path?.StartsWith("/Workspace/", StringComparison.Ordinal) == true && tree.Find(WorkspacePath.Of(path)) is null
            ? $"Library from {path} could not be installed: the file does not exist."
            : null;
    }
}
