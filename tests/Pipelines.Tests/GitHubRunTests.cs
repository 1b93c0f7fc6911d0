using Layercake.Pipelines.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Pipelines.Tests;

/// <summary>The workflows' steps, run one after the other as GitHub runs them, against local clouds.</summary>
[Collection(nameof(Tools))]
public sealed class GitHubRunTests : IAsyncLifetime
{
    private const string Job =
        """
        {
          "name": "trips-report",
          "tasks": [{
            "task_key": "main",
            "existing_cluster_id": "trips-shared",
            "notebook_task": { "notebook_path": "report/daily_report" }
          }]
        }
        """;

    private PipelineRun run = null!;

    public async Task InitializeAsync() => run = await PipelineRun.CreateAsync();

    public Task DisposeAsync()
    {
        run.Dispose();
        return Task.CompletedTask;
    }

    [FactWith("npm", "git", "unzip")]
    public async Task A_merge_goes_through_all_environments_with_the_one_package_and_again_does_nothing()
    {
        // Names may stand in lines of their own as well.
        await run.GitHubAsync("deploy.yml", Push("dev\npreprod prod\n"));

        Assert.Equal("success", run.Result);
        Assert.Equal(
            [
                "package Environments success",
                "package Validate success",
                "package Package success",
                .. Applied("dev"),
                .. Applied("preprod"),
                .. Applied("prod"),
            ],
            run.Summary
        );
        Assert.All(
            new[] { "dev", "preprod", "prod" },
            environment =>
                Assert.Contains(
                    $"Deployed to {environment} in ",
                    run.Step($"{environment}/apply", "Deploy").Output,
                    StringComparison.Ordinal
                )
        );
        Assert.NotEqual("0", (string?)run.Step("prod/apply", "Deploy").Outputs["created"]);
        Assert.Contains("created", run.Step("prod/apply", "Deploy").Summary, StringComparison.Ordinal);

        // What the host shows to whoever approves.
        var plan = run.Step("prod/plan", "Plan");
        var id = (string)plan.Outputs["plan_id"]!;
        Assert.Equal($"prod: {plan.Outputs["plan_summary"]} (plan {id[..12]})", run.Step("prod/apply", "Deploy").Title);
        Assert.Contains($"The id of the sealed plan&#58; {id}", plan.Summary, StringComparison.Ordinal);
        Assert.Contains("In CI a person has to approve this&#58; approve is not set", plan.Summary, StringComparison.Ordinal);

        await run.GitHubAsync("deploy.yml", Push("prod"));
        Assert.Contains("Nothing to do: ", run.Step("prod/plan", "Plan").Output, StringComparison.Ordinal);
        Assert.Equal("0", (string?)run.Step("prod/plan", "Plan").Outputs["changes"]);
        Assert.Contains("prod/apply skipped", run.Summary);
        Assert.Contains("prod/auto skipped", run.Summary);
    }

    [FactWith("npm", "git", "unzip")]
    [Trait("Extent", "Whole")]
    public async Task A_stage_that_fails_ends_the_release()
    {
        // Only preprod's workspace is elsewhere, at an address where nobody is.
        await run.WithAsync("deployment/environments/preprod.json", """{ "notebooks_path": "not a path" }""");

        await run.GitHubAsync("deploy.yml", Push("dev"));
        Assert.Equal(
            [
                "package Environments success",
                "package Validate success",
                "package Package success",
                .. Applied("dev"),
                "preprod skipped",
                "prod skipped",
            ],
            run.Summary
        );

        await run.GitHubAsync("deploy.yml", Push("dev preprod prod"));
        Assert.Equal("failure", run.Result);
        Assert.Equal(
            [
                "package Environments success",
                "package Validate failure",
                "package Package skipped",
                "dev skipped",
                "preprod skipped",
                "prod skipped",
            ],
            run.Summary
        );
        Assert.Contains("::error file=", run.Step("package", "Validate").Output, StringComparison.Ordinal);
    }

    [Trait("Extent", "Whole")]
    [FactWith("npm", "git", "unzip")]
    public async Task By_hand_one_environment_is_planned_with_other_parameters()
    {
        await run.GitHubAsync(
            "deploy.yml",
            new JObject
            {
                ["event"] = "workflow_dispatch",
                ["vars"] = new JObject { ["LAYERCAKE_ENVIRONMENTS"] = "dev preprod prod" },
                ["inputs"] = new JObject
                {
                    ["environment"] = "prod",
                    ["mode"] = "Plan",
                    ["notebooks-path"] = "/Shared/by hand; echo hacked",
                },
            }
        );

        Assert.Equal("success", run.Result);
        Assert.Equal(
            [
                "package Environments success",
                "package Validate success",
                "package Package success",
                "dev skipped",
                "preprod skipped",
                "prod/plan skipped",
                "prod/apply skipped",
                "prod/auto skipped",
                "prod/run Unpack success",
                "prod/run Plan success",
            ],
            run.Summary
        );
        Assert.DoesNotContain("hacked\n", run.Step("prod/run", "Plan").Output, StringComparison.Ordinal);
        Assert.Equal("0", (string?)run.Step("prod/run", "Plan").Outputs["created"]);
        Assert.Equal("plan.json", Path.GetFileName((string?)run.Step("prod/run", "Plan").Outputs["plan_file"]));
    }

    [FactWith("npm", "git", "jq")]
    public async Task A_pull_request_is_validated_and_planned_and_its_comment_is_rewritten()
    {
        var gh = FakeGh(run.Origin + "-bin");
        var request = await PullRequestAsync(gh);

        // Nothing of the pull request runs but what its assets say.
        await run.WithAsync("build.sh", "echo Not this one.; exit 1\n");
        await run.GitHubAsync("pull-request.yml", request);

        Assert.Equal("success", run.Result);
        Assert.Equal("success", run.Step("plan/prod", "Comment").Result);
        Assert.Contains(
            run.Steps,
            step => step.Job == "plan/prod" && step.Output.Contains("Uploaded report-prod.", StringComparison.Ordinal)
        );
        var asked = await File.ReadAllLinesAsync(Path.Combine(gh, "asked.txt"));
        Assert.Contains(
            asked,
            line => line.Contains("--method POST repos/someone/assets/issues/7/comments --field body=@", StringComparison.Ordinal)
        );
        Assert.StartsWith(
            "<!-- layercake plan prod -->",
            await File.ReadAllTextAsync(Path.Combine(gh, "comment.md")),
            StringComparison.Ordinal
        );
    }

    [Trait("Extent", "Whole")]
    [FactWith("npm", "git", "jq")]
    public async Task A_fork_gets_no_plan()
    {
        var request = await PullRequestAsync(FakeGh(run.Origin + "-bin"));
        request["eventPayload"]!["pull_request"]!["head"]!["repo"]!["full_name"] = "stranger/assets";

        await run.GitHubAsync("pull-request.yml", request);

        Assert.Equal("success", run.Result);
        Assert.Contains("plan skipped", run.Summary);
    }

    [Trait("Extent", "Whole")]
    [FactWith("npm", "git", "jq", "unzip")]
    public async Task Drift_is_a_warning_only_where_there_is_some()
    {
        await run.GitHubAsync("deploy.yml", Push("dev"));
        await run.GitHubAsync("drift.yml", Nightly("dev"));
        Assert.Equal("skipped", run.Step("plan/dev", "Warn").Result);

        await run.WithAsync("jobs/trips-report.json", Job);
        await run.GitHubAsync("drift.yml", Nightly("dev"));

        Assert.Contains(
            "::warning title=Drift in dev::1 assets differ from what Git declares",
            run.Step("plan/dev", "Warn").Output,
            StringComparison.Ordinal
        );
    }

    [Trait("Extent", "Whole")]
    [FactWith("npm", "git", "unzip")]
    public async Task Another_repository_deploys_its_own_assets_with_ten_lines()
    {
        var other = await run.OtherAsync(
            (
                "jobs/theirs.json",
                """
                {
                  "name": "theirs",
                  "tasks": [{
                    "task_key": "main",
                    "notebook_task": { "notebook_path": "hello" },
                    "new_cluster": {
                      "spark_version": "16.4.x-scala2.12",
                      "node_type_id": "Standard_D4ds_v5",
                      "num_workers": 1
                    }
                  }]
                }
                """
            ),
            ("notebooks/hello.py", "# Databricks notebook source\nprint(1)\n"),
            (
                ".github/workflows/deploy.yml",
                """
                name: Deploy
                on: { push: { branches: [main] } }
                permissions: {}
                jobs:
                  databricks:
                    uses: my-org/layercake/.github/workflows/deploy.yml@main
                    permissions: { contents: read, id-token: write }
                    with: { layercake: my-org/layercake, layercake-ref: main, environments: dev prod }
                """
            )
        );

        await run.GitHubAsync(
            "deploy.yml",
            new JObject
            {
                ["event"] = "push",
                ["origin"] = other,
                ["repositories"] = new JObject { ["my-org/layercake"] = run.Origin },
            }
        );

        Assert.Equal("success", run.Result);
        Assert.Equal("2", (string?)run.Step("databricks/dev/apply", "Deploy").Outputs["created"]);
        Assert.Contains("jobs.theirs", run.Step("databricks/prod/apply", "Deploy").Output, StringComparison.Ordinal);
        Assert.Contains("databricks/preprod skipped", run.Summary);
    }

    [FactWith("npm", "git", "python3")]
    [Trait("Extent", "Whole")]
    public async Task Notebook_tests_run_from_a_folder_of_the_branch_and_a_failing_one_fails_the_build()
    {
        var request = new JObject
        {
            ["event"] = "push",
            ["vars"] = new JObject { ["LAYERCAKE_TEST_ENVIRONMENT"] = "dev" },
        };

        await run.GitHubAsync("notebook-tests.yml", request);
        Assert.Equal("success", run.Result);
        Assert.Contains("tests/dates_test", run.Steps.Single(step => step.Name == "./").Output, StringComparison.Ordinal);

        await run.WithAsync("notebooks/tests/broken_test.py", "# Databricks notebook source\nassert 1 + 1 == 3, \"sums are off\"\n");
        await run.GitHubAsync("notebook-tests.yml", request);

        Assert.Equal("failure", run.Result);
        Assert.Contains("sums are off", run.Steps.Single(step => step.Name == "./").Output, StringComparison.Ordinal);
    }

    private static JObject Push(string environments) =>
        new()
        {
            ["event"] = "push",
            ["vars"] = new JObject { ["LAYERCAKE_ENVIRONMENTS"] = environments },
        };

    private static JObject Nightly(string environments) =>
        new()
        {
            ["event"] = "schedule",
            ["vars"] = new JObject { ["LAYERCAKE_ENVIRONMENTS"] = environments },
        };

    /// <summary>The steps of an environment whose plan a person approves.</summary>
    private static string[] Applied(string environment) =>
        [
            $"{environment}/plan Unpack success",
            $"{environment}/plan Plan success",
            $"{environment}/plan Title success",
            $"{environment}/apply Unpack success",
            $"{environment}/apply Deploy success",
            $"{environment}/auto skipped",
            $"{environment}/run skipped",
        ];

    /// <summary>Of a branch that leaves the repository where it is now.</summary>
    private async Task<JObject> PullRequestAsync(string tools) =>
        new()
        {
            ["event"] = "pull_request",
            ["vars"] = new JObject { ["LAYERCAKE_ENVIRONMENTS"] = "dev prod" },
            ["eventPayload"] = JObject.Parse(
                $$"""
                {
                  "pull_request": {
                    "number": 7,
                    "base": { "sha": "{{await run.CommitIdAsync()}}" },
                    "head": { "ref": "change", "repo": { "full_name": "someone/assets" } }
                  }
                }
                """
            ),
            ["variables"] = new JObject { ["PATH"] = $"{tools}:{Environment.GetEnvironmentVariable("PATH")}" },
        };

    /// <summary>Stands in for GitHub's own command: notes what it is asked, and has no comment yet.</summary>
    private static string FakeGh(string folder)
    {
        Directory.CreateDirectory(folder);
        var program = Path.Combine(folder, "gh");
        File.WriteAllText(
            program,
            $$"""
            #!/usr/bin/env bash
            echo "$*" >>"{{folder}}/asked.txt"
            for word in "$@"; do
              if [[ $word == body=@* ]]; then cp "${word#body=@}" "{{folder}}/comment.md"; fi
            done

            """
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }
}
