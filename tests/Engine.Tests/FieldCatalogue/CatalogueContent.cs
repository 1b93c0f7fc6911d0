using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>Queries, alerts and dashboards as the service shows them, and edits of them as people make them.</summary>
internal sealed class CatalogueContent(LocalCloudFixture cloud)
{
    private static readonly Family[] Families =
    [
        new(
            "queries",
            "/api/2.0/sql/queries",
            "results",
            "id",
            [
                "query_text",
                "warehouse_id",
                "catalog",
                "schema",
                "description",
                "tags",
                "parameters",
                "run_as_mode",
                "apply_auto_limit",
            ]
        ),
        new(
            "alerts",
            "/api/2.0/alerts",
            "alerts",
            "id",
            [
                "query_text",
                "warehouse_id",
                "evaluation",
                "schedule",
                "custom_summary",
                "custom_description",
                "parameters",
                "run_as",
            ]
        ),
        new("dashboards", "/api/2.0/lakeview/dashboards", "dashboards", "dashboard_id", []),
    ];

    public static bool Has(string kind) => Families.Any(family => family.Kind == kind);

    /// <summary>By kind and name.</summary>
    public async Task<IReadOnlyDictionary<string, JObject>> StatesAsync()
    {
        var states = new Dictionary<string, JObject>(StringComparer.Ordinal);
        foreach (var family in Families)
            foreach (var state in await CatalogueListing.EachAsync(cloud, family.Address, "page_size=100", family.Listed, family.Id))
            {
                if ((string?)state["parent_path"] is { } folder && folder.StartsWith(Root, StringComparison.Ordinal))
                    state["parent_path"] = folder[Root.Length..];
                states[$"{family.Kind}.{state["display_name"]}"] = state;
            }

        return states;
    }

    /// <param name="sent">What the object is to be, with ids.</param>
    public Task EditAsync(string kind, JObject sent, JObject state)
    {
        var family = Families.Single(family => family.Kind == kind);
        var address = $"{family.Address}/{state[family.Id]}";
        var mask = string.Join(',', family.Seen.Union(sent.Properties().Select(field => field.Name)).Where(name => name != "display_name"));
        return kind switch
        {
            "queries" => cloud.CallAsync("PATCH", address, new JObject { ["query"] = sent, ["update_mask"] = mask }),
            "alerts" => cloud.CallAsync("PATCH", $"{address}?update_mask={mask}", sent),
            _ => cloud.CallAsync("PATCH", address, sent),
        };
    }

    private const string Root = "/Workspace";

    /// <param name="Listed">The field of a listing.</param>
    /// <param name="Seen">What people see of one and change as a whole; the rest only where they say something of it.</param>
    private sealed record Family(string Kind, string Address, string Listed, string Id, string[] Seen);
}
