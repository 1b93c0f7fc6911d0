using Layercake.Engine.Memory;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Ownership;

/// <summary>What a listing that lags behind the writes does not show yet is waited for, and is never made twice.</summary>
public sealed class LaggingListingTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock())).WithOneOfEachKind();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_cluster_that_a_lagging_listing_hides_stays_due_to_be_stopped_and_is_stopped_once_it_shows()
    {
        await workspace.KillAfterAsync("/api/2.1/clusters/create", "etl");
        workspace.WithOnlyOneNotebook();
        await workspace.Cloud.AddFaultAsync(
            """{ "method": "GET", "path": "/api/2.1/clusters/list", "status": 200, "body": {}, "times": 0 }"""
        );
        await workspace.DeployAsync();
        Assert.Empty(await workspace.WritesDuringAsync(() => workspace.DeployAsync()));
        await workspace.Cloud.AdminAsync("DELETE", "/faults");

        Assert.Equal(["clusters.etl"], (await workspace.DeployAsync()).Stopped);
        await workspace.PruneAsync();
        Assert.Empty((await workspace.Cloud.GetAsync("/api/2.1/clusters/list"))["clusters"] ?? new JArray());
    }

    [Fact]
    public async Task A_manifest_that_is_listed_and_not_given_out_is_no_empty_one()
    {
        await workspace.DeployAsync();
        await workspace.Cloud.AddFaultAsync(
            """
            {
              "method": "GET",
              "path": "/api/2.0/workspace/export",
              "status": 404,
              "times": 0,
              "body": { "error_code": "RESOURCE_DOES_NOT_EXIST", "message": "no" }
            }
            """
        );

        var writes = await workspace.WritesDuringAsync(async () =>
            Assert.Contains(
                "is listed in its folder",
                (await Assert.ThrowsAsync<ManifestException>(() => workspace.DeployAsync())).Message,
                StringComparison.Ordinal
            )
        );

        Assert.Empty(writes);
    }

    [Fact]
    public async Task A_job_that_a_lagging_listing_hides_at_first_is_looked_for_and_not_made_twice()
    {
        await workspace.KillAfterAsync("/api/2.2/jobs/create", "nightly");
        await HideJobsAsync(times: 3);
        workspace.Notes.Clear();

        await workspace.DeployAsync();

        await workspace.JobAsync("nightly");
        Assert.Contains(
            workspace.Notes,
            note =>
                note.StartsWith("An earlier deployment was cut short while it created jobs.nightly, and no read", StringComparison.Ordinal)
        );
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_job_that_Git_dropped_after_a_kill_is_pruned_although_a_listing_hides_it_at_first()
    {
        await workspace.KillAfterAsync("/api/2.2/jobs/create", "nightly");
        workspace.WithOnlyOneNotebook();
        await workspace.DeployAsync();
        await HideJobsAsync(times: 3);

        await workspace.PruneAsync();

        Assert.Empty((await workspace.Cloud.GetAsync("/api/2.2/jobs/list"))["jobs"] ?? new JArray());
        Assert.Empty((await workspace.TryPlanAsync()).Manifest.Creating);
    }

    [Fact]
    public async Task A_job_that_was_never_made_is_looked_for_during_20_seconds_and_made()
    {
        await workspace.KillBeforeAsync("/api/2.2/jobs/create", "nightly");
        var before = workspace.Clock.GetUtcNow();

        await workspace.DeployAsync();

        await workspace.JobAsync("nightly");
        Assert.InRange(workspace.Clock.GetUtcNow() - before, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40));
        Assert.DoesNotContain("jobs.nightly", (await workspace.TryPlanAsync()).Manifest.Creating.Keys);
    }

    [Fact]
    public async Task A_job_made_anew_by_a_killed_run_is_looked_for_although_the_record_still_has_the_old_id()
    {
        await workspace.DeployAsync();
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/delete",
            new JObject { ["job_id"] = (await workspace.JobAsync("nightly"))["job_id"] }
        );
        await workspace.KillAfterAsync("/api/2.2/jobs/create", "nightly");
        await HideJobsAsync(times: 3);

        await workspace.DeployAsync();

        await workspace.JobAsync("nightly");
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task The_record_that_an_ended_run_saved_last_is_waited_for()
    {
        await workspace.DeployAsync();
        await workspace.With("jobs/late.json", Samples.Job("late", compute: """ "environment_key": "default" """)).DeployAsync();
        var listing = await workspace.Cloud.GetAsync($"/api/2.0/workspace/list?path={workspace.Environment.StateFolder}");
        listing["objects"] = new JArray(
            listing["objects"]!.Where(file => !((string)file["path"]!).EndsWith("manifest-2.json.gz", StringComparison.Ordinal))
        );
        await HideAsync("/api/2.0/workspace/list", "path=" + workspace.Environment.StateFolder, listing, times: 2);
        await HideAsync("/api/2.2/jobs/list", "", new JObject(), times: 1);

        Assert.Empty(await workspace.AssetWritesDuringAsync(() => workspace.DeployAsync()));
    }

    private Task HideJobsAsync(int times) => HideAsync("/api/2.2/jobs/list", "", [], times);

    private Task HideAsync(string path, string query, JObject answer, int times) =>
        workspace.Cloud.AddFaultAsync(
            new JObject
            {
                ["method"] = "GET",
                ["path"] = path,
                ["query"] = query,
                ["status"] = 200,
                ["body"] = answer,
                ["times"] = times,
            }.ToString()
        );
}
