using Layercake.Pipelines.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Pipelines.Tests;

/// <summary>An environment that a pipeline lists or is asked for is deployed, or the run fails and says what to add.</summary>
[Collection(nameof(Tools))]
public sealed class AskedEnvironmentTests : IAsyncLifetime
{
    private PipelineRun run = null!;

    public async Task InitializeAsync() => run = await PipelineRun.CreateAsync();

    public Task DisposeAsync()
    {
        run.Dispose();
        return Task.CompletedTask;
    }

    [FactWith("npm", "git")]
    [Trait("Extent", "Whole")]
    public async Task On_GitHub_one_that_no_job_deploys_fails_the_run()
    {
        await GitHubFailsAsync("push", "dev test", null, "The variable LAYERCAKE_ENVIRONMENTS names test, and no job deploys it. Add");
        await GitHubFailsAsync("workflow_call", null, Inputs("environments", "Prod"), "The input environments names Prod, and no job");
        await GitHubFailsAsync("push", "dev,prod", null, "names dev,prod, and no job deploys it.");
        await GitHubFailsAsync("workflow_dispatch", "dev preprod", Inputs("environment", "prod"), "does not name prod, so no job");
        await GitHubFailsAsync("workflow_dispatch", "", Inputs("environment", "all"), "names no environment to deploy to.");
    }

    [FactWith("npm", "git")]
    public async Task The_action_takes_no_environment_for_none()
    {
        await run.WithAsync(
            ".github/workflows/unset.yml",
            """
            on: push
            permissions: {}
            jobs:
              plan:
                runs-on: ubuntu-latest
                timeout-minutes: 5
                steps:
                  - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1
                  - uses: ./
                    with: { target: Plan, environment: "${{ vars.NOT_SET }}" }
            """
        );

        await run.GitHubAsync("unset.yml", Request("push", "", null));

        Assert.Equal("failure", run.Result);
        var step = run.Steps.Single(step => step.Name == "./");
        Assert.Contains("::error title=No environment::The input environment is empty.", step.Output, StringComparison.Ordinal);
    }

    [FactWith("npm", "git")]
    public async Task On_Azure_Pipelines_one_that_no_stage_deploys_fails_the_run()
    {
        await AzureFailsAsync("environment: preprod", "No stage deploys the environment preprod. Add it to the parameter environments");
        await AzureFailsAsync("testIn: test", "No stage deploys the environment test. Add it to the parameter environments");
        await AzureFailsAsync("environments: []", "The parameter environments is empty. Add the environments that exist");
    }

    private static JObject Inputs(string name, string value) => new() { [name] = value };

    private static JObject Request(string by, string? listed, JObject? inputs) =>
        new()
        {
            ["event"] = by,
            ["vars"] = new JObject { ["LAYERCAKE_ENVIRONMENTS"] = listed ?? "" },
            ["inputs"] = inputs ?? [],
        };

    private async Task GitHubFailsAsync(string by, string? listed, JObject? inputs, string message)
    {
        await run.GitHubAsync("deploy.yml", Request(by, listed, inputs));

        Assert.Equal("failure", run.Result);
        Assert.Equal(
            [
                "package Environments failure",
                "package Validate skipped",
                "package Package skipped",
                "dev skipped",
                "preprod skipped",
                "prod skipped",
            ],
            run.Summary
        );
        var output = run.Step("package", "Environments").Output;
        Assert.StartsWith("::error title=No ", output, StringComparison.Ordinal);
        Assert.Contains(message, output, StringComparison.Ordinal);
    }

    private async Task AzureFailsAsync(string parameter, string message)
    {
        var environments = parameter.StartsWith("environments", StringComparison.Ordinal)
            ? ""
            : "environments: [ { name: dev, serviceConnection: layercake-dev }, { name: prod, serviceConnection: layercake-prod } ]";
        await run.WithAsync(
            "azure-pipelines.yml",
            $$"""
            trigger: [main]
            pool: { vmImage: ubuntu-latest }
            extends:
              template: deployment/pipelines/release.yml
              parameters:
                {{parameter}}
                {{environments}}
            """
        );

        await run.AzureAsync([]);

        Assert.Equal("failure", run.Result);
        var step = run.Step("build/package", "Environments");
        Assert.Equal("failure", step.Result);
        Assert.StartsWith("##vso[task.logissue type=error]" + message, step.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Steps, other => other.Name == "Package" && other.Result == "success");
    }
}
