using System.Text.RegularExpressions;
using Layercake.Engine.Applying;
using Layercake.Engine.Kinds;

namespace Layercake.Sweeping;

/// <summary>The requests of a deployment as people read them: each call on a line, with how often it was made and what it is for.</summary>
public static partial class RequestLines
{
    public const string Heading = "| requests | call | for |\n| ---: | --- | --- |";

    /// <summary>What calls are for, in the order of the lines: the first whose words are in the call counts. A star is the asset.</summary>
    private static readonly (string Words, string For)[] Purposes =
    [
        ("scim/v2/Me", "who deploys"),
        ("workspace/list?path=/Shared/.layercake/", "where the manifest and the lease are"),
        ("/lease-", "whether another deployment is under way"),
        ("/manifest-", "what the last deployment left"),
        ("/libraries/cluster-status", "the libraries of *"),
        ("/secrets/acls/", "who may use *"),
        ("/permissions/", "the permission list of *"),
        ("/published", "what is published of *"),
        (">", "*, of which the listing has a part"),
        ("/init-scripts", "a folder of init scripts"),
        ("/libraries", "a folder of libraries"),
        ("/notebooks", "a folder of notebooks"),
        ("/instance-pools/list", "all instance pools"),
        ("/policies/clusters/list", "all cluster policies"),
        ("/secrets/scopes/list", "all secret scopes"),
        ("/clusters/list", "all clusters"),
        ("/sql/warehouses", "all warehouses"),
        ("/sql/queries", "all queries, by name"),
        ("/alerts", "all alerts, by name"),
        ("/lakeview/dashboards", "all dashboards, by name"),
        ("/pipelines", "all pipelines, by name"),
        ("/jobs/list", "all jobs"),
    ];

    /// <summary>Parts of a query that say what is asked for; the others say in which form.</summary>
    private static readonly string[] Telling = ["path", "scope", "cluster_id"];

    /// <param name="requests">As <c>METHOD /path?query</c>.</param>
    /// <param name="deployed">The deployment that made what they are about.</param>
    public static IReadOnlyList<string> Of(IEnumerable<string> requests, Outcome deployed)
    {
        var kinds = KindTable.Described.Select(kind => kind.Name).ToHashSet(StringComparer.Ordinal);
        var assets = deployed
            .Changes.Where(change => kinds.Contains(change.Change.Kind) && change.Id is not null)
            .ToDictionary(change => change.Id!, change => change.Change.Asset, StringComparer.Ordinal);
        return
        [
            .. requests
                .Select(request => Named(request, assets))
                .GroupBy(call => call)
                .Select(call => (Call: call.Key, Count: call.Count(), Purpose: PurposeOf(call.Key)))
                .OrderBy(line => line.Purpose)
                .ThenBy(line => line.Call, StringComparer.Ordinal)
                .Select(line => $"| {line.Count} | `{line.Call}` | {For(line.Call, line.Purpose)} |"),
        ];
    }

    private static int PurposeOf(string call) =>
        Array.FindIndex(Purposes, purpose => call.Contains(purpose.Words, StringComparison.Ordinal));

    private static string For(string call, int purpose) =>
        purpose < 0 ? "?" : Purposes[purpose].For.Replace("*", Asset().Match(call).Groups[1].Value, StringComparison.Ordinal);

    /// <summary>With names in the place of ids.</summary>
    private static string Named(string request, Dictionary<string, string> assets)
    {
        var parts = request.Split('?', 2);
        var query = (parts.ElementAtOrDefault(1) ?? "")
            .Split('&')
            .Select(field => field.Split('=', 2))
            .Where(field => Telling.Contains(field[0]))
            .Select(field => $"{field[0]}={Version().Replace(Of(field[1]), "/VERSION")}");
        var path = string.Join('/', parts[0].Split('/').Select(Of));
        return string.Join('?', new[] { path, string.Join('&', query) }.Where(part => part.Length > 0));

        string Of(string part) =>
            Uri.UnescapeDataString(part) is var plain && assets.TryGetValue(plain, out var asset) ? $"<{asset}>" : plain;
    }

    [GeneratedRegex("<(.+)>")]
    private static partial Regex Asset();

    [GeneratedRegex("/[0-9a-f]{12}$")]
    private static partial Regex Version();
}
