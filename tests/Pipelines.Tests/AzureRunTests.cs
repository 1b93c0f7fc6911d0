using System.Text.RegularExpressions;
using Layercake.Pipelines.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Pipelines.Tests;

/// <summary>The pipeline's steps, run one after the other as an agent of Azure Pipelines runs them, against local clouds.</summary>
[Collection(nameof(Tools))]
public sealed partial class AzureRunTests : IAsyncLifetime
{
    private PipelineRun run = null!;

    public async Task InitializeAsync() => run = await PipelineRun.CreateAsync();

    public Task DisposeAsync()
    {
        run.Dispose();
        return Task.CompletedTask;
    }

    [FactWith("npm", "git", "unzip")]
    public async Task A_merge_goes_through_all_stages_with_the_one_package()
    {
        await run.AzureAsync([]);

        Assert.Equal("success", run.Result);
        Assert.All(
            new[] { "dev", "preprod", "prod" },
            environment =>
            {
                var plan = run.Step($"{environment}/plan", "Plan").Output;
                var id = Id().Match(plan).Groups[1].Value;
                var asked = run.Step($"{environment}/approval", "Approve the plan").Output;
                Assert.StartsWith($"{environment}: ", asked, StringComparison.Ordinal);
                Assert.EndsWith($" Its id: {id}", asked, StringComparison.Ordinal);
                Assert.Contains("##vso[task.uploadsummary]", plan, StringComparison.Ordinal);
                var deploy = run.Step($"{environment}/apply", "Deploy").Output;
                Assert.Contains($"Deployed to {environment} in ", deploy, StringComparison.Ordinal);
                Assert.Contains("##vso[task.setvariable variable=created;isOutput=true]", deploy, StringComparison.Ordinal);
                Assert.Contains("##vso[task.uploadsummary]", deploy, StringComparison.Ordinal);
                Assert.Equal("success", run.Step($"{environment}/apply", "Publish the report").Result);
            }
        );
    }

    [FactWith("npm", "git", "unzip")]
    [Trait("Extent", "Whole")]
    public async Task A_pull_request_is_planned_without_an_approval_where_a_connection_only_reads()
    {
        // Nothing of the pull request runs but what its assets say: its tool is that of the target branch.
        await run.OnBranchAsync("target");
        await run.WithAsync("build.sh", "echo Not this one.; exit 1\n");
        await run.WithAsync(
            "azure-pipelines.yml",
            """
            trigger: [main]
            pool: { vmImage: ubuntu-latest }
            extends:
              template: deployment/pipelines/release.yml
              parameters:
                environments:
                  - { name: dev, serviceConnection: layercake-dev }
                  - { name: preprod, serviceConnection: layercake-preprod, planConnection: layercake-preprod-plan }
                  - { name: prod, serviceConnection: layercake-prod, planConnection: layercake-prod-plan }
            """
        );
        await run.AzureAsync(new JObject { ["reason"] = "PullRequest", ["targetBranch"] = "refs/heads/target" });

        Assert.Equal("success", run.Result);
        Assert.All(
            new[] { "preprod", "prod" },
            environment => Assert.Contains("Plan: ", run.Step($"{environment}/plan", "Plan").Output, StringComparison.Ordinal)
        );
        Assert.Contains("No plan for dev", run.Step("dev/plan", "Say why there is no plan").Output, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Steps, step => step is { Job: "dev/plan", Name: "Plan" });
        Assert.DoesNotContain(run.Steps, step => step.Output.Contains("Deployed to", StringComparison.Ordinal));
    }

    [Trait("Extent", "Whole")]
    [FactWith("npm", "git", "unzip")]
    public async Task By_hand_one_environment_is_deployed_with_other_parameters()
    {
        await run.AzureAsync(
            new JObject
            {
                ["reason"] = "Manual",
                ["parameters"] = new JObject { ["environment"] = "preprod", ["notebooksPath"] = "/Shared/by-hand" },
            }
        );

        Assert.Equal("success", run.Result);
        Assert.Equal(
            ["build/package", "preprod/plan", "preprod/approval", "preprod/apply"],
            run.Steps.Select(step => step.Job).Distinct()
        );
        Assert.Contains("Deployed to preprod in ", run.Step("preprod/apply", "Deploy").Output, StringComparison.Ordinal);
    }

    [Trait("Extent", "Whole")]
    [FactWith("npm", "git", "unzip")]
    public async Task A_stage_that_fails_ends_the_release_and_still_publishes_its_report()
    {
        await run.WithAsync(
            "jobs/lost.json",
            """
            {
              "name": "lost",
              "tasks": [{
                "task_key": "main",
                "existing_cluster_id": "nowhere",
                "notebook_task": { "notebook_path": "report/daily_report" }
              }]
            }
            """
        );

        await run.AzureAsync([]);

        Assert.Equal("failure", run.Result);
        Assert.Equal("failure", run.Step("dev/plan", "Plan").Result);
        Assert.Contains(
            "##vso[task.logissue type=error;sourcepath=jobs/lost.json;linenumber=5;",
            run.Step("dev/plan", "Plan").Output,
            StringComparison.Ordinal
        );
        Assert.Equal("success", run.Step("dev/plan", "Publish the report").Result);
        Assert.Equal(
            ["build/package", "dev/plan", "dev/approval", "dev/apply", "preprod", "prod"],
            run.Steps.Select(step => step.Job).Distinct()
        );
    }

    [FactWith("npm", "git", "unzip", "python3")]
    [Trait("Extent", "Whole")]
    public async Task Another_repository_extends_the_template_and_tests_its_notebooks()
    {
        var other = await OtherAsync("notebooksPath: /Shared/theirs");

        await run.AzureAsync(
            new JObject
            {
                ["origin"] = other,
                ["repositories"] = new JObject { ["layercake"] = run.Origin },
            }
        );

        Assert.Equal("success", run.Result);
        Assert.Contains("1 to create", run.Step("dev/apply", "Deploy").Output, StringComparison.Ordinal);
        Assert.Equal("success", run.Step("dev/apply", "Test notebooks").Result);
        Assert.Contains("1 to create", run.Step("prod/apply", "Deploy").Output, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Steps, step => step is { Job: "prod/apply", Name: "Test notebooks" });
        Assert.Contains(
            "Nothing to do: 1 asset is as declared.",
            run.Step("dev/apply", "Test notebooks").Output,
            StringComparison.Ordinal
        );
    }

    [Trait("Extent", "Whole")]
    [FactWith("npm", "git", "unzip")]
    public async Task What_only_plans_runs_no_notebook_tests()
    {
        var other = await OtherAsync("mode: Plan");

        await run.AzureAsync(
            new JObject
            {
                ["origin"] = other,
                ["repositories"] = new JObject { ["layercake"] = run.Origin },
            }
        );

        Assert.Equal("success", run.Result);
        Assert.Contains("1 to create", run.Step("dev/deploy", "Plan").Output, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Steps, step => step.Name == "Test notebooks");
    }

    [GeneratedRegex("Its id: ([0-9a-f]{64})")]
    private static partial Regex Id();

    private Task<string> OtherAsync(string parameter) =>
        run.OtherAsync(
            ("notebooks/tests/sum_test.py", "# Databricks notebook source\nassert 1 + 1 == 2\n"),
            (
                "azure-pipelines.yml",
                $$"""
                trigger: [main]
                pool: { vmImage: ubuntu-latest }
                resources:
                  repositories:
                    - { repository: layercake, type: git, name: platform/layercake }
                extends:
                  template: deployment/pipelines/release.yml@layercake
                  parameters:
                    layercake: layercake
                    testIn: dev
                    {{parameter}}
                    environments:
                      - { name: dev, serviceConnection: layercake-dev }
                      - { name: prod, serviceConnection: layercake-prod }
                """
            )
        );
}
