using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Planning;

/// <summary>What somebody changed in the workspace, Git does not declare, and no write takes back.</summary>
public sealed class StayingEditTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync();
        await workspace.HasPrincipalAsync("bo@contoso.example");
        await workspace.With("jobs/j.json", Job("")).DeployAsync();
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new JObject
            {
                ["job_id"] = (await workspace.JobAsync("j"))["job_id"],
                ["new_settings"] = JObject.Parse("""{ "run_as": { "user_name": "bo@contoso.example" } }"""),
            }
        );
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_plan_warns_of_it_and_does_not_say_that_it_is_put_back()
    {
        var plan = await workspace.PlanAsync();

        Assert.True(plan.IsEmpty);
        Assert.Equal(
            "jobs/j.json(1,1): warning FLD008: jobs.j: run_as was changed in the workspace and is not declared, and a job keeps the "
                + "identity that it runs as when run_as is left out. Declare the value that it is to have.",
            Assert.Single(await workspace.FindingsAsync())
        );
        Assert.Empty(await workspace.WritesDuringAsync(() => workspace.DeployAsync()));
    }

    [Fact]
    public async Task What_else_changes_is_put_back_all_the_same()
    {
        workspace.With("jobs/j.json", Job(""" "description": "new" """));

        Assert.Equal(["description"], Assert.Single((await workspace.PlanAsync()).Changes).Fields.Select(field => field.Path));
    }

    [Fact]
    public async Task Another_write_does_not_end_the_warning()
    {
        var before = await workspace.FindingsAsync();
        workspace.With("jobs/j.json", Job(""" "description": "new" """));
        await workspace.DeployAsync();

        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.Equal(Assert.Single(before), Assert.Single(await workspace.FindingsAsync()));
    }

    [Fact]
    public async Task What_is_recorded_without_a_write_does_not_end_the_warning_either()
    {
        var before = await workspace.FindingsAsync();
        workspace.With("jobs/j.json", Job(""" "max_concurrent_runs": 1 """));
        Assert.Empty((await workspace.PlanAsync()).Writes);
        await workspace.DeployAsync();

        Assert.Equal(Assert.Single(before), Assert.Single(await workspace.FindingsAsync()));
    }

    [Fact]
    public async Task An_object_with_an_etag_is_compared_after_another_write()
    {
        const string File = "dashboards/sales.json";
        await workspace.With(File, Dashboard("sales")).DeployAsync();
        var id = (string)(await workspace.Cloud.GetAsync("/api/2.0/lakeview/dashboards"))["dashboards"]![0]!["dashboard_id"]!;
        await workspace.Cloud.CallAsync("PATCH", $"/api/2.0/lakeview/dashboards/{id}", new JObject { ["warehouse_id"] = "theirs" });
        workspace.With(File, Dashboard("sales of today"));
        await workspace.DeployAsync();

        Assert.Single(await workspace.FindingsAsync(), finding => finding.Contains("warehouse_id", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_lost_with_an_object_that_is_made_anew()
    {
        const string File = "alerts/late.json";
        await workspace
            .With("warehouses/bi.json", """{ "name": "bi", "cluster_size": "2X-Small" }""")
            .With(File, Samples.Alert("late"))
            .DeployAsync();
        var id = (string)(await workspace.Cloud.GetAsync("/api/2.0/alerts"))["alerts"]![0]!["id"]!;
        await workspace.Cloud.CallAsync(
            "PATCH",
            $"/api/2.0/alerts/{id}?update_mask=run_as",
            JObject.Parse("""{ "run_as": { "user_name": "bo@contoso.example" } }""")
        );
        workspace.With(File, Samples.Alert("late", more: """ "parent_path": "other" """));

        var change = (await workspace.PlanAsync()).Changes.Single(change => change.Kind == "alerts");
        Assert.Equal(
            [("parent_path", false), ("run_as", true)],
            change.Fields.Select(field => (field.Path, field.Drift))
        );
        Assert.Single(
            await workspace.FindingsAsync(),
            finding => finding.EndsWith(
                "FLD008: alerts.late: run_as was changed in the workspace and is not declared, and it is lost with the alert that is "
                    + "recreated. Declare the value that it is to have.",
                StringComparison.Ordinal
            )
        );
    }

    [Fact]
    public async Task Declaring_it_ends_the_warning()
    {
        workspace.With("jobs/j.json", Job(""" "run_as": { "user_name": "bo@contoso.example" } """));

        Assert.Empty(await workspace.FindingsAsync());
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    private static string Dashboard(string page) =>
        new JObject
        {
            ["display_name"] = "sales",
            ["serialized_dashboard"] = $$"""{ "pages": [{ "name": "one", "displayName": "{{page}}" }] }""",
        }.ToString();

    private static string Job(string more) => Samples.Job("j", more, """ "environment_key": "e" """);
}
