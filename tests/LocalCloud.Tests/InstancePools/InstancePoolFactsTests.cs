using System.Text;
using Layercake.Testing;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.InstancePools;

/// <summary>The confirmed facts about instance pools, as tables. What is unconfirmed is in none of them.</summary>
public sealed class InstancePoolFactsTests : IAsyncLifetime
{
    private const string Root = "/api/2.0/instance-pools";

    private LocalCloudFixture cloud = null!;

    /// <summary>Fields that the service fills, and the values.</summary>
    public static TheoryData<string, string> Defaults =>
        new()
        {
            { "min_idle_instances", "0" },
            { "idle_instance_autotermination_minutes", "60" },
            { "enable_elastic_disk", "true" },
            { "azure_attributes.availability", "\"ON_DEMAND_AZURE\"" },
        };

    /// <summary>Fields that the service sets, whatever is sent.</summary>
    public static TheoryData<string> ReadOnly => ["instance_pool_id", "default_tags", "state", "stats", "status"];

    /// <summary>Fields that an edit changes, and the values.</summary>
    public static TheoryData<string, string> Editable =>
        new()
        {
            { "instance_pool_name", "\"other\"" },
            { "min_idle_instances", "1" },
            { "max_capacity", "7" },
            { "idle_instance_autotermination_minutes", "5" },
            { "remote_disk_throughput", "200" },
        };

    /// <summary>Fields that keep their value in an edit that sends another, and how it is answered.</summary>
    public static TheoryData<string, string, int> Immutable =>
        new()
        {
            { "node_type_id", "\"Standard_E8ds_v5\"", 400 },
            { "enable_elastic_disk", "false", 200 },
        };

    /// <summary>Calls about a pool that is not there.</summary>
    public static TheoryData<string, string> Missing =>
        new()
        {
            { "GET", "get?instance_pool_id=0101-000000-none1-pool-abcdefgh" },
            { "POST", "edit" },
            { "POST", "delete" },
        };

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Theory]
    [MemberData(nameof(Defaults))]
    public async Task A_field_that_is_not_sent_is_filled(string field, string value) =>
        Assert.Equal(value, Text((await GetAsync(await CreateAsync())).SelectToken(field)));

    [Theory]
    [MemberData(nameof(ReadOnly))]
    public async Task What_the_service_sets_is_not_taken(string field)
    {
        var id = await CreateAsync(new JObject { [field] = new JObject { ["sent"] = "x" } });

        Assert.DoesNotContain("sent", Text((await GetAsync(id))[field]), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Editable))]
    public async Task An_edit_changes_the_field(string field, string value)
    {
        var id = await CreateAsync();

        Assert.Equal(200, (await EditAsync(id, field, value)).Status);
        Assert.Equal(value, Text((await GetAsync(id))[field]));
    }

    [Theory]
    [MemberData(nameof(Immutable))]
    public async Task An_edit_does_not_change_the_field(string field, string value, int status)
    {
        var id = await CreateAsync();
        var before = await GetAsync(id);

        Assert.Equal(status, (await EditAsync(id, field, value)).Status);
        Assert.Equal(before[field], (await GetAsync(id))[field]);
    }

    [Theory]
    [MemberData(nameof(Missing))]
    public async Task A_pool_that_is_not_there_is_told(string method, string call)
    {
        var pool = Pool();
        pool["instance_pool_id"] = "0101-000000-none1-pool-abcdefgh";

        var (status, answer) = await SendAsync(method, call, method == "GET" ? null : pool);

        Assert.Equal("404 RESOURCE_DOES_NOT_EXIST", $"{status} {answer["error_code"]}");
    }

    /// <remarks>The code is unconfirmed.</remarks>
    [Fact]
    public async Task A_name_that_is_taken_is_refused()
    {
        await CreateAsync();

        Assert.Equal(400, (await SendAsync("POST", "create", Pool())).Status);
    }

    [Fact]
    public async Task The_list_is_whole_and_has_all_of_each_pool()
    {
        var id = await CreateAsync();

        var listed = await cloud.GetAsync($"{Root}/list");

        Assert.Equal(["instance_pools"], listed.Properties().Select(field => field.Name));
        Assert.Equal(Text(await GetAsync(id)), Text(Assert.Single(listed["instance_pools"]!)));
    }

    [Fact]
    public async Task A_cluster_on_a_pool_that_is_not_there_is_refused()
    {
        var cluster = JObject.Parse("""{"spark_version":"17.3.x-scala2.13","num_workers":1,"instance_pool_id":"gone"}""");

        var (status, answer) = await SendAsync("POST", "/api/2.1/clusters/create", cluster);

        Assert.Equal(
            "400 INVALID_PARAMETER_VALUE Cluster validation error: Can't find an instance pool with id: gone",
            $"{status} {answer["error_code"]} {answer["message"]}"
        );
    }

    [Fact]
    public async Task Whoever_made_a_pool_can_manage_it_and_administrators_can_by_inheritance()
    {
        var id = await CreateAsync();
        var me = (string)(await cloud.GetAsync("/api/2.0/preview/scim/v2/Me"))["userName"]!;

        var entries = (await cloud.GetAsync($"/api/2.0/permissions/instance-pools/{id}"))["access_control_list"]!;

        Assert.Equal(
            [$"{me} CAN_MANAGE", "admins CAN_MANAGE from /instance-pools/"],
            entries.Select(entry =>
            {
                var permission = Assert.Single(entry["all_permissions"]!);
                var from = (bool)permission["inherited"]! ? $" from {permission["inherited_from_object"]![0]}" : "";
                return $"{entry["user_name"] ?? entry["group_name"]} {permission["permission_level"]}{from}";
            })
        );
    }

    [Fact]
    public async Task The_levels_are_to_attach_and_to_manage()
    {
        var levels = await cloud.GetAsync($"/api/2.0/permissions/instance-pools/{await CreateAsync()}/permissionLevels");

        Assert.Equal(["CAN_ATTACH_TO", "CAN_MANAGE"], levels["permission_levels"]!.Select(level => (string?)level["permission_level"]));
    }

    private static JObject Pool() => JObject.Parse("""{ "instance_pool_name": "etl", "node_type_id": "Standard_D4ds_v5" }""");

    private async Task<string> CreateAsync(JObject? more = null)
    {
        var pool = Pool();
        pool.Merge(more ?? []);
        return (string)(await cloud.PostAsync($"{Root}/create", pool))["instance_pool_id"]!;
    }

    private Task<(int Status, JObject Answer)> EditAsync(string id, string field, string value)
    {
        var pool = Pool();
        pool["instance_pool_id"] = id;
        pool[field] = JToken.Parse(value);
        return SendAsync("POST", "edit", pool);
    }

    private Task<JObject> GetAsync(string id) => cloud.GetAsync($"{Root}/get?instance_pool_id={id}");

    private async Task<(int Status, JObject Answer)> SendAsync(string method, string call, JObject? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), call[0] == '/' ? call : $"{Root}/{call}");
        if (body is not null)
            request.Content = new StringContent(body.ToString(), Encoding.UTF8, "application/json");
        using var answer = await cloud.Workspace.SendAsync(request);
        return ((int)answer.StatusCode, JObject.Parse(await answer.Content.ReadAsStringAsync()));
    }

    private static string Text(JToken? token) => token?.ToString(Formatting.None) ?? "";
}
