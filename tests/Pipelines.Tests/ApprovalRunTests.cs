using Layercake.Pipelines.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Pipelines.Tests;

/// <summary>What a person has to approve waits, the rest goes on by itself, and what moved meanwhile is refused (X2, X13).</summary>
[Collection(nameof(Tools))]
public sealed class ApprovalRunTests : IAsyncLifetime
{
    private PipelineRun run = null!;

    public async Task InitializeAsync()
    {
        run = await PipelineRun.CreateAsync();
        await run.ReplaceAsync("deployment/environments/dev.json", "^{", "{\n  \"approve\": [\"delete:*\", \"update:jobs\"],");
        await run.WithAsync(
            "azure-pipelines.yml",
            """
            trigger: [main]
            pool: { vmImage: ubuntu-latest }
            extends:
              template: deployment/pipelines/release.yml
              parameters:
                environments:
                  - name: dev
                    serviceConnection: layercake-dev
                    planConnection: layercake-dev-plan
                    autoConnection: layercake-dev-auto
            """
        );
    }

    public Task DisposeAsync()
    {
        run.Dispose();
        return Task.CompletedTask;
    }

    [FactWith("npm", "git", "unzip")]
    [Trait("Extent", "Whole")]
    public async Task On_GitHub_a_change_of_no_class_goes_on_by_itself_and_is_refused_when_something_moved()
    {
        await WorkersAsync(5);
        await GitHubAsync(AtADesk("dev/plan", 2));
        Assert.Equal("success", run.Result);
        Assert.Contains("dev/apply skipped", run.Summary);
        Assert.Contains("1 updated", run.Step("dev/auto", "Deploy").Output, StringComparison.Ordinal);

        await WorkersAsync(6);
        await GitHubAsync(AtADesk("dev/auto", 8));
        AssertRefused(run.Step("dev/auto", "Deploy"), before: 5);
    }

    [FactWith("npm", "git", "unzip")]
    [Trait("Extent", "Whole")]
    public async Task On_Azure_Pipelines_a_change_of_no_class_goes_on_by_itself()
    {
        await WorkersAsync(5);
        await run.AzureAsync(new JObject { ["meanwhile"] = AtADesk("dev/plan", 2) });

        Assert.Equal("success", run.Result);
        Assert.Contains("1 updated", run.Step("dev/auto", "Deploy").Output, StringComparison.Ordinal);
        Assert.All(run.Steps.Where(step => step.Job is "dev/approval" or "dev/apply"), step => Assert.Equal("skipped", step.Result));
    }

    [Trait("Extent", "Whole")]
    [FactWith("npm", "git", "unzip")]
    public async Task On_Azure_Pipelines_what_is_rejected_or_moved_is_not_deployed()
    {
        await run.AzureAsync(new JObject { ["rejects"] = new JArray("dev/approval") });
        Assert.Equal("failure", run.Result);
        Assert.All(run.Steps.Where(step => step.Job is "dev/apply" or "dev/auto"), step => Assert.Equal("skipped", step.Result));

        await run.AzureAsync([]);
        await WorkersAsync(6);
        await run.ReplaceAsync("deployment/environments/dev.json", "update:jobs", "update:clusters");
        await run.AzureAsync(new JObject { ["meanwhile"] = AtADesk("dev/apply", 8) });
        AssertRefused(run.Step("dev/apply", "Deploy"), before: 2);
    }

    /// <summary>Before a job somebody at a desk deploys another value than the one in Git.</summary>
    private static JObject AtADesk(string job, int workers) =>
        new()
        {
            [job] = $"""
                sed -i 's/"max_workers": [0-9]*/"max_workers": {workers}/' clusters/trips-shared.json
                bash build.sh --env=dev
                """,
        };

    private void AssertRefused(Step step, int before)
    {
        Assert.Equal(("failure", "failure"), (run.Result, step.Result));
        Assert.Contains("error PLN005: clusters.trips-shared: ", step.Output, StringComparison.Ordinal);
        Assert.Contains($"max_workers was {before} when the plan was made, and is 8 now", step.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was written.", step.Output, StringComparison.Ordinal);
    }

    private Task WorkersAsync(int most) =>
        run.ReplaceAsync("clusters/trips-shared.json", "\"max_workers\": [0-9]+", $"\"max_workers\": {most}");

    private Task GitHubAsync(JObject meanwhile) =>
        run.GitHubAsync(
            "deploy.yml",
            new JObject
            {
                ["event"] = "push",
                ["vars"] = new JObject { ["LAYERCAKE_ENVIRONMENTS"] = "dev" },
                ["meanwhile"] = meanwhile,
            }
        );
}
