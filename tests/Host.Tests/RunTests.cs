using System.Runtime.InteropServices;
using System.Xml.Linq;
using Layercake.Host.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Host.Tests;

/// <summary>Notebooks and jobs as pipelines run them.</summary>
[Trait("Extent", "Whole")]
public sealed class RunTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private const string Passing =
        "# Databricks notebook source\nassert 1 + 1 == 2\ndbutils.notebook.exit('all ' + dbutils.widgets.getArgument('what', 'good'))\n";

    private User user = null!;

    public async Task InitializeAsync() => user = await shared.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    private string ResultsFile => Path.Combine(user.Home, "results.xml");

    private string Pages => Path.Combine(user.Home, "pages");

    [PythonFact]
    public async Task Every_test_notebook_is_run_and_one_that_fails_fails_the_pipeline_with_its_trace()
    {
        user.With("notebooks/tests/good_test.py", Passing)
            .With(
                "notebooks/tests/deep/bad_test.py",
                "# Databricks notebook source\nrows = 0\n\n# COMMAND ----------\n\nassert rows > 0, 'no rows'\n"
            )
            .With("notebooks/other.py", "# Databricks notebook source\nraise ValueError('not a test')\n");

        var run = await RunAsync("--target=TestNotebooks", $"--export={Pages}");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            run.Lines,
            line =>
                line.StartsWith("  > tests/good_test: http", StringComparison.Ordinal) && line.Contains("#job/", StringComparison.Ordinal)
        );
        Assert.Contains(run.Lines, line => line.StartsWith("  ✓ tests/good_test succeeded.", StringComparison.Ordinal));
        Assert.Contains("      exit value: all good", run.Lines);
        Assert.Contains(
            run.Lines,
            line => line.StartsWith("  ✗ tests/deep/bad_test failed: AssertionError: no rows", StringComparison.Ordinal)
        );
        Assert.Contains("        File \"/Shared/layercake/notebooks/tests/deep/bad_test, cell 2\", line 1, in <module>", run.Lines);
        Assert.Contains(
            run.Lines,
            line =>
                line.StartsWith("2 runs in ", StringComparison.Ordinal)
                && line.EndsWith("1 succeeded, 1 did not.", StringComparison.Ordinal)
        );
        Assert.Contains("Error: 1 of 2 runs did not succeed; see above.", run.Lines);
        Assert.DoesNotContain("not a test", run.Text, StringComparison.Ordinal);

        var report = XDocument.Load(ResultsFile).Root!;
        Assert.Equal(("2", "1"), ((string?)report.Attribute("tests"), (string?)report.Attribute("failures")));
        Assert.Contains("cell 2", report.Descendants("failure").Single().Value, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(Pages, "*.html").Length);
    }

    [PythonFact]
    public async Task One_notebook_is_run_with_parameters_and_named_after_branch_and_commit()
    {
        user.With("notebooks/tests/good_test.py", Passing);
        using var repository = await GitRepository.CreateAsync(user.Assets);

        var run = await RunAsync(
            "--target=DeployNotebooks",
            "--target=RunNotebook",
            "--notebook=tests/good_test",
            "--parameters=what=fine"
        );

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("      exit value: all fine", run.Lines);
        var started = (await user.Cloud.GetAsync("/api/2.2/jobs/runs/list"))["runs"]!.Single();
        Assert.Matches(@"^tests/good_test \(\w+, [0-9a-f]{10}\)$", (string?)started["run_name"]);
    }

    [Fact]
    public async Task A_job_is_run_by_its_name_on_a_case_for_each_task()
    {
        await OutcomeAsync("""{"task": "nightly/a", "exit_value": "3"}""");
        await OutcomeAsync("""{"task": "nightly/b", "result_state": "FAILED", "error": "ValueError: b", "error_trace": "Traceback b"}""");
        await user.Cloud.PostAsync(
            "/api/2.2/jobs/create",
            JObject.Parse(
                """
                {"name": "nightly", "tasks": [
                  {"task_key": "a", "notebook_task": {"notebook_path": "/n"}},
                  {"task_key": "b", "notebook_task": {"notebook_path": "/n"}},
                  {"task_key": "c", "depends_on": [{"task_key": "b"}], "notebook_task": {"notebook_path": "/n"}}]}
                """
            )
        );

        var run = await RunAsync("--target=RunJob", "--job=nightly");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Error: nightly failed: b: ValueError: b", run.Lines);
        Assert.Equal(
            ["a", "b failure", "c error"],
            XDocument
                .Load(ResultsFile)
                .Descendants("testcase")
                .Select(entry =>
                    (
                        $"{(string?)entry.Attribute("name")} "
                        + $"{entry.Elements().FirstOrDefault(part => part.Name.LocalName is "failure" or "error")?.Name.LocalName}"
                    ).TrimEnd()
                )
                .Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("GITHUB_ACTIONS", "::error::injected")]
    [InlineData("TF_BUILD", "##vso[task.setvariable variable=x]injected")]
    public async Task What_a_notebook_prints_is_no_command_and_always_well_formed(string ci, string command)
    {
        await NotebookAsync("/Shared/n");
        await OutcomeAsync(
            new JObject
            {
                ["task"] = "*",
                ["result_state"] = "FAILED",
                ["error"] = $"{command}\n{command}",
                ["error_trace"] = $"{command}\n]]>\u0000\uD800 <a&b>\u001b[2J",
            }.ToString()
        );

        var run = await user.RunInCiAsync(ci, "--target=RunNotebook", "--notebook=/Shared/n", $"--test-results={ResultsFile}");

        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain(run.Text.Split('\n'), line => line.TrimStart().StartsWith(command, StringComparison.Ordinal));
        Assert.DoesNotContain("\u001b", run.Text, StringComparison.Ordinal);
        Assert.Contains("]]>", XDocument.Load(ResultsFile).Descendants("failure").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_a_notebook_prints_is_blanked_everywhere()
    {
        await NotebookAsync("/Shared/n");
        var secret = await user.SecretAsync("client-secret");
        await OutcomeAsync(new JObject { ["task"] = "*", ["exit_value"] = $"got {secret}" }.ToString());

        var run = await RunAsync("--target=RunNotebook", "--notebook=/Shared/n", $"--export={Pages}");

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain(secret, run.Text, StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(Pages).Append(ResultsFile))
            Assert.DoesNotContain(secret, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    public async Task Stopping_the_pipeline_cancels_the_run(PosixSignal signal, int exitCode)
    {
        if (OperatingSystem.IsWindows())
            return; // which cannot send these signals to another process

        await NotebookAsync("/Shared/n");
        await OutcomeAsync("""{"task": "*", "duration_ms": 3600000}""");
        using var run = user.Start("--target=RunNotebook", "--notebook=/Shared/n", $"--test-results={ResultsFile}");
        await run.WhenPrintedAsync("/Shared/n: RUNNING");

        run.Signal(signal);

        Assert.Equal(exitCode, (await run.EndAsync()).ExitCode);
        Assert.Contains("/Shared/n: cancelled its run.", run.Text, StringComparison.Ordinal);
        Assert.Contains("Error: Stopped, and what was running in the workspace with it; see above.", run.Text, StringComparison.Ordinal);
        Assert.Equal(
            "/Shared/n was cancelled with the pipeline.",
            (string?)XDocument.Load(ResultsFile).Descendants("error").Single().Attribute("message")
        );
        var state = (await user.Cloud.GetAsync("/api/2.2/jobs/runs/list"))["runs"]!.Single()["state"]!;
        Assert.Contains((string?)state["life_cycle_state"], new[] { "TERMINATING", "TERMINATED" });
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_before_anything_is_asked()
    {
        user.With("notebooks/tests/good_test.py", Passing);

        var run = await RunAsync(
            "--target=RunNotebook",
            "--notebook=test/good_test",
            "--parameters=rows",
            "--cluster=a",
            "--job-cluster=b.json",
            "--run-timeout=soon"
        );

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            ["RUN001", "RUN003", "RUN005", "RUN005", "RUN006"],
            run.Lines.Where(line => line.StartsWith("error RUN", StringComparison.Ordinal)).Select(line => line[6..12])
        );
        Assert.Contains("Did you mean tests/good_test?", run.Text, StringComparison.Ordinal);
        var problem = XDocument.Load(ResultsFile).Descendants("error").Single();
        Assert.Equal("5 errors. Nothing was written.", (string?)problem.Attribute("message"));
        Assert.Contains("error RUN001: --notebook=test/good_test", problem.Value, StringComparison.Ordinal);
        Assert.Empty(await user.Cloud.RequestsAsync());
    }

    [Fact]
    public async Task A_misspelt_option_is_in_the_test_results_as_well()
    {
        var run = await RunAsync("--target=RunJob", "--job=nightly", "--run-timout=3");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(
            "Unknown option --run-timout. Did you mean --run-timeout?",
            (string?)XDocument.Load(ResultsFile).Descendants("error").Single().Attribute("message"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_the_workspace_does_not_have_is_told_before_anything_runs()
    {
        var run = await RunAsync("--target=RunNotebook", "--notebook=/Shared/nope", "--cluster=etl");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(
            run.Lines,
            line => line.StartsWith("error RUN001: The workspace has no notebook /Shared/nope.", StringComparison.Ordinal)
        );
        Assert.Contains(
            run.Lines,
            line => line.StartsWith("error RUN002: --cluster=etl: the workspace has no cluster of that name.", StringComparison.Ordinal)
        );
        Assert.Contains("Error: 2 errors. Nothing was run.", run.Lines);
        Assert.Empty(await user.WritesAsync());
    }

    [Fact]
    public async Task An_exit_value_of_megabytes_is_shown_by_its_beginning_and_is_whole_in_the_test_results()
    {
        await NotebookAsync("/Shared/n");
        await OutcomeAsync(new JObject { ["task"] = "*", ["exit_value"] = new string('y', 1_000_000) }.ToString());

        var run = await user.RunInCiAsync(
            "GITHUB_ACTIONS",
            "--target=RunNotebook",
            "--notebook=/Shared/n",
            $"--test-results={ResultsFile}"
        );

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            run.Lines,
            line =>
                line.StartsWith("      exit value: yyy", StringComparison.Ordinal)
                && line.EndsWith("yyy… (1000012 characters in all)", StringComparison.Ordinal)
        );
        Assert.True(run.Text.Length < 20_000, $"{run.Text.Length} characters were printed.");
        Assert.True(XDocument.Load(ResultsFile).Descendants("system-out").Single().Value.Length > 1_000_000);
    }

    [Fact]
    public async Task An_option_that_says_nothing_to_a_job_ends_with_2_and_runs_nothing()
    {
        var run = await RunAsync("--target=RunJob", "--job=nightly", "--run-timeout=60");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--run-timeout says nothing to --target=RunJob. It is for RunNotebook, TestNotebooks. Leave it out.", run.Lines);
        Assert.Empty(await user.Cloud.RequestsAsync());
    }

    private async Task<HostRun> RunAsync(params string[] args) => await user.RunAsync([.. args, $"--test-results={ResultsFile}"]);

    private Task OutcomeAsync(string outcome) => user.Cloud.AdminAsync("POST", "/run-outcomes", JObject.Parse(outcome));

    private Task NotebookAsync(string path) =>
        user.Cloud.PostAsync(
            "/api/2.0/workspace/import",
            new JObject
            {
                ["path"] = path,
                ["language"] = "PYTHON",
                ["content"] = Convert.ToBase64String("print(1)"u8),
            }
        );
}
