using Layercake.Engine.Environments;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Pruning;

/// <summary>What another identity made is left alone where the environment says so, and always by a prune of everything.</summary>
public sealed class OwnerTests : IAsyncLifetime
{
    private const string Databricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

    private const string Compute = """ "environment_key": "default" """;

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        // The fixture's own calls are by the owner of the personal access token.
        var token = await workspace.Cloud.TokenAsync(Databricks);
        workspace.Token = (_, _) => ValueTask.FromResult(token);
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task With_owner_only_a_job_of_someone_else_is_neither_adopted_nor_updated()
    {
        const string other =
            """ "timeout_seconds": 60, "access_control_list": [{ "group_name": "users", "permission_level": "CAN_VIEW" }] """;
        var creator = await MakeAsync("theirs");
        await MakeAsync("same");
        workspace.Environment = workspace.Environment with { OwnerOnly = true };
        workspace
            .With("jobs/theirs.json", Samples.Job("theirs", other, Compute))
            .With("jobs/same.json", Samples.Job("same", compute: Compute))
            .With("jobs/ours.json", Samples.Job("ours", compute: Compute));

        var plan = await workspace.PlanAsync();
        await workspace.DeployAsync();

        var theirs = plan.Changes.Single(change => change.Name == "theirs");
        Assert.Equal(($"made by {creator} (owner_only)", false), (theirs.HeldBack, theirs.Adopts));
        Assert.Empty(theirs.Fields);
        Assert.Equal(["jobs.ours"], plan.Writes.Select(change => change.Asset));
        Assert.Equal(0, (int?)(await workspace.JobAsync("theirs"))["settings"]!["timeout_seconds"] ?? 0);
        Assert.Equal(["jobs.ours"], (await workspace.TryPlanAsync()).Manifest.Entries.Keys);
    }

    [Fact]
    public async Task Without_owner_only_a_job_of_someone_else_is_adopted()
    {
        await MakeAsync("theirs");

        Assert.True(
            Assert.Single((await workspace.With("jobs/theirs.json", Samples.Job("theirs", compute: Compute)).PlanAsync()).Changes).Adopts
        );
    }

    [Fact]
    public async Task With_owner_only_a_job_of_someone_else_is_not_pruned()
    {
        var creator = await MakeAsync("theirs");
        await workspace
            .With("jobs/theirs.json", Samples.Job("theirs", compute: Compute))
            .With("jobs/ours.json", Samples.Job("ours", compute: Compute))
            .DeployAsync();
        workspace.Environment = workspace.Environment with { OwnerOnly = true, PruneAdopted = true };
        workspace.Without("jobs/theirs.json");

        var plan = (await workspace.PlanPruneAsync(new() { Force = true })).Plan;

        Assert.Equal($"made by {creator} (owner_only)", Assert.Single(plan.Changes).HeldBack);
    }

    [Fact]
    public async Task A_prune_of_everything_deletes_only_what_whoever_signs_in_made_and_no_deployment_of_others()
    {
        var creator = await MakeAsync("theirs");
        // Another repository, deployed by the same identity.
        var here = workspace.Environment;
        workspace.Environment = here with { DeploymentName = "reports" };
        await workspace.With("jobs/report.json", Samples.Job("report", compute: Compute)).DeployAsync();
        workspace.Without("jobs/report.json");
        // By hand, with the same identity.
        workspace.Environment = here with
        {
            DeploymentName = "lost",
        };
        await workspace.With("jobs/stray.json", Samples.Job("stray", compute: Compute)).DeployAsync();
        workspace.Without("jobs/stray.json");
        await workspace.Cloud.PostAsync("/api/2.0/workspace/delete", new() { ["path"] = "/Shared/.layercake/lost", ["recursive"] = true });
        workspace.Environment = here;
        await workspace.With("jobs/ours.json", Samples.Job("ours", compute: Compute)).DeployAsync();

        var planned = await workspace.PlanPruneAsync(new() { Everything = true });
        Assert.Equal(
            [
                "jobs.stray: delete: never in Git",
                "jobs.report: none: deployed by reports/test",
                $"jobs.theirs: none: never in Git, and made by {creator}",
            ],
            planned.Plan.Changes.Select(Told)
        );
        Assert.Equal("PRN002", Assert.Single(planned.Refusals).Code);
        Assert.Equal(
            "PRN002",
            Assert.Single((await workspace.PlanPruneAsync(new() { Everything = true, Confirmed = "prod" })).Refusals).Code
        );

        var elsewhere = Assert.Single((await workspace.PlanPruneAsync(new() { Confirmed = "prod" })).Refusals);
        Assert.Equal(
            "--confirm=prod does not name test, the environment of this run. Correct --confirm or --env.",
            elsewhere.Message
        );

        await workspace.PruneAsync(new() { Everything = true, Confirmed = "test" });
        Assert.Equal(
            ["ours", "report", "theirs"],
            (await workspace.Cloud.GetAsync("/api/2.2/jobs/list"))["jobs"]!.Select(job => (string)job["settings"]!["name"]!).Order()
        );
    }

    [Fact]
    public async Task A_prune_of_everything_leaves_what_another_deployment_is_just_creating()
    {
        var here = workspace.Environment;
        workspace.Environment = here with { DeploymentName = "reports" };
        await KilledAfterAsync("/api/2.2/jobs/create", "jobs/report.json", Samples.Job("report", compute: Compute));
        workspace.Environment = here;
        workspace.With("jobs/ours.json", Samples.Job("ours", compute: Compute));

        var planned = await workspace.PlanPruneAsync(new() { Everything = true, Confirmed = "test" });

        Assert.Equal(
            "reports/test is creating one of this name, or was when it was last heard of",
            Assert.Single(planned.Plan.Changes).HeldBack
        );
    }

    [Theory]
    [InlineData("/closed", true)]
    [InlineData("/Shared/.layercake", false)]
    public async Task With_owner_only_a_file_that_a_killed_deployment_made_is_ours_where_not_everybody_may_write_the_record(
        string state,
        bool ours
    )
    {
        workspace.Environment = workspace.Environment with { OwnerOnly = true, StatePath = state };
        await KilledAfterAsync("/api/2.0/workspace/import", "notebooks/a.py", Samples.Notebook());
        await workspace.HasFileAsync("/Shared/app/notebooks/a", Samples.Notebook("2"), "SOURCE", "PYTHON");

        var planned = await workspace.With("notebooks/a.py", Samples.Notebook()).TryPlanAsync();
        Assert.Equal(["notebooks.a.py"], planned.Manifest.Creating.Keys);
        Assert.Equal(
            (ours ? ChangeAction.Update : ChangeAction.None, !ours),
            planned.Plan.Changes.Select(change => (change.Action, change.HeldBack is not null)).Single()
        );
        workspace.Without("notebooks/a.py").With("notebooks/other.py", Samples.Notebook());
        Assert.Equal(ours, (await workspace.PlanPruneAsync()).Plan.Deletions.Any());
    }

    [Fact]
    public async Task With_owner_only_a_file_is_ours_when_the_manifest_says_so_and_not_everybody_may_write_it()
    {
        workspace.Environment = workspace.Environment with { OwnerOnly = true, StatePath = "/closed" };
        await workspace.With("notebooks/ours.py", Samples.Notebook()).DeployAsync();
        await workspace.HasFileAsync("/Shared/app/notebooks/theirs", Samples.Notebook("'theirs'"), "SOURCE", "PYTHON");
        workspace.With("notebooks/ours.py", Samples.Notebook("2")).With("notebooks/theirs.py", Samples.Notebook("3"));

        var plan = await workspace.PlanAsync();

        Assert.Equal(["notebooks.ours.py"], plan.Writes.Select(change => change.Asset));
        Assert.Equal("nobody can tell who made it (owner_only)", plan.Changes.Single(change => change.Name == "theirs.py").HeldBack);
    }

    [Fact]
    public async Task With_owner_only_a_manifest_that_everybody_may_write_proves_nothing()
    {
        workspace.Environment = workspace.Environment with { OwnerOnly = true };
        await workspace.With("notebooks/ours.py", Samples.Notebook()).DeployAsync();
        workspace.With("notebooks/ours.py", "plain = 1\n").With("notebooks/new.py", Samples.Notebook());

        var plan = await workspace.PlanAsync();

        Assert.Equal(["notebooks.new.py"], plan.Writes.Select(change => change.Asset));
        Assert.Contains(
            "all users may write to /Shared/.layercake/default/test",
            plan.Changes.Single(change => change.Name == "ours.py").HeldBack,
            StringComparison.Ordinal
        );
    }

    private static string Told(Change change) => $"{change.Asset}: {change.Action.ToString().ToLowerInvariant()}: {change.Reason}";

    /// <summary>Deploys a file, and lets nothing more through once its asset was made, not even the answer to that.</summary>
    private async Task KilledAfterAsync(string call, string file, string text)
    {
        using var end = new CancellationTokenSource();
        var planned = await workspace.With(file, text).TryPlanAsync();
        var dead = false;
        workspace.Before = async (request, ct) =>
        {
            if (dead)
                throw new HttpRequestException("killed");
            if (
                request.RequestUri!.AbsolutePath != call
                || await request.Content!.ReadAsStringAsync(ct) is not { } body
                || body.Contains(workspace.Environment.StatePath, StringComparison.Ordinal)
            )
                return;

            dead = true;
            using var answer = await workspace.Cloud.SendAsync(
                Databricks,
                "POST",
                workspace.Cloud.Description.WorkspaceHttp + call,
                JObject.Parse(body)
            );
            Assert.True(answer.IsSuccessStatusCode);
            await end.CancelAsync();
            throw new HttpRequestException("killed");
        };
        await workspace.ApplyAsync(planned, new Quiet(), end.Token);
        workspace.Before = null;
        await workspace.Session().UnlockAsync(CancellationToken.None);
        workspace.Without(file);
    }

    /// <returns>Who the workspace says made it.</returns>
    private async Task<string> MakeAsync(string name)
    {
        await workspace.Cloud.PostAsync("/api/2.2/jobs/create", JObject.Parse(Samples.Job(name, compute: Compute)));
        return (string)(await workspace.JobAsync(name))["creator_user_name"]!;
    }
}
