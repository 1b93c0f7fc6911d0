using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Ownership;

/// <summary>What others do between a plan and its end costs nobody an object.</summary>
public sealed class MeanwhileTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock())).WithOneOfEachKind();
        await workspace.DeployAsync();
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("notebooks/new.py", "/Shared/app/notebooks/new")]
    [InlineData("notebooks/new.txt", "/Shared/app/notebooks/new.txt")]
    [InlineData("init-scripts/new.sh", "/Shared/app/init-scripts/new.sh")]
    public async Task A_file_that_someone_made_after_the_plan_is_left_as_it_is(string file, string place)
    {
        var planned = await workspace.With(file, Samples.Notebook()).TryPlanAsync();
        await ImportAsync(place, "# Databricks notebook source\n# theirs\n", file);

        var outcome = await workspace.ApplyAsync(planned, new Quiet(), CancellationToken.None);

        Assert.Contains(
            "was made by someone else after the plan was made",
            Assert.Single(outcome.Changes).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("# theirs", await workspace.SourceAsync(place), StringComparison.Ordinal);
        Assert.True((await workspace.PlanAsync()).Changes.Single(change => change.File == file).Adopts);
    }

    [Theory]
    [InlineData("drop_after")]
    [InlineData("drop_before")]
    public async Task A_file_whose_answer_was_lost_is_ours(string action)
    {
        await workspace.Cloud.AddFaultAsync(
            new JObject
            {
                ["method"] = "POST",
                ["path"] = "/api/2.0/workspace/import",
                ["action"] = action,
                ["skip"] = 2,
            }.ToString()
        );

        await workspace.With("notebooks/new.py", Samples.Notebook()).DeployAsync();

        Assert.False((await workspace.TryPlanAsync()).Manifest.Find("notebooks.new.py")!.Adopted);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_was_edited_after_the_plan_is_not_pruned()
    {
        workspace.Without("jobs/nightly.json");
        var planned = await workspace.PlanPruneAsync();
        var id = (await workspace.JobAsync("nightly"))["job_id"]!;
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new JObject
            {
                ["job_id"] = id,
                ["new_settings"] = new JObject { ["timeout_seconds"] = 77 },
            }
        );

        var outcome = await workspace.ApplyAsync(planned, new Quiet(), CancellationToken.None);

        Assert.Equal((false, ChangeStatus.Skipped), (outcome.Succeeded, Assert.Single(outcome.Changes).Status));
        await workspace.JobAsync("nightly");
    }

    private Task ImportAsync(string place, string text, string file) =>
        workspace.Cloud.PostAsync(
            "/api/2.0/workspace/import",
            new JObject
            {
                ["path"] = place,
                ["format"] = file.EndsWith(".py", StringComparison.Ordinal) ? "SOURCE" : "AUTO",
                ["language"] = file.EndsWith(".py", StringComparison.Ordinal) ? "PYTHON" : null,
                ["content"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)),
            }
        );
}
