using Layercake.Host.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Host.Tests;

/// <summary>What a run leaves for those who did not watch it.</summary>
[Trait("Extent", "Whole")]
public sealed class ReportTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private User user = null!;

    public async Task InitializeAsync() => user = (await shared.StartOverAsync()).WithSmallProject();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(0, "--target=Validate")]
    [InlineData(0, "--target=CheckConnection")]
    [InlineData(0, "--target=FetchSecrets")]
    [InlineData(2, "--target=Plna")]
    [InlineData(2, "--target=Plan", "--package=missing.zip")]
    [InlineData(2, "--target=Plan", "--env=nowhere")]
    public async Task A_report_that_was_asked_for_is_written_however_the_run_ends(int exitCode, params string[] args)
    {
        var run = args.Contains("--package=missing.zip") ? await user.RunPackageAsync("missing.zip", args[0]) : await user.RunAsync(args);

        Assert.True(run.ExitCode == exitCode, run.Text);
        Assert.Equal(exitCode == 0, (bool)Json()["succeeded"]!);
        Assert.Equal(exitCode == 0, Json()["failure"]!.Type == JTokenType.Null);
        Assert.Equal(["report.html", "report.json", "summary.md"], Directory.GetFiles(user.Report).Select(Path.GetFileName).Order());
        Assert.Single(run.Lines, line => line.StartsWith("Report: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_check_of_the_connection_is_in_the_report_line_by_line()
    {
        await user.RunAsync("--target=CheckConnection");

        var section = Assert.Single(Json()["sections"]!);
        Assert.Equal("Checks of local", (string?)section["title"]);
        Assert.Contains(section["rows"]!, row => (string?)row["cells"]![0] == "✓ passed");
    }

    [Fact]
    public async Task A_run_that_fails_reports_its_findings_and_shows_them_at_their_lines()
    {
        user.With(
            "jobs/nightly.json",
            "{\n  \"name\": \"nightly\",\n  \"tasks\": [ { \"task_key\": \"main\", \"existing_cluster_id\": \"missing\" } ]\n}\n"
        );

        var run = await user.RunInCiAsync("GITHUB_ACTIONS", "--target=Plan");

        Assert.Equal(2, run.ExitCode);
        var finding = Assert.Single(Json()["findings"]!);
        Assert.Equal(("error", "jobs/nightly.json", 3), ((string?)finding["severity"], (string?)finding["file"], (int)finding["line"]!));
        Assert.Contains(run.Lines, line => line.StartsWith("::error file=assets/jobs/nightly.json,line=3,", StringComparison.Ordinal));
        Assert.StartsWith("## ❌ Plan", await File.ReadAllTextAsync(Path.Combine(user.Home, "github-summary")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_that_is_refused_is_annotated_too()
    {
        var run = await user.With("broken.zip", "no zip")
            .RunPackageInCiAsync("GITHUB_ACTIONS", Path.Combine(user.Assets, "broken.zip"), "--target=Plan");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(run.Lines, line => line.StartsWith("::error file=assets/broken.zip,title=PKG001::", StringComparison.Ordinal));
        Assert.Equal("PKG001", (string?)Json()["findings"]![0]!["code"]);
    }

    [Fact]
    public async Task A_deployment_in_steps_adds_up()
    {
        var run = await user.RunInCiAsync("GITHUB_ACTIONS", "--target=Plan", "--target=DeployClusters", "--target=DeployJobs");

        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Equal(
            (4, 2, 0, 0),
            (
                (int)Json()["totals"]!["changes"]!,
                (int)Json()["totals"]!["created"]!,
                (int)Json()["totals"]!["unchanged"]!,
                (int)Json()["totals"]!["failed"]!
            )
        );
        Assert.Equal(4, Json()["changes"]!.Count());
        var outputs = await File.ReadAllTextAsync(Path.Combine(user.Home, "github-output"));
        Assert.Equal(
            ["changes", "created", "deleted", "may_change", "needs_approval", "plan_file", "plan_id", "plan_summary", "updated"],
            outputs.Split('\n').Where(line => line.Contains("<<", StringComparison.Ordinal)).Select(line => line.Split("<<")[0]).Order()
        );
    }

    [Theory]
    [InlineData("GITHUB_ACTIONS", "::group::", "::endgroup::")]
    [InlineData("TF_BUILD", "##[group]", "##[endgroup]")]
    public async Task Each_group_that_begins_ends(string ci, string begin, string end)
    {
        await user.Cloud.AddFaultAsync(
            """
            {
              "method": "POST",
              "path": "/api/2.1/clusters/create",
              "status": 400,
              "times": 0,
              "body": { "error_code": "INVALID_PARAMETER_VALUE", "message": "::group::no" }
            }
            """
        );

        var run = await user.RunInCiAsync(ci, "--target=Deploy");

        Assert.Equal(1, run.ExitCode);
        var open = 0;
        foreach (var line in run.Lines)
        {
            open +=
                line.StartsWith(begin, StringComparison.Ordinal) ? 1
                : line.StartsWith(end, StringComparison.Ordinal) ? -1
                : 0;
            Assert.InRange(open, 0, 1);
        }

        Assert.Equal(0, open);
        Assert.Contains(run.Lines, line => line.StartsWith(begin, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_failed_and_what_waited_for_it_is_reported_as_such()
    {
        await user.Cloud.AddFaultAsync(
            """
            {
              "method": "POST",
              "path": "/api/2.1/clusters/create",
              "status": 400,
              "times": 0,
              "body": { "error_code": "INVALID_PARAMETER_VALUE", "message": "no" }
            }
            """
        );

        await user.RunAsync("--target=Deploy");

        Assert.Equal(
            (1, 1, 2),
            ((int)Json()["totals"]!["failed"]!, (int)Json()["totals"]!["skipped"]!, (int)Json()["totals"]!["created"]!)
        );
        var statuses = Json()["changes"]!.ToDictionary(change => (string)change["asset"]!, change => (string?)change["status"]);
        Assert.Equal(("failed", "skipped"), (statuses["clusters.etl"], statuses["jobs.nightly"]));
        Assert.Contains(
            Json()["requests"]!,
            request => (string?)request["path"] == "/api/2.1/clusters/create" && (int)request["status"]! == 400
        );
    }

    private JObject Json() => JObject.Parse(File.ReadAllText(Path.Combine(user.Report, "report.json")));
}
