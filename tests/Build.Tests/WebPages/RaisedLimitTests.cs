using Layercake.Engine.Pruning;
using Layercake.Testing;
using Layercake.Web.Runs;

namespace Layercake.Build.Tests.WebPages;

/// <summary>More deletions than the environment allows, from the plan to the workspace.</summary>
public sealed class RaisedLimitTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_plan_with_a_limit_of_its_own_is_applied_with_it()
    {
        await using var cloud = await LocalCloudFixture.StartAsync();
        folder.Write("assets/jobs/stays.json", """{ "name": "stays" }""");
        for (var number = 1; number <= 11; number++)
            folder.Write($"assets/jobs/j{number}.json", $$"""{ "name": "j{{number}}" }""");
        await using var page = new ServedPage(
            folder,
            new Dictionary<string, string>
            {
                ["DATABRICKS_HOST"] = cloud.Description.WorkspaceHttp,
                ["DATABRICKS_TOKEN"] = cloud.Description.Token,
            }
        );
        var deployed = await page.RunAsync(RunTask.Apply, "workspace", await page.RunAsync(RunTask.Validate, "workspace"));
        Assert.Equal((RunState.Succeeded, null), (deployed.End.State, deployed.End.Failure));
        for (var number = 1; number <= 11; number++)
            File.Delete(folder[$"assets/jobs/j{number}.json"]);

        var refused = (await page.RunAsync(RunTask.FindDeleted, "workspace")).End;
        Assert.Equal(RunState.Refused, refused.State);
        Assert.Contains(refused.Findings, finding => finding.Code == PruneLimit.Exceeded);
        var losses = refused.Changes.Count(change => change.IsLoss);

        // As the list of runs asks for them.
        var find = new RunRequest { Task = RunTask.FindDeleted, Environment = "workspace", PruneLimit = losses };
        var found = await page.RunAsync(find);
        var removed = await page.RunAsync(find with { Task = RunTask.Apply, Planned = found.Id }, found);

        Assert.Equal((11, RunState.Succeeded, null), (losses, removed.End.State, removed.End.Failure));
        Assert.Single((await cloud.GetAsync("/api/2.2/jobs/list"))["jobs"]!);
    }
}
