using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Ownership;

/// <summary>Objects that have the name of something that a deployment was about to make, of kinds whose objects name no creator.</summary>
public sealed class NamesakeTests : IAsyncLifetime
{
    private const string Dashboards = "/api/2.0/lakeview/dashboards";
    private const string Folder = "/Shared/app/dashboards";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task What_someone_else_made_under_the_name_of_a_failed_creation_is_taken_over_and_not_pruned()
    {
        workspace.With("notebooks/kept.py", Samples.Notebook()).With("dashboards/sales.json", Dashboard("ours"));
        await FailCreationAsync();
        await workspace.Cloud.CallAsync("POST", Dashboards, Sent("theirs"));

        Assert.True((await workspace.PlanAsync()).Changes.Single(change => change.Kind == "dashboards").Adopts);
        await workspace.DeployAsync();
        workspace.Without("dashboards/sales.json");

        Assert.StartsWith("adopted: ", Assert.Single((await workspace.PlanPruneAsync()).Plan.Changes).HeldBack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_as_Git_declares_it_is_what_the_failed_creation_made()
    {
        workspace.With("notebooks/kept.py", Samples.Notebook()).With("dashboards/sales.json", Dashboard("ours"));
        await FailCreationAsync();
        await workspace.Cloud.CallAsync("POST", Dashboards, Sent("ours"));

        await workspace.DeployAsync();
        workspace.Without("dashboards/sales.json");

        Assert.Equal("dashboards.sales", Assert.Single((await workspace.PlanPruneAsync()).Plan.Deletions).Asset);
    }

    [Fact]
    public async Task A_query_of_the_same_name_in_another_folder_is_not_what_a_failed_creation_made()
    {
        workspace
            .With("notebooks/kept.py", Samples.Notebook())
            .With("queries/top.json", """{ "display_name": "top", "query_text": "select 1" }""");
        await workspace.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.0/sql/queries", "status": 503, "times": 0 }""");
        await workspace.TryDeployAsync();
        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        await workspace.Cloud.PostAsync("/api/2.0/workspace/mkdirs", new JObject { ["path"] = "/Shared/theirs" });
        await workspace.Cloud.CallAsync(
            "POST",
            "/api/2.0/sql/queries",
            JObject.Parse("""{ "query": { "display_name": "top", "query_text": "select 2", "parent_path": "/Shared/theirs" } }""")
        );
        workspace.Without("queries/top.json");

        var plan = (await workspace.PlanPruneAsync()).Plan;

        Assert.Empty(plan.Deletions);
        Assert.Contains("may have made", Assert.Single(plan.Changes).HeldBack, StringComparison.Ordinal);
    }

    private async Task FailCreationAsync()
    {
        await workspace.Cloud.AddFaultAsync($$"""{ "method": "POST", "path": "{{Dashboards}}", "status": 503, "times": 0 }""");
        Assert.False((await workspace.TryDeployAsync()).Succeeded);
        await workspace.Cloud.AdminAsync("DELETE", "/faults");
    }

    private static string Dashboard(string page) =>
        new JObject { ["display_name"] = "sales", ["serialized_dashboard"] = Pages(page) }.ToString();

    private static JObject Sent(string page) =>
        new()
        {
            ["display_name"] = "sales",
            ["parent_path"] = Folder,
            ["serialized_dashboard"] = Pages(page),
        };

    private static string Pages(string name) => $$"""{ "pages": [{ "name": "{{name}}" }] }""";
}
