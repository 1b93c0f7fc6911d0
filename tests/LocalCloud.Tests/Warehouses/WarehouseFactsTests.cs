using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Warehouses;

/// <summary>The confirmed facts about SQL warehouses, as tables. What is unconfirmed is in none of them.</summary>
public sealed class WarehouseFactsTests(SharedCloud shared) : IClassFixture<SharedCloud>
{
    private const string Root = "/api/2.0/sql/warehouses";

    /// <summary>Fields that the service fills, and the values.</summary>
    public static TheoryData<string, string> Defaults =>
        new()
        {
            { "min_num_clusters", "1" },
            { "max_num_clusters", "1" },
            { "auto_stop_mins", "120" },
            { "enable_photon", "true" },
            { "warehouse_type", "\"CLASSIC\"" },
            { "spot_instance_policy", "\"COST_OPTIMIZED\"" },
        };

    /// <summary>Fields that the service sets, whatever is sent.</summary>
    public static TheoryData<string> ReadOnly =>
        [
            "id",
            "state",
            "size",
            "creator_id",
            "creator_name",
            "jdbc_url",
            "odbc_params",
            "health",
            "num_clusters",
            "num_active_sessions",
            "auto_resume",
        ];

    /// <summary>Fields that an edit changes, the values, and that the next edit without the field keeps.</summary>
    public static TheoryData<string, string> Kept =>
        new()
        {
            { "cluster_size", "\"Small\"" },
            { "max_num_clusters", "4" },
            { "auto_stop_mins", "30" },
            { "enable_photon", "false" },
            { "spot_instance_policy", "\"RELIABILITY_OPTIMIZED\"" },
        };

    [Theory]
    [MemberData(nameof(Defaults))]
    public async Task A_field_that_is_not_sent_is_filled(string field, string value) =>
        Assert.Equal(value, Text((await GetAsync(await CreateAsync()))[field]));

    [Theory]
    [MemberData(nameof(ReadOnly))]
    public async Task What_the_service_sets_is_not_taken(string field)
    {
        var id = await CreateAsync(new JObject { [field] = new JObject { ["sent"] = "x" } });

        Assert.DoesNotContain("sent", Text((await GetAsync(id))[field]), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task An_edit_changes_what_it_has_and_keeps_the_rest(string field, string value)
    {
        var id = await CreateAsync();
        var name = (await GetAsync(id))["name"];
        await shared.PostedAsync($"{Root}/{id}/edit", new JObject { [field] = JToken.Parse(value) }.ToString());

        await shared.PostedAsync($"{Root}/{id}/edit", new JObject { ["name"] = name }.ToString());

        var warehouse = await GetAsync(id);
        Assert.Equal(value, Text(warehouse[field]));
        Assert.Equal(name, warehouse["name"]);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "/edit")]
    [InlineData("POST", "/start")]
    [InlineData("POST", "/stop")]
    [InlineData("DELETE", "")]
    public async Task A_warehouse_that_is_not_there_is_told(string method, string call)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{Root}/0123456789abcdef{call}");
        request.Content = method == "POST" ? new StringContent("{}") : null;
        using var answer = await shared.Cloud.Workspace.SendAsync(request);

        var code = (string?)JObject.Parse(await answer.Content.ReadAsStringAsync())["error_code"];
        Assert.Equal("404 RESOURCE_DOES_NOT_EXIST", $"{(int)answer.StatusCode} {code}");
    }

    [Fact]
    public async Task The_list_has_all_of_each_warehouse()
    {
        var id = await CreateAsync();

        var listed = (await shared.Cloud.GetAsync(Root))["warehouses"]!;

        Assert.Equal(Text(await GetAsync(id)), Text(Assert.Single(listed, one => (string?)one["id"] == id)));
    }

    [Fact]
    public async Task The_levels_are_those_of_warehouses_and_administrators_manage_by_inheritance()
    {
        var address = $"/api/2.0/permissions/sql/warehouses/{await CreateAsync()}";

        var levels = (await shared.Cloud.GetAsync($"{address}/permissionLevels"))["permission_levels"]!;
        var entries = (await shared.Cloud.GetAsync(address))["access_control_list"]!;

        Assert.Equal(
            ["CAN_MANAGE", "CAN_MONITOR", "CAN_USE", "CAN_VIEW", "IS_OWNER"],
            levels.Select(level => (string?)level["permission_level"]).Order(StringComparer.Ordinal)
        );
        var inherited = Assert.Single(entries, entry => (string?)entry["group_name"] == "admins")["all_permissions"]![0]!;
        Assert.Equal("CAN_MANAGE /sql/warehouses/", $"{inherited["permission_level"]} {inherited["inherited_from_object"]![0]}");
    }

    private async Task<string> CreateAsync(JObject? more = null)
    {
        var sent = new JObject { ["name"] = $"w-{Guid.NewGuid()}", ["cluster_size"] = "2X-Small" };
        sent.Merge(more ?? []);
        return (string)(await shared.PostedAsync(Root, sent.ToString()))["id"]!;
    }

    private Task<JObject> GetAsync(string id) => shared.Cloud.GetAsync($"{Root}/{id}");

    private static string Text(JToken? token) => token?.ToString(Formatting.None) ?? "";
}
