using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Loading;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Pruning;

/// <summary>What an earlier deployment made and Git holds no more is deleted, and nothing else.</summary>
public sealed class PruneTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock())).WithOneOfEachKind();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task All_kinds_are_deleted_users_before_what_they_use_and_files_last()
    {
        await workspace.With("clusters/other.json", Samples.Cluster("other")).DeployAsync();
        WithoutTheFirst();

        var writes = await workspace.WritesDuringAsync(async () => await workspace.PruneAsync());

        Assert.Equal(
            [
                "POST /api/2.2/jobs/delete",
                "POST /api/2.1/clusters/permanent-delete",
                "POST /api/2.0/workspace/delete",
                "POST /api/2.0/workspace/delete",
            ],
            writes.Where(write => write.Contains("delete", StringComparison.Ordinal)).Take(4)
        );
        Assert.Empty((await workspace.Cloud.GetAsync("/api/2.2/jobs/list"))["jobs"] ?? new JArray());
        await workspace.ClusterAsync("other");
        Assert.Empty((await workspace.PlanPruneAsync()).Plan.Changes);
        Assert.Equal(["clusters.other"], (await workspace.TryPlanAsync()).Manifest.Entries.Keys);
    }

    [Fact]
    public async Task A_second_prune_writes_nothing()
    {
        await workspace.With("clusters/other.json", Samples.Cluster("other")).DeployAsync();
        WithoutTheFirst();
        await workspace.PruneAsync();

        Assert.Empty(await workspace.WritesDuringAsync(async () => await workspace.PruneAsync()));
    }

    [Fact]
    public async Task A_deployment_deletes_nothing_and_says_what_a_prune_would()
    {
        await workspace.DeployAsync();
        workspace.Without("jobs/nightly.json").Without("notebooks/load.py");

        var plan = await workspace.PlanAsync();

        Assert.True(plan.IsEmpty);
        Assert.Equal(["jobs.nightly", "notebooks.load.py"], plan.NoLongerInGit);
        Assert.Empty(await workspace.WritesDuringAsync(async () => await workspace.DeployAsync()));
    }

    [Fact]
    public async Task With_prune_on_a_deployment_deletes_after_all_its_writes()
    {
        await workspace.DeployAsync();
        workspace.Environment = workspace.Environment with { Prune = true };
        workspace
            .Without("clusters/etl.json")
            .With("clusters/new.json", Samples.Cluster("new"))
            .With("jobs/nightly.json", Samples.Job("nightly", compute: """ "existing_cluster_id": "new" """));

        var plan = await workspace.PlanAsync();
        Assert.Equal([ChangeAction.Create, ChangeAction.Update, ChangeAction.Delete], plan.Writes.Select(change => change.Action));
        Assert.Empty(plan.NoLongerInGit);

        await workspace.DeployAsync();
        await workspace.ClusterAsync("new");
        Assert.DoesNotContain(
            (await workspace.Cloud.GetAsync("/api/2.0/clusters/list"))["clusters"]!,
            cluster => (string?)cluster["cluster_name"] == "etl"
        );
    }

    [Fact]
    public async Task After_a_write_that_failed_nothing_is_deleted()
    {
        await workspace.DeployAsync();
        workspace.Environment = workspace.Environment with { Prune = true };
        workspace
            .Without("clusters/etl.json")
            .With("clusters/new.json", Samples.Cluster("new"))
            .With("jobs/nightly.json", Samples.Job("nightly", compute: """ "existing_cluster_id": "new" """));
        await workspace.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.2/jobs/reset", "status": 400 }""");

        var outcome = await workspace.TryDeployAsync();

        Assert.Equal("clusters.etl: skipped: something before it was not deployed.", outcome.Changes[^1].Message);
        await workspace.ClusterAsync("etl");
    }

    [Fact]
    public async Task What_is_gone_already_is_forgotten()
    {
        await workspace.DeployAsync();
        await workspace.Cloud.PostAsync("/api/2.2/jobs/delete", new() { ["job_id"] = (await workspace.JobAsync("nightly"))["job_id"] });
        workspace.Without("jobs/nightly.json");

        var planned = await workspace.PlanPruneAsync();

        Assert.Equal(["jobs.nightly"], planned.Plan.Forgotten);
        Assert.Empty(planned.Plan.Changes);
        await workspace.PruneAsync();
        Assert.DoesNotContain("jobs.nightly", (await workspace.TryPlanAsync()).Manifest.Entries.Keys);
    }

    [Fact]
    public async Task An_object_of_the_same_name_with_another_id_is_not_touched()
    {
        await workspace.DeployAsync();
        var job = await workspace.JobAsync("nightly");
        await workspace.Cloud.PostAsync("/api/2.2/jobs/delete", new() { ["job_id"] = job["job_id"] });
        await workspace.Cloud.PostAsync("/api/2.2/jobs/create", (JObject)job["settings"]!);
        workspace.Without("jobs/nightly.json");

        var outcome = await workspace.PruneAsync();

        Assert.Empty(outcome.Changes);
        Assert.NotEqual((long)job["job_id"]!, (long)(await workspace.JobAsync("nightly"))["job_id"]!);
    }

    [Fact]
    public async Task More_than_the_limit_is_refused_as_a_whole()
    {
        await workspace.DeployAsync();
        workspace.Environment = workspace.Environment with { PruneLimit = 1 };
        workspace.Without("jobs/nightly.json").Without("notebooks/load.py");

        var planned = await workspace.PlanPruneAsync();

        Assert.Equal(2, planned.Plan.Deletions.Count());
        Assert.Contains(
            "PRN001: environment test: 2 assets would be deleted, and prune_limit allows 1 in one run. If that is what you want, "
                + "raise it for this run: --prune-limit=2.",
            Assert.Single(planned.Refusals).ToString(),
            StringComparison.Ordinal
        );
        await Assert.ThrowsAsync<InvalidOperationException>(() => workspace.PruneAsync());
        await workspace.JobAsync("nightly");
    }

    [Fact]
    public async Task Another_prefix_that_nothing_was_deployed_with_needs_a_word()
    {
        await workspace.DeployAsync();
        workspace.Environment = workspace.Environment with { NamePrefix = "pr-12-" };

        var refusal = Assert.Single((await workspace.PlanPruneAsync()).Refusals);

        Assert.Equal("PRN002", refusal.Code);
        Assert.Contains(
            "2 of these assets, such as clusters.etl, are declared in Git under other names",
            refusal.Message,
            StringComparison.Ordinal
        );
        Assert.Empty((await workspace.PlanPruneAsync(new() { Confirmed = "test" })).Refusals);
        await workspace.DeployAsync();
        Assert.Empty((await workspace.PlanPruneAsync()).Refusals);
    }

    [Fact]
    public async Task A_job_that_was_started_after_the_plan_stays_with_its_cluster()
    {
        await workspace.With("jobs/stays.json", Samples.Job("stays", compute: """ "environment_key": "default" """)).DeployAsync();
        workspace.Without("jobs/nightly.json").Without("clusters/etl.json");
        var planned = await workspace.PlanPruneAsync();
        await workspace.Cloud.PostAsync("/api/2.2/jobs/run-now", new() { ["job_id"] = (await workspace.JobAsync("nightly"))["job_id"] });

        var outcome = await workspace.ApplyAsync(planned, new Quiet(), CancellationToken.None);

        Assert.Equal(
            [
                "jobs.nightly: skipped: a run of it is active since the plan was made; run it again when that is over.",
                "clusters.etl: skipped: jobs.nightly uses it and was not deleted.",
            ],
            outcome.Changes.Select(change => change.Message)
        );
        await workspace.JobAsync("nightly");
        await workspace.ClusterAsync("etl");
    }

    [Fact]
    public async Task A_folder_that_declares_nothing_needs_a_word()
    {
        await workspace.DeployAsync();
        WithoutTheFirst();

        Assert.Equal("PRN002", Assert.Single((await workspace.PlanPruneAsync()).Refusals).Code);
        Assert.Empty((await workspace.PlanPruneAsync(new() { Confirmed = "test" })).Refusals);
    }

    [Fact]
    public async Task Another_name_in_the_same_file_is_another_object_and_the_plan_says_so()
    {
        await workspace.DeployAsync();
        workspace.With("jobs/nightly.json", Samples.Job("daily", """ "timeout_seconds": 7 """));

        var plan = await workspace.PlanAsync();

        Assert.Equal(
            "not in the workspace; jobs/nightly.json declared jobs.nightly before, which is another object and looks like this one: if it "
                + "is that one with another name, say so in deployment/moved.json",
            Assert.Single(plan.Writes).Reason
        );
        Assert.Equal(["jobs.nightly"], plan.NoLongerInGit);
    }

    [Fact]
    public async Task Declarations_that_were_left_out_are_never_taken_for_deleted()
    {
        await workspace.DeployAsync();
        workspace.With("jobs/nightly.json", "{");
        var read = DeploymentSession
            .IsolateErrors(workspace.Environment, DeploymentSession.Read(workspace.Environment, new(workspace.Assets.FullPath)))
            .Deployable;

        var planned = await workspace.Session().PlanPruneAsync(read, new(), null, CancellationToken.None);

        Assert.Empty(planned.Plan.Changes);
        Assert.Equal("PRN003", Assert.Single(planned.Refusals).Code);
    }

    private void WithoutTheFirst() =>
        workspace.Without("init-scripts/install.sh").Without("clusters/etl.json").Without("notebooks/load.py").Without("jobs/nightly.json");
}
