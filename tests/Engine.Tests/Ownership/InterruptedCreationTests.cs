using Layercake.Engine.Applying;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Ownership;

/// <summary>What a deployment made before it was cut short is its own, whatever it came to write down.</summary>
public sealed class InterruptedCreationTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock())).WithOneOfEachKind();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("/api/2.0/workspace/list", 2)] // the lease lists its folder twice
    [InlineData("/api/2.1/clusters/get", 0)]
    [InlineData("/api/2.2/jobs/get", 0)]
    public async Task A_read_back_that_fails_fails_the_asset_and_the_next_run_knows_it_as_ours(string read, int skip)
    {
        var planned = await workspace.TryPlanAsync();
        await workspace.Cloud.AddFaultAsync($$"""{ "method": "GET", "path": "{{read}}", "status": 500, "skip": {{skip}}, "times": 0 }""");
        var outcome = await workspace.ApplyAsync(planned, new Quiet(), CancellationToken.None);
        Assert.False(outcome.Succeeded);
        Assert.Contains(
            outcome.Changes,
            change => change.Message?.Contains("what the workspace holds of it could not be read", StringComparison.Ordinal) == true
        );

        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        Assert.DoesNotContain((await workspace.PlanAsync()).Changes, change => change.Adopts || change.Action == ChangeAction.Create);
        await workspace.DeployAsync();
        var manifest = (await workspace.TryPlanAsync()).Manifest;
        Assert.Empty(manifest.Creating);
        Assert.NotEmpty(manifest.Entries);
        Assert.All(manifest.Entries.Values, entry => Assert.Equal((false, false), (entry.Adopted, entry.Unread)));
        Assert.Empty(await workspace.WritesDuringAsync(() => workspace.DeployAsync()));
    }

    [Fact]
    public async Task What_may_not_be_read_back_is_not_told_to_be_gone()
    {
        await workspace.Cloud.AddFaultAsync("""{ "method": "GET", "path": "/api/2.2/jobs/get", "status": 403, "times": 0 }""");

        var outcome = await workspace.TryDeployAsync();

        var failed = Assert.Single(outcome.Changes, change => change.Status == ChangeStatus.Failed);
        Assert.Contains(
            "jobs.nightly: cannot create: written, but what the workspace holds of it could not be read",
            failed.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("403", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/2.0/workspace/import", "notebooks/load.py")]
    [InlineData("/api/2.0/workspace/import", "init-scripts/install.sh")]
    [InlineData("/api/2.1/clusters/create", "clusters/etl.json")]
    [InlineData("/api/2.2/jobs/create", "jobs/nightly.json")]
    public async Task What_Git_dropped_right_after_a_kill_is_found_and_pruned(string call, string file)
    {
        await workspace.KillAfterAsync(call, AssetMark(file));
        workspace.WithOnlyOneNotebook();

        await workspace.DeployAsync();
        await workspace.PruneAsync(new() { Force = true });

        Assert.Equal(["notebooks.other.py"], (await workspace.TryPlanAsync()).Manifest.Entries.Keys);
        Assert.Empty((await workspace.TryPlanAsync()).Manifest.Creating);
        Assert.Empty((await workspace.Cloud.GetAsync("/api/2.2/jobs/list"))["jobs"] ?? new JArray());
        Assert.Empty((await workspace.Cloud.GetAsync("/api/2.1/clusters/list"))["clusters"] ?? new JArray());
    }

    [Fact]
    public async Task The_next_run_sends_the_nonce_of_the_killed_one_and_gets_its_cluster()
    {
        await workspace.KillAfterAsync("/api/2.1/clusters/create", "etl");
        await workspace.Cloud.AddFaultAsync(
            """{ "method": "GET", "path": "/api/2.1/clusters/list", "status": 200, "body": {}, "times": 0 }"""
        );
        workspace.With("clusters/etl.json", Samples.Cluster("etl", """ "autotermination_minutes": 33 """));

        await workspace.DeployAsync("clusters");

        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        Assert.Equal(33, (int?)(await workspace.ClusterAsync("etl"))["autotermination_minutes"]);
    }

    [Fact]
    public async Task A_cluster_that_another_identity_made_under_the_name_is_not_stopped()
    {
        var token = await workspace.Cloud.TokenAsync("2ff814a6-3304-4ab8-85cb-cd0e6f879c1d");
        workspace.Token = (_, _) => ValueTask.FromResult(token);
        await workspace.KillBeforeAsync("/api/2.1/clusters/create", "etl");
        workspace.WithOnlyOneNotebook();
        await workspace.HasClusterAsync(Samples.Cluster("etl"));

        Assert.Empty((await workspace.DeployAsync()).Stopped);

        Assert.NotEqual("TERMINATED", (string?)(await workspace.ClusterAsync("etl"))["state"]);
    }

    [Fact]
    public async Task What_a_killed_run_had_updated_is_no_edit_by_hand_when_Git_drops_it_then()
    {
        await workspace.DeployAsync();
        workspace.WithEachChanged();
        await workspace.KillAfterAsync("/api/2.2/jobs/reset", "nightly");
        foreach (var each in workspace.Files().Where(file => file.StartsWith("jobs/", StringComparison.Ordinal)).ToList())
            workspace.Without(each);

        await workspace.DeployAsync();
        Assert.Equal(["jobs.nightly"], (await workspace.PlanPruneAsync()).Plan.Deletions.Select(change => change.Asset));
        await workspace.PruneAsync();

        Assert.Empty((await workspace.TryPlanAsync()).Manifest.Updating);
    }

    [Fact]
    public async Task A_cluster_that_the_service_refused_to_make_is_not_due_to_be_stopped()
    {
        await workspace.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.1/clusters/create", "status": 400, "times": 0 }""");
        await workspace.TryDeployAsync();
        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        workspace.WithOnlyOneNotebook();
        await workspace.DeployAsync();

        Assert.Empty((await workspace.TryPlanAsync()).Manifest.StopDue);
        Assert.Empty(await workspace.WritesDuringAsync(() => workspace.DeployAsync()));
    }

    [Fact]
    public async Task A_prune_takes_no_declared_job_for_one_that_a_killed_run_began_under_its_name()
    {
        workspace.With("jobs/other.json", Samples.Job("other", compute: """ "environment_key": "default" """));
        await workspace.DeployAsync();
        workspace.With("jobs/begun.json", Samples.Job("begun", compute: """ "environment_key": "default" """));
        await workspace.KillBeforeAsync("/api/2.2/jobs/create", "begun");
        workspace.Without("jobs/begun.json");
        var id = (await workspace.JobAsync("other"))["job_id"]!;
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new JObject
            {
                ["job_id"] = id,
                ["new_settings"] = new JObject { ["name"] = "begun" },
            }
        );

        Assert.Empty((await workspace.PlanPruneAsync()).Plan.Deletions);
        await workspace.PruneAsync();

        Assert.Equal(id, (await workspace.JobAsync("begun"))["job_id"]);
    }

    [Fact]
    public async Task A_file_that_a_killed_run_made_and_that_may_not_be_looked_at_is_not_forgotten()
    {
        await workspace.KillAfterAsync("/api/2.0/workspace/import", "load");
        workspace.WithOnlyOneNotebook();
        await workspace.DeployAsync();
        await workspace.Cloud.AddFaultAsync(
            """{ "method": "GET", "path": "/api/2.0/workspace/list", "query": "path=/Shared/app/notebooks", "status": 403, "times": 0 }"""
        );

        var plan = (await workspace.PlanPruneAsync()).Plan;

        Assert.DoesNotContain("notebooks.load.py", plan.Forgotten);
        Assert.Contains("may not be looked at", plan.Changes.Single(change => change.Name == "load.py").HeldBack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_whose_edit_was_refused_is_not_stopped_and_no_stop_is_due()
    {
        await workspace.DeployAsync();
        workspace.With("clusters/etl.json", Samples.Cluster("etl", """ "autotermination_minutes": 33 """));
        await workspace.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.1/clusters/edit", "status": 400, "times": 0 }""");

        var outcome = await workspace.TryDeployAsync();

        Assert.Equal(
            ["clusters.etl"],
            outcome.Changes.Where(change => change.Status == ChangeStatus.Failed).Select(change => change.Change.Asset)
        );
        Assert.Empty(outcome.Stopped);
        Assert.Empty((await workspace.TryPlanAsync()).Manifest.StopDue);
    }

    [Fact]
    public async Task What_the_service_refused_to_make_is_not_expected_any_more()
    {
        await workspace.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.2/jobs/create", "status": 400, "times": 0 }""");
        await workspace.TryDeployAsync();
        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        await workspace.HasJobAsync(Samples.Job("nightly", compute: """ "environment_key": "default" """));

        Assert.Empty((await workspace.TryPlanAsync()).Manifest.Creating);
        Assert.True((await workspace.PlanAsync()).Changes.Single(change => change.Kind == "jobs").Adopts);
    }

    [Fact]
    public async Task An_object_of_the_name_that_another_identity_made_after_the_kill_is_adopted()
    {
        var token = await workspace.Cloud.TokenAsync("2ff814a6-3304-4ab8-85cb-cd0e6f879c1d");
        workspace.Token = (_, _) => ValueTask.FromResult(token);
        await workspace.KillBeforeAsync("/api/2.2/jobs/create", "nightly");
        await workspace.HasJobAsync(Samples.Job("nightly", compute: """ "environment_key": "default" """));

        Assert.True((await workspace.PlanAsync()).Changes.Single(change => change.Kind == "jobs").Adopts);
    }

    private static string AssetMark(string file) =>
        file.StartsWith("clusters/", StringComparison.Ordinal) ? "etl" : Path.GetFileNameWithoutExtension(file);
}
