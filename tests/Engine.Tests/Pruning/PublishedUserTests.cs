using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Pruning;

/// <summary>A SQL warehouse on which a published dashboard runs stays, also where its draft names another one or none.</summary>
public sealed class PublishedUserTests : IAsyncLifetime
{
    private const string Dashboards = "/api/2.0/lakeview/dashboards";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync();
        await workspace
            .With("warehouses/bi.json", """{ "name": "bi", "cluster_size": "Small" }""")
            .With("warehouses/kept.json", """{ "name": "kept", "cluster_size": "Small" }""")
            .DeployAsync();
        var warehouses = (await workspace.Cloud.GetAsync("/api/2.0/sql/warehouses"))["warehouses"]!;
        var warehouse = warehouses.Single(one => (string?)one["name"] == "bi");
        var draft = new JObject { ["display_name"] = "theirs", ["serialized_dashboard"] = "{}" };
        var theirs = await workspace.Cloud.PostAsync(Dashboards, draft);
        await workspace.Cloud.PostAsync(
            $"{Dashboards}/{theirs["dashboard_id"]}/published",
            new JObject { ["warehouse_id"] = warehouse["id"], ["embed_credentials"] = false }
        );
        workspace.Without("warehouses/bi.json");
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task It_stays() => Assert.Equal("dashboards.theirs uses it", await HeldBackAsync());

    [Fact]
    public async Task It_stays_where_what_is_published_may_not_be_seen()
    {
        await workspace.Cloud.AddFaultAsync(
            $$"""
            {
              "method": "GET", "path": "{{Dashboards}}/*/published", "status": 403, "times": 0,
              "body": { "error_code": "PERMISSION_DENIED" }
            }
            """
        );

        Assert.Equal("a published dashboard may use it, and what is published may not be read", await HeldBackAsync());
    }

    private async Task<string?> HeldBackAsync() => Assert.Single((await workspace.PlanPruneAsync()).Plan.Changes).HeldBack;
}
