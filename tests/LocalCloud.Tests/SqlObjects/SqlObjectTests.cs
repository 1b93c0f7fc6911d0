using System.Text;
using Layercake.LocalCloud.Apis.Lakeview;
using Layercake.LocalCloud.Apis.NotificationDestinations;
using Layercake.LocalCloud.Apis.SqlObjects;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.SqlObjects;

public sealed class SqlObjectTests
{
    private const string Queries = "/api/2.0/sql/queries";
    private const string Dashboards = "/api/2.0/lakeview/dashboards";
    private const string Destinations = "/api/2.0/notification-destinations";

    private readonly WorkspaceCalls queries = new((state, tree) => [new SqlObjectsEndpoints(state, tree, SqlObjectKind.Query)]);
    private readonly WorkspaceCalls dashboards = new((state, tree) => [new LakeviewEndpoints(state, tree)]);
    private readonly WorkspaceCalls destinations = new(state => new NotificationDestinationsEndpoints(state));

    [Fact]
    public void An_update_clears_what_its_mask_names_and_the_body_does_not()
    {
        var id = Query("top", """, "description": "d", "query_text": "select 1" """);

        Patch(
            queries,
            $"{Queries}/{id}",
            """{"update_mask":"description,query_text","query":{"query_text":"select 2","display_name":"not meant"}}"""
        );

        var query = queries.Get($"{Queries}/{id}");
        Assert.Equal("top select 2", $"{query["display_name"]} {query["query_text"]}");
        Assert.False(query.ContainsKey("description"));
        Assert.Equal(
            "400 INVALID_PARAMETER_VALUE",
            WorkspaceCalls.Code(queries.Refusal("PATCH", $"{Queries}/{id}", """{"query":{"query_text":"select 3"}}"""))
        );
    }

    [Fact]
    public void A_name_that_is_taken_in_the_folder_is_refused_or_resolved()
    {
        Query("top");

        Assert.Equal(400, queries.Refusal("POST", Queries, """{"query":{"display_name":"top"}}""").Status);
        Assert.Equal(
            "top (1)",
            (string?)queries.Post(Queries, """{"query":{"display_name":"top"},"auto_resolve_display_name":true}""")["display_name"]
        );
        Query("top", """, "parent_path": "/Workspace/Shared" """);
    }

    [Fact]
    public void What_is_in_the_trash_is_not_listed_and_frees_its_name()
    {
        var id = Query("top");
        queries.Send("DELETE", $"{Queries}/{id}");

        Assert.False(queries.Get(Queries).ContainsKey("results"));
        Assert.NotEqual(id, Query("top"));
    }

    [Fact]
    public void A_dashboard_knows_its_path_and_notices_what_others_changed()
    {
        var made = dashboards.Post(Dashboards, """{"display_name":"Sales","parent_path":"/Shared"}""");
        var path = $"{Dashboards}/{made["dashboard_id"]}";
        Assert.Equal("/Shared/Sales.lvdash.json", (string?)made["path"]);

        Patch(dashboards, path, $$"""{"serialized_dashboard":"{}","etag":"{{made["etag"]}}"}""");

        Assert.Equal(409, dashboards.Refusal("PATCH", path, $$"""{"serialized_dashboard":"{}","etag":"{{made["etag"]}}"}""").Status);
        Assert.Equal(400, dashboards.Refusal("PATCH", path, """{"serialized_dashboard":"no json"}""").Status);
        Assert.Equal(400, dashboards.Refusal("POST", Dashboards, """{"display_name":"Sales","parent_path":"/Shared"}""").Status);
    }

    [Fact]
    public void What_is_published_stays_until_it_is_withdrawn()
    {
        var path =
            $"{Dashboards}/{dashboards.Post(Dashboards, """{"display_name":"Sales","warehouse_id":"w1"}""")["dashboard_id"]}/published";
        Assert.Equal(404, dashboards.Refusal("GET", path).Status);

        dashboards.Post(path, """{"embed_credentials":false}""");
        Assert.Equal(
            "Sales False w1",
            $"{dashboards.Get(path)["display_name"]} {dashboards.Get(path)["embed_credentials"]} {dashboards.Get(path)["warehouse_id"]}"
        );

        dashboards.Send("DELETE", path);
        Assert.Equal(404, dashboards.Refusal("GET", path).Status);
    }

    [Fact]
    public void A_list_of_dashboards_shows_trash_only_when_asked_and_never_content()
    {
        var made = dashboards.Post(Dashboards, """{"display_name":"Sales"}""");
        Assert.Equal(
            ["display_name", "dashboard_id", "create_time", "lifecycle_state"],
            ((JObject)dashboards.Get(Dashboards)["dashboards"]![0]!).Properties().Select(field => field.Name)
        );

        dashboards.Send("DELETE", $"{Dashboards}/{made["dashboard_id"]}");

        Assert.False(dashboards.Get(Dashboards).ContainsKey("dashboards"));
        Assert.Single(dashboards.Get($"{Dashboards}?show_trashed=true")["dashboards"]!);
    }

    [Fact]
    public void A_secret_of_a_destination_is_neither_shown_nor_kept()
    {
        var made = destinations.Post(
            Destinations,
            """{"display_name":"ops","config":{"generic_webhook":{"url":"https://hooks.contoso.example/a1","password":"hidden"}}}"""
        );

        Assert.Equal("WEBHOOK", (string?)made["destination_type"]);
        Assert.Equal(
            """{"url_set":true,"password_set":true}""",
            made["config"]!["generic_webhook"]!.ToString(Newtonsoft.Json.Formatting.None)
        );
        Assert.DoesNotContain("hidden", destinations.State.Snapshot().ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hooks.contoso", destinations.State.Snapshot().ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"display_name":"ops"}""")]
    [InlineData("""{"display_name":"ops","config":{"email":{"addresses":[]},"slack":{"url":"u"}}}""")]
    [InlineData("""{"display_name":"ops","config":{"pigeon":{}}}""")]
    [InlineData("""{"config":{"email":{"addresses":[]}}}""")]
    public void A_destination_has_a_name_and_exactly_one_kind(string body) =>
        Assert.Equal("400 INVALID_PARAMETER_VALUE", WorkspaceCalls.Code(destinations.Refusal("POST", Destinations, body)));

    [Fact]
    public void The_kind_of_a_destination_stays()
    {
        var id = destinations.Post(Destinations, """{"display_name":"ops","config":{"email":{"addresses":["a@contoso.example"]}}}""")["id"];

        Assert.Equal(400, destinations.Refusal("PATCH", $"{Destinations}/{id}", """{"config":{"slack":{"url":"u"}}}""").Status);
        Assert.Equal(400, destinations.Refusal("PATCH", $"{Destinations}/{id}", "{}").Status);
    }

    private string Query(string name, string more = "") =>
        (string)queries.Post(Queries, $$$"""{"query":{"display_name":"{{{name}}}"{{{more}}}}}""")["id"]!;

    private static void Patch(WorkspaceCalls calls, string path, string json) => calls.Send("PATCH", path, Encoding.UTF8.GetBytes(json));
}
