using Layercake.Engine.Applying;
using Layercake.Engine.Sealing;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>An approved plan that meets a workspace which went on, by an earlier run of it or by others (X2).</summary>
public sealed class ResumedPlanTests : SealedTests
{
    protected override Task PrepareAsync()
    {
        Workspace
            .With("instance-pools/small.json", Pool("Standard_D4ds_v5"))
            .With("clusters/etl.json", Cluster())
            .With("jobs/nightly.json", Samples.Job("nightly"));
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("/api/2.0/instance-pools/create")]
    [InlineData("/api/2.1/clusters/edit")]
    public async Task An_object_that_was_made_anew_before_the_run_was_cut_short_is_what_was_approved(string next)
    {
        await Workspace.DeployAsync();
        Workspace.With("instance-pools/small.json", Pool("Standard_D8ds_v5"));
        await Release.SealAsync();
        using var killed = new CancellationTokenSource();
        Workspace.Before = (request, _) => request.RequestUri!.AbsolutePath == next ? killed.CancelAsync() : Task.CompletedTask;
        await Release.ApplyAsync(killed.Token);
        Workspace.Before = null;

        Assert.Empty(await Release.RefusalsAsync());
        Assert.True((await Release.ApplyAsync()).Succeeded);
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
        var pool = await PoolAsync();
        Assert.Equal("Standard_D8ds_v5", (string?)pool["node_type_id"]);
        Assert.Equal(pool["instance_pool_id"], (await Workspace.ClusterAsync("etl"))["instance_pool_id"]);
    }

    [Fact]
    public async Task An_object_that_someone_renamed_is_still_the_one_that_a_field_named()
    {
        await Workspace.With("instance-pools/large.json", Pool("Standard_D4ds_v5", "large")).DeployAsync();
        Workspace.With("clusters/etl.json", Cluster("large"));
        await Release.SealAsync();
        var pool = await PoolAsync();
        await RenameAsync(pool, "renamed by hand");

        Assert.DoesNotContain(
            await Release.RefusalsAsync(),
            refusal => refusal.Contains("clusters.etl", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_deletion_of_what_is_at_work_is_skipped_and_all_else_is_applied()
    {
        await Workspace.DeployAsync();
        Workspace.Without("jobs/nightly.json").With("jobs/new.json", Samples.Job("new"));
        await Release.SealAsync(new PruneRequest(Everything: false, Force: false, Confirmed: null));
        var job = await Workspace.JobAsync("nightly");
        await Workspace.Cloud.PostAsync("/api/2.2/jobs/run-now", new JObject { ["job_id"] = job["job_id"] });

        var outcome = await Release.ApplyAsync();

        Assert.False(outcome.Succeeded);
        var skipped = Assert.Single(outcome.Changes);
        Assert.Equal(ChangeStatus.Skipped, skipped.Status);
        Assert.Contains("a run of it is active since the plan was made", skipped.Message, StringComparison.Ordinal);
        await Workspace.JobAsync("nightly");
    }

    [Fact]
    public async Task What_was_at_work_when_the_plan_was_made_stays_when_it_is_not_any_more()
    {
        await Workspace.DeployAsync();
        Workspace.Without("jobs/nightly.json");
        var job = await Workspace.JobAsync("nightly");
        var run = await Workspace.Cloud.PostAsync("/api/2.2/jobs/run-now", new JObject { ["job_id"] = job["job_id"] });
        await Release.SealAsync(new PruneRequest(Everything: false, Force: false, Confirmed: null));
        await Workspace.Cloud.PostAsync("/api/2.2/jobs/runs/cancel", new JObject { ["run_id"] = run["run_id"] });

        var planned = await Release.PlanAsync();

        Assert.Empty(planned.Refusals);
        Assert.True(planned.Plan.IsEmpty);
        Assert.Contains(
            "left alone by the plan that was approved: a run of it is active",
            Assert.Single(planned.Plan.Changes).HeldBack,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_object_that_is_made_anew_must_be_as_it_was_altogether()
    {
        await Workspace.DeployAsync();
        Workspace.With("instance-pools/small.json", Pool("Standard_D8ds_v5"));
        await Release.SealAsync();
        await RenameAsync(await PoolAsync(), "small", maximum: 7);

        Assert.Contains(
            await Release.RefusalsAsync(),
            refusal => refusal.Contains("instance-pools.small", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task What_no_deployment_made_is_deleted_as_it_was_when_that_was_approved()
    {
        await Workspace.DeployAsync();
        await Workspace.Cloud.PostAsync("/api/2.2/jobs/create", new JObject { ["name"] = "by hand" });
        await Release.SealAsync(new PruneRequest(Everything: true, Force: false, Workspace.Environment.Name));
        Assert.Empty(await Release.RefusalsAsync());

        var job = await Workspace.JobAsync("by hand");
        await Workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new JObject { ["job_id"] = job["job_id"], ["new_settings"] = new JObject { ["timeout_seconds"] = 9 } }
        );

        Assert.Equal(["error PLN005: jobs.by hand: its object was changed since the plan was made."], await Release.RefusalsAsync());
    }

    [Fact]
    public async Task An_object_that_was_given_up_since_is_no_one_elses()
    {
        await Workspace.DeployAsync();
        Workspace.With("jobs/nightly.json", Samples.Job("nightly", """ "timeout_seconds": 90 """));
        await Release.SealAsync();
        var session = Workspace.Session();
        var forget = await session.PlanForgetAsync("jobs.nightly", CancellationToken.None);
        await session.ApplyAsync(forget, stop: false, new TestWorkspace.Nobody(Workspace.Notes), CancellationToken.None);

        Assert.Equal(
            [
                "error PLN005: jobs.nightly: the record of what was deployed has its object no more, as after --target=Forget, and had it "
                    + "when the plan was made.",
            ],
            await Release.RefusalsAsync()
        );
    }

    [Fact]
    public async Task A_name_in_an_unchanged_declaration_is_known_too()
    {
        await Workspace.Cloud.PostAsync("/api/2.1/clusters/create", JObject.Parse(Samples.Cluster("by-hand")));
        await Workspace
            .With("jobs/other.json", Samples.Job("other", compute: """ "existing_cluster_id": "by-hand" """))
            .DeployAsync();
        Workspace.With("jobs/nightly.json", Samples.Job("nightly", """ "timeout_seconds": 90 """));
        await Release.SealAsync();
        var job = await Workspace.JobAsync("other");
        await Workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new JObject { ["job_id"] = job["job_id"], ["new_settings"] = new JObject { ["timeout_seconds"] = 9 } }
        );

        var refusal = Assert.Single(await Release.RefusalsAsync());

        Assert.StartsWith("error PLN005: jobs.other: nothing was to be done about it", refusal, StringComparison.Ordinal);
    }

    private static string Pool(string node, string name = "small") =>
        $$"""{ "instance_pool_name": "{{name}}", "node_type_id": "{{node}}", "min_idle_instances": 0 }""";

    private static string Cluster(string pool = "small") =>
        $$"""{ "cluster_name": "etl", "spark_version": "16.4.x-scala2.12", "num_workers": 1, "instance_pool_id": "{{pool}}" }""";

    private async Task<JObject> PoolAsync(string name = "small")
    {
        var pools = await Workspace.Cloud.GetAsync("/api/2.0/instance-pools/list");
        return pools["instance_pools"]!.OfType<JObject>().Single(pool => (string?)pool["instance_pool_name"] == name);
    }

    private Task RenameAsync(JObject pool, string name, int? maximum = null) =>
        Workspace.Cloud.PostAsync(
            "/api/2.0/instance-pools/edit",
            new JObject
            {
                ["instance_pool_id"] = pool["instance_pool_id"],
                ["instance_pool_name"] = name,
                ["node_type_id"] = pool["node_type_id"],
                ["min_idle_instances"] = 0,
                ["max_capacity"] = maximum,
            }
        );
}
