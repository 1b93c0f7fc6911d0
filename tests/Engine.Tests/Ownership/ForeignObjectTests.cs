using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Ownership;

/// <summary>
/// An object of another id under a known name is someone else's; and what may not be seen is neither made again nor given up.
/// </summary>
public sealed class ForeignObjectTests : IAsyncLifetime
{
    private const string Compute = """ "environment_key": "default" """;

    private TestWorkspace workspace = null!;

    private string id = "";

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        workspace
            .With("jobs/nightly.json", Samples.Job("nightly", compute: Compute))
            .With("jobs/other.json", Samples.Job("other", compute: Compute));
        id = (await workspace.DeployAsync()).Changes.Single(change => change.Change.Name == "nightly").Id!;
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task Another_job_of_the_name_is_adopted_which_the_plan_says_and_no_prune_deletes_it()
    {
        await workspace.Cloud.PostAsync("/api/2.2/jobs/delete", new JObject { ["job_id"] = long.Parse(id, null) });
        var theirs = await workspace.HasJobAsync(Samples.Job("nightly", """ "timeout_seconds": 7 """, Compute));

        var change = (await workspace.PlanAsync()).Writes.Single();
        Assert.Equal((ChangeAction.Update, true, $"{theirs}"), (change.Action, change.Adopts, change.Id));
        Assert.EndsWith(
            $"the job {id}, deployed before, is gone, and this one of the same name is another",
            change.Reason,
            StringComparison.Ordinal
        );
        await workspace.DeployAsync();
        Assert.True((await workspace.TryPlanAsync()).Manifest.Find("jobs.nightly")!.Adopted);

        workspace.Without("jobs/nightly.json");
        Assert.StartsWith(
            "adopted",
            Assert.Single((await workspace.PlanPruneAsync(new() { Force = true })).Plan.Changes).HeldBack,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_a_listing_leaves_out_is_asked_for_by_its_id_before_anything_is_made()
    {
        await HideJobsAsync();

        var plan = await workspace.PlanAsync();

        Assert.True(plan.IsEmpty);
        Assert.Equal(id, plan.Changes.Single(change => change.Name == "nightly").Id);
    }

    [Fact]
    public async Task A_job_that_may_not_be_seen_fails_alone_and_the_rest_is_deployed()
    {
        await HideJobsAsync();
        await workspace.Cloud.AddFaultAsync("""{ "method": "GET", "path": "/api/2.2/jobs/get", "status": 403, "times": 0 }""");
        workspace.Without("jobs/other.json").With("notebooks/new.py", Samples.Notebook());

        var outcome = await workspace.TryDeployAsync();

        Assert.False(outcome.Succeeded);
        Assert.Equal(
            ["notebooks.new.py"],
            outcome.Changes.Where(change => change.Status == ChangeStatus.Done).Select(change => change.Change.Asset)
        );
        var failed = Assert.Single(outcome.Changes, change => change.Status == ChangeStatus.Failed);
        Assert.Equal("jobs.nightly", failed.Change.Asset);
        Assert.Contains($"its job {id} may not be looked at", failed.Message, StringComparison.Ordinal);
        Assert.Contains("--target=Forget --asset=jobs.nightly", failed.Message, StringComparison.Ordinal);
        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        await workspace.JobAsync("nightly");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_folder_that_may_not_be_listed_fails_its_files_alone(bool isDeployed)
    {
        if (isDeployed)
            await workspace.With("notebooks/closed/b.py", Samples.Notebook()).DeployAsync();
        workspace.With("notebooks/closed/b.py", Samples.Notebook("print(2)")).With("notebooks/open/a.py", Samples.Notebook());
        await workspace.Cloud.PostAsync("/api/2.0/workspace/mkdirs", new JObject { ["path"] = "/Shared/app/notebooks/closed" });
        await workspace.Cloud.AddFaultAsync(
            """
            {
              "method": "GET",
              "path": "/api/2.0/workspace/list",
              "query": "path=/Shared/app/notebooks/closed",
              "status": 403,
              "times": 0
            }
            """
        );

        var outcome = await workspace.TryDeployAsync();

        Assert.Equal(
            ["notebooks.open/a.py"],
            outcome.Changes.Where(change => change.Status == ChangeStatus.Done).Select(change => change.Change.Asset)
        );
        var failed = Assert.Single(outcome.Changes, change => change.Status == ChangeStatus.Failed);
        Assert.StartsWith(
            "notebooks.closed/b.py: its notebook /Shared/app/notebooks/closed/b may not be looked at",
            failed.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_job_that_may_not_be_seen_is_kept_by_a_prune()
    {
        await HideJobsAsync();
        await workspace.Cloud.AddFaultAsync("""{ "method": "GET", "path": "/api/2.2/jobs/get", "status": 403, "times": 0 }""");
        workspace.Without("jobs/nightly.json");

        var plan = (await workspace.PlanPruneAsync()).Plan;

        Assert.Empty(plan.Forgotten);
        Assert.Contains("may not be looked at", Assert.Single(plan.Changes).HeldBack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forgetting_gives_an_object_up_and_leaves_it_as_it_is()
    {
        var planned = await workspace.Session().PlanForgetAsync("jobs.nightly", CancellationToken.None);
        var writes = await workspace.AssetWritesDuringAsync(() => workspace.ApplyAsync(planned, new Quiet(), CancellationToken.None));

        Assert.Empty(writes);
        Assert.Equal(["jobs.other"], (await workspace.TryPlanAsync()).Manifest.Entries.Keys);
        Assert.True((await workspace.PlanAsync()).Changes.Single(change => change.Name == "nightly").Adopts);
    }

    [Fact]
    public async Task Only_what_is_known_can_be_forgotten()
    {
        var planned = await workspace.Session().PlanForgetAsync("jobs.nihgtly", CancellationToken.None);

        Assert.Contains("Did you mean jobs.nightly?", Assert.Single(planned.Findings).Message, StringComparison.Ordinal);
    }

    /// <summary>A listing that lags, or that leaves out what the identity may not see.</summary>
    private Task HideJobsAsync() =>
        workspace.Cloud.AddFaultAsync("""{ "method": "GET", "path": "/api/2.2/jobs/list", "status": 200, "body": {}, "times": 0 }""");
}
