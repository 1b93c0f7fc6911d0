using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Unconfirmed;

/// <summary>What this cloud does where nobody knows what the service does, and that it can be told otherwise.</summary>
public sealed class UnconfirmedRuleTests : IAsyncLifetime
{
    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task Libraries_among_the_settings_of_a_cluster_are_dropped_or_kept()
    {
        var dropped = await LibrariesAsync();
        await SwitchAsync("cluster_libraries", "keep");
        var kept = await LibrariesAsync();

        Assert.Null(dropped);
        Assert.Equal("[{\"whl\":\"/a.whl\"}]", kept?.ToString(Newtonsoft.Json.Formatting.None));
    }

    [Fact]
    public async Task A_terminated_cluster_that_scales_has_no_number_of_workers_or_its_lowest()
    {
        var id = (string)
            (
                await cloud.PostAsync(
                    "/api/2.1/clusters/create",
                    JObject.Parse(
                        """
                        {
                          "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5",
                          "autoscale": { "min_workers": 2, "max_workers": 4 }
                        }
                        """
                    )
                )
            )["cluster_id"]!;
        async Task<int?> WorkersAsync() => (int?)(await cloud.GetAsync($"/api/2.1/clusters/get?cluster_id={id}"))["num_workers"];
        await cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 60_000 });
        var running = await WorkersAsync();
        await cloud.PostAsync("/api/2.1/clusters/delete", new JObject { ["cluster_id"] = id });
        await cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 60_000 });
        var dropped = await WorkersAsync();
        await SwitchAsync("terminated_num_workers", "keep");

        Assert.Equal((2, null, 2), (running, dropped, await WorkersAsync()));
    }

    [Fact]
    public async Task Each_rule_is_listed_with_its_mode_and_can_be_switched_there_and_back()
    {
        foreach (var rule in await cloud.AdminAsync("GET", "/unconfirmed"))
        {
            Assert.Equal(rule["modes"]![0], rule["mode"]);
            var switched = await SwitchAsync((string)rule["rule"]!, (string)rule["modes"]![1]!);
            Assert.Equal(rule["modes"]![1], switched["mode"]);
        }

        Assert.All(await cloud.AdminAsync("GET", "/unconfirmed"), rule => Assert.Equal(rule["modes"]![1], rule["mode"]));
        Assert.All(await cloud.AdminAsync("DELETE", "/unconfirmed"), rule => Assert.Equal(rule["modes"]![0], rule["mode"]));
    }

    [Fact]
    public async Task Each_rule_is_named_on_the_page_of_what_is_known_and_guessed()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Layercake.slnx")))
            root = Path.GetDirectoryName(root)!;
        var page = await File.ReadAllTextAsync(Path.Combine(root, "docs", "local-cloud.md"));

        Assert.All(
            await cloud.AdminAsync("GET", "/unconfirmed"),
            rule => Assert.Contains($"(`{rule["rule"]}`)", page, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("no_such_rule", "keep", "rule is one of: ")]
    [InlineData("cluster_libraries", "burn", "mode of cluster_libraries is one of: drop, keep.")]
    public async Task A_rule_or_a_mode_that_there_is_not_is_refused(string rule, string mode, string because)
    {
        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => SwitchAsync(rule, mode));

        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
    }

    private Task<JToken> SwitchAsync(string rule, string mode) =>
        cloud.AdminAsync("POST", "/unconfirmed", new JObject { ["rule"] = rule, ["mode"] = mode });

    private async Task<JToken?> LibrariesAsync()
    {
        var created = await cloud.PostAsync(
            "/api/2.1/clusters/create",
            JObject.Parse(
                """
                {
                  "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1,
                  "libraries": [{ "whl": "/a.whl" }]
                }
                """
            )
        );
        return (await cloud.GetAsync($"/api/2.1/clusters/get?cluster_id={created["cluster_id"]}"))["libraries"];
    }
}
