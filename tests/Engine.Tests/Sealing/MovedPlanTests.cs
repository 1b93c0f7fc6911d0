using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>A sealed plan holds what was renamed, and is refused where an object would come from another asset (X2).</summary>
public sealed class MovedPlanTests : SealedTests
{
    protected override async Task PrepareAsync()
    {
        await Workspace.With("jobs/x.json", Job("old")).With("jobs/y.json", Job("other")).DeployAsync();
        Workspace
            .With("jobs/x.json", Job("new"))
            .With("deployment/moved.json", """{ "moved": [{ "from": "jobs.old", "to": "jobs.new" }] }""");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_rename_is_applied_on_a_machine_without_the_file_also_after_a_kill(bool isKilled)
    {
        await Release.SealAsync();
        Workspace.Without("deployment/moved.json").Without("jobs/x.json").Without("jobs/y.json");
        if (isKilled)
        {
            using var killed = new CancellationTokenSource();
            Workspace.Before = (request, _) =>
                request.RequestUri!.AbsolutePath == "/api/2.2/jobs/reset" ? killed.CancelAsync() : Task.CompletedTask;
            await Release.ApplyAsync(killed.Token);
            Workspace.Before = null;
        }

        Assert.Equal("jobs.old", (await Release.PlanAsync()).Plan.Changes.Single(change => change.Name == "new").MovedFrom);
        Assert.True((await Release.ApplyAsync()).Succeeded);

        Assert.Equal(["jobs.new", "jobs.other"], (await Release.PlanAsync()).Manifest.Entries.Keys);
        Assert.Equal(["jobs.new"], (await Release.PlanAsync()).DoneAlready);
    }

    [Fact]
    public async Task A_plan_to_make_the_job_is_not_applied_by_renaming_another()
    {
        Workspace.Without("deployment/moved.json");
        await Release.SealAsync();
        var id = (string)(await Workspace.JobAsync("old"))["job_id"]!;
        await Workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new() { ["job_id"] = long.Parse(id, null), ["new_settings"] = new Newtonsoft.Json.Linq.JObject { ["name"] = "new" } }
        );

        Assert.Equal(
            ["error PLN005: jobs.new: its object would be that of jobs.old now, and was to be its own when the plan was made."],
            await Release.RefusalsAsync()
        );
    }

    private static string Job(string name) => Samples.Job(name, compute: Samples.Free);
}
