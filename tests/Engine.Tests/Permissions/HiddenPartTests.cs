using Layercake.Engine.Applying;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Permissions;

/// <summary>A permission list, or another part of an object, that the deploying identity may not see fails alone.</summary>
public sealed class HiddenPartTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        await workspace
            .With("warehouses/bi.json", """{ "name": "bi", "cluster_size": "Small", "access_control_list": [] }""")
            .With("queries/top.json", """{ "display_name": "top", "query_text": "select 1" }""")
            .With("dashboards/sales.json", """{ "display_name": "sales", "serialized_dashboard": "{}", "publish": {} }""")
            .DeployAsync();
        workspace.With("queries/top.json", """{ "display_name": "top", "query_text": "select 2" }""");
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("/api/2.0/permissions/*", "permissions.warehouses.bi", "access_control_list out of warehouses/bi.json")]
    [InlineData(
        "/api/2.0/lakeview/dashboards/*/published",
        "publish.sales",
        "publish out of dashboards/sales.json and give it up with --target=Forget --asset=publish.sales"
    )]
    public async Task The_rest_is_deployed(string path, string asset, string remedy)
    {
        await HideAsync(path);

        var outcome = await workspace.TryDeployAsync();

        Assert.Equal(
            [(asset, ChangeStatus.Failed), ("queries.top", ChangeStatus.Done)],
            outcome
                .Changes.Where(change => change.Change.Asset == "queries.top" || change.Status == ChangeStatus.Failed)
                .Select(change => (change.Change.Asset, change.Status))
                .Order()
        );
        var message = outcome.Changes.Single(change => change.Status == ChangeStatus.Failed).Message!;
        Assert.StartsWith($"{asset}: it may not be looked at: ", message, StringComparison.Ordinal);
        Assert.EndsWith($"Let the deploying identity see it, or take {remedy}.", message, StringComparison.Ordinal);
        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_it_advises_for_a_list_with_entries_leads_to_a_deployment_that_passes()
    {
        const string Asset = "permissions.warehouses.bi";
        const string Forget = $"give it up with --target=Forget --asset={Asset}.";
        const string File = "warehouses/bi.json";
        await workspace.With(File, Warehouse(""" , "access_control_list": [{ "group_name": "users", "permission_level": "CAN_USE" }] """))
            .DeployAsync();
        await HideAsync("/api/2.0/permissions/*");

        Assert.EndsWith($"or take access_control_list out of {File} and {Forget}", await FailureAsync(), StringComparison.Ordinal);

        workspace.With(File, Warehouse(""));
        Assert.EndsWith($"Let the deploying identity see it, or {Forget}", await FailureAsync(), StringComparison.Ordinal);

        var forget = await workspace.Session().PlanForgetAsync(Asset, CancellationToken.None);
        await workspace.ApplyAsync(forget, new Quiet(), CancellationToken.None);
        Assert.DoesNotContain((await workspace.DeployAsync()).Changes, change => change.Change.Asset == Asset);

        async Task<string> FailureAsync() =>
            Assert.Single((await workspace.TryDeployAsync()).Changes, change => change.Status == ChangeStatus.Failed).Message!;
    }

    [Fact]
    public async Task A_dashboard_that_may_not_be_seen_fails_alone()
    {
        await HideAsync("/api/2.0/lakeview/dashboards/*");

        var outcome = await workspace.TryDeployAsync();

        Assert.Equal(
            ["dashboards.sales"],
            outcome.Changes.Where(change => change.Status == ChangeStatus.Failed).Select(change => change.Change.Asset)
        );
    }

    private Task HideAsync(string path) =>
        workspace.Cloud.AddFaultAsync(
            $$"""{ "method": "GET", "path": "{{path}}", "status": 403, "times": 0, "body": { "error_code": "PERMISSION_DENIED" } }"""
        );

    private static string Warehouse(string more) => $$"""{ "name": "bi", "cluster_size": "Small"{{more}} }""";
}
