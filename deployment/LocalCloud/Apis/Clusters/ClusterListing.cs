using Layercake.LocalCloud.Apis.Unconfirmed;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>clusters/list: all at once in 2.0; filtered, sorted and in pages in 2.1.</summary>
internal sealed class ClusterListing(CloudState state, ClusterStore store)
{
    private const int DefaultPageSize = 20;
    private const int LargestPageSize = 100;

    private static readonly TimeSpan retention = TimeSpan.FromDays(30);

    private readonly UnconfirmedRules unconfirmed = new(state);

    /// <summary>A cluster that ended a month ago and is not pinned is not shown any more.</summary>
    public bool IsForgotten(ClusterRecord cluster) =>
        cluster is { State: ClusterState.Terminated, PinnedBy: null } && state.Now - cluster.Since > retention.TotalMilliseconds;

    public JObject View(ClusterRecord cluster, bool withSpec)
    {
        var view = ClusterView.Of(cluster, withSpec);
        var hasNone = cluster.State == ClusterState.Terminated && view.ContainsKey("autoscale");
        if (hasNone && unconfirmed.IsUsual(UnconfirmedRule.TerminatedWorkers))
            view.Remove("num_workers");

        return view;
    }

    public JObject Whole()
    {
        var clusters = InDefaultOrder(Visible()).Select(cluster => View(cluster, withSpec: false)).ToList();
        return clusters.Count == 0 ? [] : new JObject { ["clusters"] = new JArray(clusters) };
    }

    public JObject Page(ApiRequest request)
    {
        var filters = new[] { "cluster_states", "cluster_sources", "is_pinned", "policy_id" }.ToDictionary(
            name => name,
            name => Values(request, $"filter_by.{name}")
        );
        var (field, direction) = (
            Values(request, "sort_by.field").FirstOrDefault() ?? "DEFAULT",
            Values(request, "sort_by.direction").FirstOrDefault() ?? "ASC"
        );
        var found = Sorted(Visible().Where(cluster => Passes(cluster, filters)), field, direction).ToList();

        var scope = $"{string.Join(';', filters.Select(filter => $"{filter.Key}={string.Join(',', filter.Value)}"))};{field};{direction}";
        var offset = PageToken.Offset(request.Text("page_token"), scope);
        var size = request.Number("page_size") is { } wanted and > 0 ? (int)Math.Min(wanted, LargestPageSize) : DefaultPageSize;

        var page = new JObject();
        var shown = found.Skip(offset).Take(size).Select(cluster => View(cluster, withSpec: false)).ToList();
        if (shown.Count > 0)
            page["clusters"] = new JArray(shown);
        page["next_page_token"] = offset + size < found.Count ? PageToken.Of(offset + size, scope) : "";
        page["prev_page_token"] = offset > 0 ? PageToken.Of(Math.Max(0, offset - size), scope) : "";
        return page;
    }

    private IEnumerable<ClusterRecord> Visible() => store.All().Where(cluster => !IsForgotten(cluster));

    private static bool Passes(ClusterRecord cluster, Dictionary<string, string[]> filters) =>
        Allows(filters["cluster_states"], cluster.State.ToString())
        && Allows(filters["cluster_sources"], cluster.Source)
        && Allows(filters["is_pinned"], cluster.PinnedBy is null ? "false" : "true")
        && Allows(filters["policy_id"], (string?)cluster.Spec["policy_id"] ?? "");

    private static bool Allows(string[] wanted, string value) =>
        wanted.Length == 0 || wanted.Contains(value, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<ClusterRecord> Sorted(IEnumerable<ClusterRecord> clusters, string field, string direction)
    {
        var ascending =
            field == "CLUSTER_NAME"
                ? clusters.OrderBy(cluster => cluster.Name, StringComparer.Ordinal).ThenBy(cluster => cluster.Id, StringComparer.Ordinal)
                : InDefaultOrder(clusters);
        return direction == "DESC" ? ascending.Reverse() : ascending;
    }

    // Pinned ones, then those that live, the latest first.
    private static IOrderedEnumerable<ClusterRecord> InDefaultOrder(IEnumerable<ClusterRecord> clusters) =>
        clusters
            .OrderBy(cluster => cluster.PinnedBy is null)
            .ThenBy(cluster => cluster.State == ClusterState.Terminated)
            .ThenByDescending(cluster => cluster.StartTime)
            .ThenBy(cluster => cluster.Id, StringComparer.Ordinal);

    // A list comes as a repeated query parameter, or as an array in a JSON body.
    private static string[] Values(ApiRequest request, string path)
    {
        var asked = request.Query.Where(pair => pair.Key == path && pair.Value.Length > 0).Select(pair => pair.Value).ToArray();
        return asked.Length > 0
            ? asked
            : request.Parameters.SelectToken(path) switch
            {
                JArray list => [.. list.Select(value => $"{value}")],
                JValue { Value: not null } value => [$"{value}"],
                _ => [],
            };
    }
}
