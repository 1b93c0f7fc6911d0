using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Pruning;

/// <summary>All that a deployment made is deleted, whatever Git declares, and at last the record of it.</summary>
public sealed class DestroyTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock())).WithOneOfEachKind();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task Users_go_before_what_they_use_and_the_record_goes_last_though_Git_declares_all_of_it()
    {
        await workspace.DeployAsync();

        Outcome? outcome = null;
        var writes = await workspace.WritesDuringAsync(async () => outcome = await DestroyAsync());

        Assert.Equal(
            ["POST /api/2.2/jobs/delete", "POST /api/2.1/clusters/permanent-delete", "POST /api/2.0/workspace/delete"],
            writes.Where(write => write.Contains("delete", StringComparison.Ordinal)).Take(3)
        );
        Assert.True(outcome!.EndedRecord);
        Assert.All(await workspace.MemoryAsync(), file => Assert.StartsWith("lease-", file, StringComparison.Ordinal));
        Assert.Empty((await workspace.Cloud.GetAsync("/api/2.2/jobs/list"))["jobs"] ?? new JArray());

        // Once more there is nothing, and the next deployment begins anew.
        Assert.Empty(await workspace.WritesDuringAsync(async () => Assert.False((await DestroyAsync()).EndedRecord)));
        Assert.All((await workspace.DeployAsync()).Changes, change => Assert.Equal(ChangeAction.Create, change.Change.Action));
    }

    [Fact]
    public async Task A_plan_writes_nothing_and_says_what_would_go()
    {
        await workspace.DeployAsync();

        IReadOnlyList<Change>? changes = null;
        Assert.Empty(await workspace.WritesDuringAsync(async () => changes = (await PlanAsync()).Plan.Changes));

        Assert.Equal(
            ["jobs.nightly", "clusters.etl", "notebooks.load.py", "init-scripts.install.sh"],
            changes!.Select(change => change.Asset)
        );
        Assert.All(changes!, change => Assert.Equal("made by this deployment", change.Reason));
    }

    [Fact]
    public async Task More_than_a_prune_may_delete_goes_in_one_run()
    {
        workspace.Environment = workspace.Environment with { PruneLimit = 1 };
        await workspace.DeployAsync();

        Assert.True((await DestroyAsync()).EndedRecord);
    }

    [Theory]
    [InlineData("adopted", "jobs.nightly: adopted: it was there before it was recorded here")]
    [InlineData("another's", "jobs.nightly: it is in the record of other/test too")]
    [InlineData("data", "secret-scopes.app: the secrets in it would be lost; --allow-data-loss=secret-scopes.app deletes it")]
    [InlineData("used", "clusters.etl: jobs.theirs uses it")]
    [InlineData(
        "edited",
        "jobs.nightly: changed in the workspace since the last deployment (timeout_seconds); --force removes it all the same"
    )]
    [InlineData("running", "jobs.nightly: a run of it is active; --force removes it all the same")]
    public async Task What_is_not_this_deployments_alone_stays_with_the_record_and_the_reason(string what, string reason)
    {
        await PrepareAsync(what);

        var planned = await PlanAsync();
        Assert.Contains(reason, planned.Plan.Changes.Select(change => $"{change.Asset}: {change.HeldBack}"));
        Assert.Empty(planned.Refusals);

        var outcome = await DestroyAsync();
        Assert.False(outcome.EndedRecord);
        var left = reason.Split(':')[0];
        Assert.Contains(left, (await workspace.TryPlanAsync()).Manifest.Entries.Keys);
        Assert.DoesNotContain("notebooks.load.py", (await workspace.TryPlanAsync()).Manifest.Entries.Keys);
        Assert.Empty(await workspace.WritesDuringAsync(() => DestroyAsync()));
    }

    [Fact]
    public async Task Data_goes_when_it_is_named()
    {
        await PrepareAsync("data");

        var outcome = await DestroyAsync(new() { DataLoss = new AllowedDataLoss(["secret-scopes.app"]) });

        Assert.True(outcome.EndedRecord);
    }

    [Fact]
    public async Task The_word_for_another_environment_is_refused() =>
        Assert.Contains(
            "--confirm=prod does not name test, the environment of this run.",
            Assert.Single((await PlanAsync(new() { Confirmed = "prod" })).Refusals).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("/api/2.2/jobs/delete")]
    [InlineData("/api/2.1/clusters/permanent-delete")]
    public async Task What_could_not_be_deleted_stays_with_what_it_uses_and_goes_the_next_time(string call)
    {
        await workspace.DeployAsync();
        await workspace.Cloud.AddFaultAsync($$"""{ "method": "POST", "path": "{{call}}", "status": 400, "times": 0 }""");

        var outcome = await TryDestroyAsync(await PlanAsync());
        Assert.False(outcome.Succeeded);
        Assert.False(outcome.EndedRecord);

        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        Assert.True((await DestroyAsync()).EndedRecord);
    }

    [Fact]
    public async Task A_run_that_ended_before_it_deleted_the_record_is_finished_by_the_same_command()
    {
        await workspace.DeployAsync();
        workspace.Before = async (request, ct) =>
        {
            if (
                request.RequestUri!.AbsolutePath == "/api/2.0/workspace/delete"
                && (await request.Content!.ReadAsStringAsync(ct)).Contains("/manifest", StringComparison.Ordinal)
            )
                throw new HttpRequestException("no network");
        };
        var outcome = await TryDestroyAsync(await PlanAsync());
        Assert.StartsWith(
            "All is deleted but the record of what was deployed: ",
            Assert.Single(outcome.Failures),
            StringComparison.Ordinal
        );
        workspace.Before = null;

        Assert.Empty((await PlanAsync()).Plan.Changes);
        Assert.True((await DestroyAsync()).EndedRecord);
    }

    [Fact]
    public async Task What_a_killed_deployment_had_begun_to_make_goes_too()
    {
        await workspace.KillAfterAsync("/api/2.2/jobs/create", "nightly");

        Assert.True((await DestroyAsync()).EndedRecord);

        Assert.Empty((await workspace.Cloud.GetAsync("/api/2.2/jobs/list"))["jobs"] ?? new JArray());
    }

    private async Task PrepareAsync(string what)
    {
        switch (what)
        {
            case "adopted":
                workspace.Environment = workspace.Environment with { PruneAdopted = true };
                await workspace.HasJobAsync(Samples.Job("nightly", compute: """ "environment_key": "default" """));
                await workspace.DeployAsync();
                break;
            case "another's":
                var own = workspace.Environment;
                await workspace.DeployAsync();
                workspace.Environment = own with { DeploymentName = "other" };
                await workspace.DeployAsync("jobs");
                workspace.Environment = own;
                break;
            case "data":
                await workspace.With("secret-scopes/app.json", """{ "name": "app" }""").DeployAsync();
                break;
            case "used":
                await workspace.DeployAsync();
                var cluster = (string?)(await workspace.ClusterAsync("etl"))["cluster_id"];
                await workspace.HasJobAsync(Samples.Job("theirs", compute: $$""" "existing_cluster_id": "{{cluster}}" """));
                break;
            case "edited":
                await workspace.DeployAsync();
                await workspace.Cloud.PostAsync(
                    "/api/2.2/jobs/update",
                    new()
                    {
                        ["job_id"] = (await workspace.JobAsync("nightly"))["job_id"],
                        ["new_settings"] = new JObject { ["timeout_seconds"] = 60 },
                    }
                );
                break;
            default:
                await workspace.DeployAsync();
                await workspace.Cloud.PostAsync(
                    "/api/2.2/jobs/run-now",
                    new() { ["job_id"] = (await workspace.JobAsync("nightly"))["job_id"] }
                );
                break;
        }
    }

    /// <summary>After a kill the lease is waited for, and the plan made again.</summary>
    private async Task<Outcome> AgainAsync(PruneOptions? options)
    {
        try
        {
            return await TryDestroyAsync(await PlanAsync(options));
        }
        catch (PlanOutOfDateException)
        {
            return await TryDestroyAsync(await PlanAsync(options));
        }
    }

    private Task<PlannedDeployment> PlanAsync(PruneOptions? options = null) =>
        workspace.Session().PlanDestroyAsync(options ?? new PruneOptions { Confirmed = "test" }, CancellationToken.None);

    private Task<Outcome> TryDestroyAsync(PlannedDeployment planned) =>
        workspace.Session().ApplyAsync(planned, stop: false, new TestWorkspace.Nobody(workspace.Notes), CancellationToken.None);

    private async Task<Outcome> DestroyAsync(PruneOptions? options = null)
    {
        var outcome = await AgainAsync(options);
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Changes.Select(change => change.Message).Concat(outcome.Failures)));
        return outcome;
    }
}
