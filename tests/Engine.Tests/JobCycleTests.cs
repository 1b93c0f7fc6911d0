using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>Jobs that run each other are deployed in one run, whatever the shape.</summary>
public sealed class JobCycleTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("a>b b>c c>d", 4, 0)]
    [InlineData("z>y y>a a>b", 4, 0)]
    [InlineData("a>b a>c b>d c>d", 4, 0)]
    [InlineData("a>a", 1, 1)]
    [InlineData("a>b b>a", 2, 1)]
    [InlineData("a>b b>c c>a", 3, 1)]
    [InlineData("a>b b>a b>c c>b a>a", 3, 2)]
    [InlineData("x>a a>b b>a b>y", 4, 1)]
    public async Task Any_shape_is_deployed_in_one_run(string edges, int creates, int resets)
    {
        Jobs(edges);

        var writes = await workspace.WritesDuringAsync(() => workspace.DeployAsync());

        Assert.Equal(
            (creates, resets),
            (writes.Count(write => write == "POST /api/2.2/jobs/create"), writes.Count(write => write == "POST /api/2.2/jobs/reset"))
        );
        await AssertDeployedOnceAsync(edges);
    }

    [Fact]
    public async Task The_plan_says_what_is_made_in_two_steps_and_why()
    {
        Jobs("a>b b>a c>c");

        Assert.Equal(
            [
                "not in the workspace; first as a paused stub, because it is in a circle with jobs.b",
                "not in the workspace",
                "not in the workspace; first as a paused stub, because it names itself",
            ],
            (await workspace.PlanAsync()).Changes.Select(change => change.Reason)
        );
    }

    [Fact]
    public async Task A_stub_has_nothing_in_it_that_runs_and_nothing_that_would_start_it()
    {
        Jobs("a>b b>a", """ "continuous": { "pause_status": "UNPAUSED" }, "run_as": { "user_name": "etl@contoso.example" } """);
        await NeverAsync("POST /api/2.2/jobs/reset");

        var outcome = await workspace.TryDeployAsync();

        Assert.False(outcome.Succeeded);
        Assert.Contains("What is there is a paused stub; the next deployment completes it.", outcome.Changes[0].Message);
        var settings = (JObject)(await workspace.JobAsync("a"))["settings"]!;
        Assert.Equal(
            ["condition_task"],
            settings["tasks"]!
                .SelectMany(task => ((JObject)task).Properties())
                .Select(field => field.Name)
                .Where(name => name.EndsWith("_task", StringComparison.Ordinal))
        );
        Assert.All(
            new[] { "schedule", "trigger", "continuous", "email_notifications.on_start" },
            field => Assert.Null(settings.SelectToken(field))
        );
    }

    [Theory]
    [InlineData("POST /api/2.2/jobs/reset")]
    [InlineData("POST /api/2.2/jobs/create")]
    public async Task What_a_killed_run_left_half_made_is_completed_by_the_next_with_no_duplicates(string call)
    {
        const string Edges = "a>b b>c c>a";
        Jobs(Edges);
        // The lease and the record from before the first change are there, and the stub is made; then nobody lives to go on or to write
        // anything down.
        await NeverAsync(call, skip: call.EndsWith("create", StringComparison.Ordinal) ? 1 : 0);
        await NeverAsync("POST /api/2.0/workspace/import", skip: 4);
        Assert.False((await workspace.TryDeployAsync()).Succeeded);

        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        var stub = (await workspace.PlanAsync()).Changes[0];
        Assert.Equal((ChangeAction.Update, "an earlier deployment did not finish it", false), (stub.Action, stub.Reason, stub.Adopts));

        await workspace.DeployAsync();
        await AssertDeployedOnceAsync(Edges);
    }

    [Fact]
    public async Task A_cancelled_run_between_the_two_steps_is_finished_by_the_next()
    {
        Jobs("a>b b>a");
        using var stop = new CancellationTokenSource();

        // b is whole once a is a stub, and a is still to be completed.
        var cancelled = await workspace.ApplyAsync(
            await workspace.TryPlanAsync(),
            new Watcher(asset =>
            {
                if (asset == "jobs.b")
                    stop.Cancel();
            }),
            stop.Token
        );
        Assert.Equal([ChangeStatus.Skipped, ChangeStatus.Done], cancelled.Changes.Select(change => change.Status));

        await workspace.DeployAsync();
        await AssertDeployedOnceAsync("a>b b>a");
    }

    [Theory]
    [InlineData("drop_after")]
    [InlineData("drop_before")]
    public async Task An_answer_that_is_lost_while_a_stub_is_made_makes_no_second_job(string action)
    {
        await workspace.Cloud.AddFaultAsync($$"""{ "method": "POST", "path": "/api/2.2/jobs/create", "action": "{{action}}" }""");
        Jobs("a>b b>a");

        await workspace.DeployAsync();

        await AssertDeployedOnceAsync("a>b b>a");
    }

    [Fact]
    public async Task A_circle_that_is_there_already_is_updated_without_stubs()
    {
        Jobs("a>b b>a");
        await workspace.DeployAsync();
        Jobs("a>b b>a", """ "max_concurrent_runs": 2 """);

        var writes = await workspace.WritesDuringAsync(() => workspace.DeployAsync());

        Assert.Equal(2, writes.Count(write => write == "POST /api/2.2/jobs/reset"));
        Assert.DoesNotContain("POST /api/2.2/jobs/create", writes);
        await AssertDeployedOnceAsync("a>b b>a");
    }

    [Fact]
    public async Task One_of_a_circle_that_was_deleted_by_hand_is_made_again_and_the_other_gets_its_new_id()
    {
        Jobs("a>b b>a");
        await workspace.DeployAsync();
        await workspace.Cloud.PostAsync("/api/2.2/jobs/delete", new JObject { ["job_id"] = (await workspace.JobAsync("b"))["job_id"] });

        var plan = await workspace.PlanAsync();
        Assert.Equal([ChangeAction.Update, ChangeAction.Create], plan.Changes.Select(change => change.Action));
        Assert.All(plan.Changes, change => Assert.Null(change.Stub));

        await workspace.DeployAsync();
        await AssertDeployedOnceAsync("a>b b>a");
    }

    [Fact]
    public async Task When_what_the_circle_needs_fails_no_stub_is_left_behind()
    {
        await NeverAsync("POST /api/2.1/clusters/create");
        workspace.With("clusters/etl.json", Samples.Cluster("etl"));
        Jobs("a>b b>a");
        workspace.With(
            "jobs/a.json",
            Job(
                "a",
                ["b"],
                "",
                """, { "task_key": "own", "existing_cluster_id": "etl", "notebook_task": { "notebook_path": "/Shared/x" } }"""
            )
        );

        var outcome = await workspace.TryDeployAsync();

        Assert.Equal([ChangeStatus.Failed, ChangeStatus.Skipped, ChangeStatus.Skipped], outcome.Changes.Select(change => change.Status));
        Assert.Equal("jobs.a: skipped: needs clusters.etl, which was not deployed.", outcome.Changes[1].Message);
        Assert.Null((await workspace.Cloud.GetAsync("/api/2.2/jobs/list"))["jobs"]);
    }

    private static string Job(string name, IEnumerable<string> runs, string more, string moreTasks = "")
    {
        var others = runs.Select(other => $$""", { "task_key": "run-{{other}}", "run_job_task": { "job_id": "{{other}}" } }""");
        return $$"""
            {
              "name": "{{name}}"{{(more.Length == 0 ? "" : ", " + more)}},
              "tasks": [
                { "task_key": "self", "notebook_task": { "notebook_path": "/Shared/x" } }{{string.Concat(others)}}{{moreTasks}}
              ]
            }
            """;
    }

    private static ILookup<string, string> Edges(string edges) =>
        edges.Split(' ').Select(edge => edge.Split('>')).ToLookup(pair => pair[0], pair => pair[1]);

    private static IEnumerable<string> Names(string edges) => edges.Split(' ').SelectMany(edge => edge.Split('>')).Distinct();

    private void Jobs(string edges, string more = "")
    {
        foreach (var name in Names(edges))
            workspace.With($"jobs/{name}.json", Job(name, Edges(edges)[name], more));
    }

    private Task NeverAsync(string call, int skip = 0) =>
        workspace.Cloud.AddFaultAsync(
            $$"""{ "method": "POST", "path": "{{call.Split(' ')[1]}}", "status": 400, "skip": {{skip}}, "times": 0 }"""
        );

    /// <summary>Each job is there once, runs what it should by id, and there is nothing left to do.</summary>
    private async Task AssertDeployedOnceAsync(string edges)
    {
        var jobs = new Dictionary<string, JObject>();
        foreach (var name in Names(edges))
            jobs.Add(name, await workspace.JobAsync(name));

        foreach (var (name, job) in jobs)
            Assert.Equal(
                Edges(edges)[name].Select(other => jobs[other]["job_id"]).Order(),
                job.SelectTokens("settings.tasks[*].run_job_task.job_id").Order()
            );

        var plan = await workspace.PlanAsync();
        Assert.Empty(plan.Writes.Select(change => $"{change.Asset}: {change.Reason}"));
        Assert.DoesNotContain(plan.Changes, change => change.Adopts);
        Assert.Empty((await workspace.WritesDuringAsync(() => workspace.DeployAsync())));
    }

    private sealed class Watcher(Action<string> finished) : IApplyWatcher
    {
        public void Started(Change change) { }

        public void Finished(ChangeOutcome outcome) => finished(outcome.Change.Asset);
    }
}
