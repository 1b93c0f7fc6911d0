using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

public sealed class JobTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData(7, 2, "changed in Git, and in the workspace")]
    [InlineData(null, 2, "changed in Git")]
    public async Task A_field_that_both_changed_is_no_change_of_Git_alone(int? byHand, int inGit, string reason)
    {
        await workspace.With("jobs/both.json", Limited(1)).DeployAsync();
        if (byHand is not null)
            await workspace.Cloud.PostAsync(
                "/api/2.2/jobs/update",
                new()
                {
                    ["job_id"] = (await workspace.JobAsync("both"))["job_id"],
                    ["new_settings"] = new JObject { ["max_concurrent_runs"] = byHand },
                }
            );

        var change = Assert.Single((await workspace.With("jobs/both.json", Limited(inGit)).PlanAsync()).Writes);

        Assert.Equal(reason, change.Reason);

        static string Limited(int runs) => Samples.Job("both", $"\"max_concurrent_runs\": {runs}", Samples.Free);
    }

    [Fact]
    public async Task A_single_task_file_stays_a_single_task_job()
    {
        await workspace
            .With(
                "jobs/old.json",
                """
                {
                  "name": "old",
                  "new_cluster": {
                    "spark_version": "16.4.x-scala2.12",
                    "node_type_id": "Standard_D4ds_v5",
                    "num_workers": 1
                  },
                  "notebook_task": { "notebook_path": "/Shared/x" },
                  "max_retries": 1,
                  "timeout_seconds": 60
                }
                """
            )
            .DeployAsync();

        var id = (long?)(await workspace.JobAsync("old"))["job_id"];
        Assert.Equal(
            "SINGLE_TASK",
            (string?)(await workspace.Cloud.GetAsync($"/api/2.0/jobs/get?job_id={id}")).SelectToken("settings.format")
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData(""" "queue": { "enabled": true }, """)]
    public async Task A_job_goes_on_queueing_when_something_else_of_it_changes(string queue)
    {
        await workspace
            .With("jobs/j.json", Samples.Job("j", $"{queue} \"max_concurrent_runs\": 1", """ "environment_key": "e" """))
            .DeployAsync();
        await workspace
            .With("jobs/j.json", Samples.Job("j", """ "max_concurrent_runs": 2 """, """ "environment_key": "e" """))
            .DeployAsync();

        Assert.True((bool?)(await workspace.JobAsync("j")).SelectToken("settings.queue.enabled"));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_job_that_is_not_to_queue_does_not_and_stays_so()
    {
        await workspace
            .With(
                "jobs/j.json",
                Samples.Job("j", """ "queue": { "enabled": false }, "max_concurrent_runs": 1 """, """ "environment_key": "e" """)
            )
            .DeployAsync();
        await workspace
            .With(
                "jobs/j.json",
                Samples.Job("j", """ "queue": { "enabled": false }, "max_concurrent_runs": 2 """, """ "environment_key": "e" """)
            )
            .DeployAsync();

        Assert.False((bool?)(await workspace.JobAsync("j")).SelectToken("settings.queue.enabled"));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task An_answer_that_is_lost_after_a_job_was_created_makes_no_second_one()
    {
        await workspace.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.2/jobs/create", "action": "drop_after" }""");
        await workspace.With("clusters/etl.json", Samples.Cluster("etl")).With("jobs/j.json", Samples.Job("j")).DeployAsync();

        await workspace.JobAsync("j");
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_create_that_never_arrived_is_sent_again()
    {
        await workspace.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.2/jobs/create", "action": "drop_before" }""");
        await workspace.With("clusters/etl.json", Samples.Cluster("etl")).With("jobs/j.json", Samples.Job("j")).DeployAsync();

        await workspace.JobAsync("j");
    }

    [Fact]
    public async Task More_than_a_hundred_jobs_and_a_job_of_more_than_a_hundred_tasks_are_read_through_their_pages()
    {
        workspace.With("clusters/etl.json", Samples.Cluster("etl"));
        for (var i = 0; i < 130; i++)
            workspace.With($"jobs/job-{i:000}.json", Samples.Job($"job-{i:000}"));

        var tasks = Enumerable
            .Range(0, 230)
            .Select(i => new JObject
            {
                ["task_key"] = $"t{i:000}",
                ["existing_cluster_id"] = "etl",
                ["notebook_task"] = new JObject { ["notebook_path"] = "/Shared/x" },
            });
        await workspace.With("jobs/large.json", new JObject { ["name"] = "large", ["tasks"] = new JArray(tasks) }.ToString()).DeployAsync();

        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.Equal(132, (await workspace.PlanAsync()).Changes.Count);
    }

    [Fact]
    public async Task A_notebook_is_named_by_its_file_and_found_where_the_environment_puts_it()
    {
        await workspace
            .With("notebooks/etl/load.py", Samples.Notebook())
            .With(
                "jobs/j.json",
                """
                { "name": "j", "tasks": [ { "task_key": "a", "environment_key": "e", "notebook_task": { "notebook_path": "etl/load" } } ] }
                """
            )
            .DeployAsync();

        Assert.Equal(
            "/Shared/app/notebooks/etl/load",
            (string?)(await workspace.JobAsync("j")).SelectToken("settings.tasks[0].notebook_task.notebook_path")
        );
    }

    [Fact]
    public async Task The_services_own_references_pass_through_untouched()
    {
        await workspace
            .With(
                "jobs/j.json",
                Samples.Job("j", compute: """ "environment_key": "e", "description": "{{job.start_time.iso_date}} ${not.ours}" """)
            )
            .DeployAsync();

        Assert.Equal(
            "{{job.start_time.iso_date}} ${not.ours}",
            (string?)(await workspace.JobAsync("j")).SelectToken("settings.tasks[0].description")
        );
    }

    [Fact]
    public async Task A_reset_keeps_the_run_history_of_the_same_job()
    {
        var first = Assert
            .Single((await workspace.With("jobs/j.json", Samples.Job("j", compute: """ "environment_key": "e" """)).DeployAsync()).Changes)
            .Id;
        var second = Assert
            .Single(
                (
                    await workspace
                        .With("jobs/j.json", Samples.Job("j", """ "timeout_seconds": 5 """, """ "environment_key": "e" """))
                        .DeployAsync()
                ).Changes
            )
            .Id;

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_job_made_in_the_UI_is_adopted_and_shown_as_such()
    {
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/create",
            JObject.Parse(Samples.Job("j", """ "max_concurrent_runs": 3 """, """ "environment_key": "e" """))
        );

        var change = Assert.Single(
            (await workspace.With("jobs/j.json", Samples.Job("j", compute: """ "environment_key": "e" """)).PlanAsync()).Changes
        );

        Assert.Equal((ChangeAction.Update, true, "max_concurrent_runs"), (change.Action, change.Adopts, Assert.Single(change.Fields).Path));
    }
}
