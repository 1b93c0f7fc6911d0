using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>Fields of a job that leave Git, or that the service never returns, and jobs of other tools.</summary>
public sealed class JobRemovalTests : IAsyncLifetime
{
    private const string Free = """ "max_retries": 1 """;

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task The_identity_of_a_job_cannot_be_taken_out_of_its_file_since_the_service_would_keep_it()
    {
        await workspace.HasPrincipalAsync("deployer@layercake.local");
        await workspace
            .With("jobs/a.json", Samples.Job("a", """ "run_as": { "user_name": "deployer@layercake.local" } """, Free))
            .DeployAsync();

        workspace.With("jobs/a.json", Samples.Job("a", "", Free));

        Assert.Equal(
            "jobs/a.json(1,1): error FLD008: jobs.a: run_as is no longer declared, and a job keeps the identity that it runs as when "
                + "run_as is left out. Declare the value that it is to have.",
            Assert.Single((await workspace.FindingsAsync()))
        );
    }

    [Fact]
    public async Task Turning_queueing_off_and_then_leaving_it_out_turns_it_on_again()
    {
        await workspace.With("jobs/a.json", Samples.Job("a", """ "queue": { "enabled": false } """, Free)).DeployAsync();
        Assert.NotEqual(true, (bool?)(await workspace.JobAsync("a")).SelectToken("settings.queue.enabled"));

        var change = Assert.Single((await workspace.With("jobs/a.json", Samples.Job("a", "", Free)).PlanAsync()).Changes);
        Assert.Equal(ChangeAction.Update, change.Action);

        await workspace.DeployAsync();
        Assert.True((bool?)(await workspace.JobAsync("a")).SelectToken("settings.queue.enabled"));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_the_service_never_returns_survives_an_export_and_its_removal_is_planned()
    {
        const string Policy = """ "apply_policy_default_values": true """;
        workspace.With("jobs/a.json", OnNewCluster(Policy));
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new JObject
            {
                ["job_id"] = (long)(await workspace.JobAsync("a"))["job_id"]!,
                ["new_settings"] = new JObject { ["timeout_seconds"] = 60 },
            }
        );
        await workspace.ExportAsync("jobs");
        Assert.True((bool?)JObject.Parse(workspace.Text("jobs/a.json")).SelectToken("tasks[0].new_cluster.apply_policy_default_values"));

        var change = Assert.Single((await workspace.With("jobs/a.json", OnNewCluster("")).PlanAsync()).Changes);
        Assert.Contains(change.Fields, field => field.Path == "tasks[main].new_cluster.apply_policy_default_values" && field.New is null);
    }

    [Theory]
    [InlineData(""" "deployment": { "kind": "BUNDLE" } """, "a Databricks Asset Bundle")]
    [InlineData(""" "edit_mode": "UI_LOCKED" """, "another tool, which locked it against edits in the UI")]
    public async Task A_job_that_another_tool_deploys_is_not_exported_unless_a_file_declares_it(string mark, string tool)
    {
        await workspace.HasJobAsync(Samples.Job("theirs", mark, Free));

        var result = await workspace.TryExportAsync("jobs");

        Assert.Empty(workspace.Files());
        var finding = Assert.Single(result.Findings);
        Assert.Equal("EXP017", finding.Code);
        Assert.Contains(tool, finding.Message, StringComparison.Ordinal);

        workspace.With("jobs/theirs.json", Samples.Job("theirs", $""" {mark}, "timeout_seconds": 5 """, Free));
        Assert.Equal(ExportAction.Changed, Assert.Single((await workspace.TryExportAsync("jobs")).Files).Action);
    }

    [Fact]
    public void A_job_with_triggers_has_no_schedule_beside_them() =>
        Assert.Contains(
            workspace
                .With(
                    "jobs/a.json",
                    Samples.Job(
                        "a",
                        """ "triggers": [], "schedule": { "quartz_cron_expression": "0 0 1 * * ?", "timezone_id": "UTC" } """,
                        Free
                    )
                )
                .Check(),
            finding => finding.Contains("JOB017", StringComparison.Ordinal)
        );

    private static string OnNewCluster(string setting) =>
        Samples.Job(
            "a",
            "",
            $$""" 
             "new_cluster": {
               "spark_version": "16.4.x-scala2.12",
               "node_type_id": "Standard_D4ds_v5",
               "num_workers": 1{{(setting.Length == 0 ? "" : ",")}} {{setting}}
             } 
            """
        );
}
