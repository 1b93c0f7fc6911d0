using Layercake.LocalCloud.Apis.Warehouses;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Warehouses;

public sealed class WarehouseTests
{
    private const string Root = "/api/2.0/sql/warehouses";

    private readonly WorkspaceCalls warehouses = new(state => new WarehousesEndpoints(state));

    [Fact]
    public void A_warehouse_has_defaults_and_starts()
    {
        var id = Create("bi");
        var warehouse = warehouses.Get($"{Root}/{id}");

        Assert.Matches("^[0-9a-f]{16}$", id);
        Assert.Equal("STARTING 0", $"{warehouse["state"]} {warehouse["num_clusters"]}");
        Assert.Equal(
            "1 1 120 True CLASSIC",
            string.Join(
                ' ',
                "min_num_clusters max_num_clusters auto_stop_mins enable_photon warehouse_type"
                    .Split(' ')
                    .Select(name => $"{warehouse[name]}")
            )
        );
        Assert.Equal($"/sql/1.0/warehouses/{id}", (string?)warehouse["odbc_params"]!["path"]);
        Assert.Equal("XXSMALL", (string?)warehouse["size"]);

        Pass(2);
        Assert.Equal("RUNNING", State(id));
    }

    [Fact]
    public void Values_that_say_nothing_are_as_good_as_absent()
    {
        const string Nothing = """, "spot_instance_policy": "POLICY_UNSPECIFIED", "warehouse_type": "TYPE_UNSPECIFIED" """;
        var (fresh, kept) = (Create("fresh", Nothing), Create("kept", """, "warehouse_type": "PRO" """));
        warehouses.Post($"{Root}/{kept}/edit", $$"""{"name":"kept"{{Nothing}}}""");

        Assert.Equal("CLASSIC", (string?)warehouses.Get($"{Root}/{fresh}")["warehouse_type"]);
        Assert.Equal("COST_OPTIMIZED", (string?)warehouses.Get($"{Root}/{fresh}")["spot_instance_policy"]);
        Assert.Equal("PRO", (string?)warehouses.Get($"{Root}/{kept}")["warehouse_type"]);
    }

    [Fact]
    public void It_stops_and_starts_when_told_and_being_told_twice_is_fine()
    {
        var id = Create("bi");
        Pass(2);

        Tell(id, "stop");
        Tell(id, "stop");
        Assert.Equal("STOPPING", State(id));
        Pass(1);
        Assert.Equal("STOPPED", State(id));

        Tell(id, "start");
        Assert.Equal("STARTING", State(id));
        Pass(2);
        Tell(id, "start");
        Assert.Equal("RUNNING", State(id));
    }

    [Fact]
    public void It_stops_by_itself_unless_told_to_stay()
    {
        var (rests, stays) = (Create("rests", """, "auto_stop_mins": 10"""), Create("stays", """, "auto_stop_mins": 0"""));

        Pass(660);

        Assert.Equal("STOPPED", State(rests));
        Assert.Equal("RUNNING", State(stays));
    }

    [Fact]
    public void An_edit_changes_what_is_given_and_a_new_size_restarts()
    {
        var id = Create("bi", """, "tags": {"custom_tags":[{"key":"team","value":"data"}]}""");
        Pass(2);

        warehouses.Post($"{Root}/{id}/edit", """{"auto_stop_mins":"30"}""");
        Assert.Equal("RUNNING", State(id));

        warehouses.Post($"{Root}/{id}/edit", """{"cluster_size":"Small"}""");
        var warehouse = warehouses.Get($"{Root}/{id}");
        Assert.Equal(
            "STARTING Small 30 bi team",
            $"{warehouse["state"]} {warehouse["cluster_size"]} {warehouse["auto_stop_mins"]} {warehouse["name"]} "
                + $"{warehouse.SelectToken("tags.custom_tags[0].key")}"
        );
    }

    [Theory]
    [InlineData("""{"cluster_size":"Small"}""")]
    [InlineData("""{"name":"bi"}""")]
    [InlineData("""{"name":"bi","cluster_size":"Tiny"}""")]
    [InlineData("""{"name":"bi","cluster_size":"Small","auto_stop_mins":5}""")]
    [InlineData("""{"name":"bi","cluster_size":"Small","min_num_clusters":3,"max_num_clusters":2}""")]
    [InlineData("""{"name":"bi","cluster_size":"Small","enable_serverless_compute":true}""")]
    [InlineData("""{"name":"bi","cluster_size":"Small","warehouse_type":"LARGE"}""")]
    public void A_warehouse_that_cannot_be_is_refused(string body) =>
        Assert.Equal("400 INVALID_PARAMETER_VALUE", WorkspaceCalls.Code(warehouses.Refusal("POST", Root, body)));

    [Fact]
    public void A_name_is_given_once()
    {
        Create("bi");
        var other = Create("other");

        var create = warehouses.Refusal("POST", Root, """{"name":"bi","cluster_size":"Small"}""");
        Assert.Equal("400 INVALID_PARAMETER_VALUE", WorkspaceCalls.Code(create));
        Assert.Equal("SQL warehouse with name `bi` already exists", (string?)create.Body["message"]);
        Assert.Equal(400, warehouses.Refusal("POST", $"{Root}/{other}/edit", """{"name":"bi"}""").Status);
    }

    [Fact]
    public void Pages_are_given_to_who_asks_for_them()
    {
        for (var number = 0; number < 5; number++)
            Create($"w{number}");

        var first = warehouses.Get($"{Root}?page_size=3");
        var second = warehouses.Get($"{Root}?page_size=3&page_token={first["next_page_token"]}");

        Assert.Equal(["w0", "w1", "w2"], first["warehouses"]!.Select(warehouse => (string)warehouse["name"]!));
        Assert.Equal(["w3", "w4"], second["warehouses"]!.Select(warehouse => (string)warehouse["name"]!));
        Assert.False(second.ContainsKey("next_page_token"));
        Assert.Equal(5, warehouses.Get(Root)["warehouses"]!.Count());
        Assert.Equal("400 INVALID_PARAMETER_VALUE", WorkspaceCalls.Code(warehouses.Refusal("GET", $"{Root}?page_token=garbage")));
    }

    [Fact]
    public void A_later_process_finds_them_as_they_were()
    {
        using var directory = new TempDirectory();
        var clock = new ManualClock();
        JObject before;
        using (var state = CloudState.In(directory.FullPath, clock))
        {
            var calls = new WorkspaceCalls(state, clock, new WarehousesEndpoints(state));
            calls.Post(Root, """{"name":"bi","cluster_size":"Small"}""");
            before = calls.Get(Root);
        }

        using var again = CloudState.In(directory.FullPath, clock);
        Assert.True(JToken.DeepEquals(before, new WorkspaceCalls(again, clock, new WarehousesEndpoints(again)).Get(Root)));
    }

    private string Create(string name, string more = "") =>
        (string)warehouses.Post(Root, $$"""{"name":"{{name}}","cluster_size":"2X-Small"{{more}}}""")["id"]!;

    private void Tell(string id, string what) => warehouses.Post($"{Root}/{id}/{what}");

    private string State(string id) => (string)warehouses.Get($"{Root}/{id}")["state"]!;

    private void Pass(int seconds) => warehouses.Clock.Advance(TimeSpan.FromSeconds(seconds));
}
