using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Ownership;

/// <summary>An object of the workspace is taken for a declared asset by its id, whatever its name is there (X13).</summary>
public sealed class AdoptionTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    private string theirs = "";

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        workspace
            .With("jobs/nightly.json", Job("nightly"))
            .With("notebooks/load.py", Samples.Notebook())
            .With("secret-scopes/app.json", """{ "name": "app" }""");
        theirs = $"{await workspace.HasJobAsync(Samples.Job("made by hand", """ "timeout_seconds": 7 """, Samples.Free))}";
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("dev-")]
    public async Task The_record_alone_is_written_and_the_next_plan_shows_the_rename(string prefix)
    {
        workspace.Environment = workspace.Environment with { NamePrefix = prefix };
        Assert.Empty(await workspace.AssetWritesDuringAsync(() => AdoptAsync("jobs.nightly", theirs)));

        var entry = (await workspace.TryPlanAsync()).Manifest.Find($"jobs.{prefix}nightly")!;
        Assert.Equal((theirs, true), (entry.Id, entry.Adopted));
        var change = (await workspace.PlanAsync()).Changes.Single(change => change.Kind == "jobs");
        Assert.Equal((ChangeAction.Update, theirs, true, false), (change.Action, change.Id, change.Adopts, change.Drift));
        Assert.Equal("in the workspace already, and different", change.Reason);
        Assert.Equal(["name", "timeout_seconds"], change.Fields.Select(field => field.Path));
        await workspace.DeployAsync();

        Assert.Equal(theirs, (string?)(await workspace.JobAsync($"{prefix}nightly"))["job_id"]);
        Assert.True((await workspace.TryPlanAsync()).Manifest.Find($"jobs.{prefix}nightly")!.Adopted);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData(
        "jobs.nihgtly",
        "1",
        "Git does not declare jobs.nihgtly, and an object is adopted for what it declares. Did you mean jobs.nightly?"
    )]
    [InlineData("jobs.nightly", "x", "--id=x is no id of a job, which is ")]
    [InlineData("jobs.nightly", "404", "test has no job with the id 404. Look the id up")]
    [InlineData("notebooks.load.py", "1", "notebooks.load.py has no id beside its place")]
    [InlineData("secret-scopes.app", "app", "secret-scopes.app has no id beside its name")]
    public async Task What_cannot_be_adopted_is_an_error(string asset, string id, string message)
    {
        var finding = Assert.Single((await PlanAsync(asset, id)).Findings);

        Assert.Equal("MAN002", finding.Code);
        Assert.StartsWith(message, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_not_be_looked_at_is_not_adopted()
    {
        await workspace.Cloud.AddFaultAsync("""{ "method": "GET", "path": "/api/2.2/jobs/get", "status": 403, "times": 0 }""");

        Assert.StartsWith(
            $"test has no job with the id {theirs} that may be looked at: ",
            Assert.Single((await PlanAsync("jobs.nightly", theirs)).Findings).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_object_that_another_asset_has_is_refused()
    {
        await workspace.With("jobs/other.json", Job("other")).DeployAsync();
        var other = (string)(await workspace.JobAsync("other"))["job_id"]!;

        Assert.StartsWith(
            $"error MAN003: {other} is the object of jobs.other, by the record of what was deployed. ",
            $"{Assert.Single((await PlanAsync("jobs.nightly", other)).Refusals)}",
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("other", "test", "other/test")]
    [InlineData("default", "prod", "default/prod")]
    public async Task An_object_that_another_deployment_has_is_refused(string deployment, string name, string named)
    {
        var own = workspace.Environment;
        workspace.Environment = own with { DeploymentName = deployment, Name = name };
        await workspace.DeployAsync();
        workspace.Environment = own;
        var id = (string)(await workspace.JobAsync("nightly"))["job_id"]!;

        Assert.StartsWith(
            $"error MAN003: {id} is an object of the deployment {named}, by its record, and ",
            $"{Assert.Single((await PlanAsync("jobs.nightly", id)).Refusals)}",
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_deployment_that_adopts_what_another_one_has_is_told_once_which_one()
    {
        var own = workspace.Environment;
        workspace.With("jobs/hourly.json", Job("hourly"));
        workspace.Environment = own with { DeploymentName = "other" };
        await workspace.DeployAsync();
        workspace.Environment = own;

        var planned = await workspace.TryPlanAsync();

        var finding = Assert.Single(planned.Findings);
        Assert.StartsWith(
            "warning MAN004: The deployment other/test has 4 objects in its record that this one adopts, and each of the two would undo "
                + "what the other deploys: ",
            $"{finding}",
            StringComparison.Ordinal
        );
        Assert.Equal(4, planned.Plan.Adoptions.Count());
        await workspace.DeployAsync();
        Assert.Empty((await workspace.TryPlanAsync()).Findings);
    }

    [Fact]
    public async Task Another_record_that_cannot_be_read_does_not_keep_a_deployment_from_adopting()
    {
        var own = workspace.Environment;
        workspace.Environment = own with { DeploymentName = "other" };
        await workspace.DeployAsync();
        workspace.Environment = own;
        await workspace.Cloud.AddFaultAsync(
            """{ "method": "GET", "path": "/api/2.0/workspace/export", "query": "other", "status": 403, "times": 0 }"""
        );

        Assert.Empty((await workspace.TryPlanAsync()).Findings);
    }

    [Fact]
    public async Task An_asset_whose_object_is_there_is_refused_until_that_is_given_up_or_gone()
    {
        await workspace.DeployAsync();
        var ours = (string)(await workspace.JobAsync("nightly"))["job_id"]!;

        Assert.StartsWith(
            $"error MAN003: jobs.nightly has the job {ours} already, called nightly. To take {theirs} instead, run --target=Forget "
                + "--asset=jobs.nightly first",
            $"{Assert.Single((await PlanAsync("jobs.nightly", theirs)).Refusals)}",
            StringComparison.Ordinal
        );

        await workspace.Cloud.PostAsync("/api/2.2/jobs/delete", new JObject { ["job_id"] = long.Parse(ours, null) });
        await AdoptAsync("jobs.nightly", theirs);
        Assert.Equal(theirs, (await workspace.TryPlanAsync()).Manifest.Find("jobs.nightly")!.Id);
    }

    [Fact]
    public async Task What_a_killed_run_may_have_made_is_refused()
    {
        await workspace.KillBeforeAsync("/api/2.2/jobs/create", "nightly");

        Assert.StartsWith(
            "error MAN003: a deployment that was cut short may have made a job for jobs.nightly. ",
            $"{Assert.Single((await PlanAsync("jobs.nightly", theirs)).Refusals)}",
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Adopting_twice_writes_once()
    {
        await AdoptAsync("jobs.nightly", theirs);

        Assert.Empty(await workspace.WritesDuringAsync(() => AdoptAsync("jobs.nightly", theirs)));
    }

    private Task<PlannedDeployment> PlanAsync(string asset, string id) =>
        workspace.Session().PlanAdoptAsync(workspace.Read(), asset, id, CancellationToken.None);

    private async Task AdoptAsync(string asset, string id)
    {
        var planned = await PlanAsync(asset, id);
        Assert.Empty(planned.Findings.Concat(planned.Refusals));
        await workspace.ApplyAsync(planned, new Quiet(), CancellationToken.None);
    }

    private static string Job(string name) => Samples.Job(name, compute: Samples.Free);
}
