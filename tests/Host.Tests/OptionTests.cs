using Layercake.Engine.Kinds;
using Layercake.Host.Tests.Support;

namespace Layercake.Host.Tests;

/// <summary>What a user says is done, or refused; which folder is meant is no guess.</summary>
[Trait("Extent", "Whole")]
public sealed class OptionTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private User user = null!;

    public async Task InitializeAsync() => user = await shared.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_name_for_DeployJobs_deploys_nothing_instead_of_everything()
    {
        var run = await user.WithSmallProject().RunAsync("--target=DeployJobs", "--name=x");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(
            "--name says nothing to --target=DeployJobs. It is for Export…. Choose assets with --select=KIND.NAME.",
            run.Lines
        );
        Assert.Empty(await user.Cloud.RequestsAsync());
    }

    [Theory]
    [InlineData("--target=Validate")]
    [InlineData("--target=Plan")]
    [InlineData("--target=Deploy")]
    public async Task A_folder_without_assets_ends_with_2_unless_that_is_meant(string target)
    {
        var run = await user.RunAsync(target);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(
            $"error FIL006: {user.Assets} holds none of {string.Join(", ", KindTable.Folders.Select(kind => $"{kind}/"))}. Correct what "
                + $"--assets or --package names, or say --allow-empty when that is meant.",
            run.Lines
        );
        Assert.Empty(await user.WritesAsync());
        Assert.Equal(0, (await user.RunAsync(target, "--allow-empty")).ExitCode);
    }

    [Fact]
    public async Task Without_a_folder_the_samples_are_for_the_local_environment_alone()
    {
        var local = await HostRun.Start(user.Home, Own("--env=local")).EndAsync();
        var prod = await HostRun.Start(user.Home, Own("--env=prod", "--cloud=local")).EndAsync();

        Assert.Equal(0, local.ExitCode);
        Assert.Contains(local.Lines, line => line.EndsWith($", the samples, because {user.Home} holds none.", StringComparison.Ordinal));
        Assert.Equal(2, prod.ExitCode);
        Assert.Contains(
            prod.Lines,
            line => line.StartsWith($"error FIL006: No folder with assets was found: {user.Home} holds none of ", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(false, "There is no file {0} of a local cloud that runs")]
    [InlineData(true, "No local cloud answers where {0} says")]
    public async Task Where_no_local_cloud_runs_it_says_which_one_is_used(bool isStale, string why)
    {
        var file = $"{user.WithSmallProject().Home}/none.json";
        if (isStale)
            File.WriteAllText(file, "{}");

        var run = await HostRun
            .Start(
                user.Home,
                ["--no-report", "--target=Plan", $"--assets={user.Assets}", $"--state={user.Home}/own", $"--cloud-file={file}"]
            )
            .EndAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            $"{string.Format(null, why, file)}, so one inside this process is used, which remembers in {user.Home}/own.",
            run.Lines
        );
    }

    [Fact]
    public async Task A_file_of_parameters_that_is_not_there_is_said()
    {
        var run = await user.WithSmallProject().RunAsync("--target=Plan", "--params=none.json");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"{user.Home}/none.json: error FIL001: There is no such file. Correct what --params names.", run.Lines);
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_is_said_in_words_of_our_own()
    {
        File.WriteAllText(user.Report, "");

        var run = await user.WithSmallProject().RunAsync("--target=Plan");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            $"warning: the report could not be written to {user.Report}: {user.Report} is a file, and a folder is needed there. "
                + $"Name another folder with --report=DIR.",
            run.Lines
        );
    }

    [Fact]
    public async Task A_folder_in_the_place_of_a_report_is_named()
    {
        Directory.CreateDirectory(Path.Combine(user.Report, "summary.md"));

        var run = await user.WithSmallProject().RunAsync("--target=Plan");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            $"warning: the report could not be written to {user.Report}: {user.Report}/summary.md is a folder, and a file is needed there. "
                + $"Name another folder with --report=DIR.",
            run.Lines
        );
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_test_results_is_refused_before_anything_runs()
    {
        user.With("notebooks/good_test.py", "# Databricks notebook source\nprint(1)\n");

        var run = await user.RunAsync("--target=TestNotebooks", $"--test-results={user.Assets}");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(
            run.Lines,
            line =>
                line.EndsWith(
                    $"error FIL001: {user.Assets} is a folder, and --test-results names the file that the results are written to.",
                    StringComparison.Ordinal
                )
        );
        Assert.Empty(await user.WritesAsync());
    }

    [Fact]
    public async Task A_full_disk_is_said_of_the_plan_in_words_of_our_own()
    {
        if (!OperatingSystem.IsLinux())
            return; // which alone has such a device

        File.CreateSymbolicLink(user.PlanFile, "/dev/full");

        var run = await user.WithSmallProject().RunAsync("--target=Plan");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            $"Error: The plan could not be written to {user.PlanFile}: the disk is full. Name another file with --plan-file=FILE.",
            run.Lines
        );
    }

    [Fact]
    public async Task Plan_and_report_take_the_place_of_the_old_ones_when_they_are_whole()
    {
        if (OperatingSystem.IsWindows())
            return; // which replaces no file that is open

        Directory.CreateDirectory(user.Report);
        string[] files = [user.PlanFile, .. new[] { "report.json", "report.html", "summary.md" }.Select(InReport)];
        foreach (var file in files)
            await File.WriteAllTextAsync(file, "old");
        var open = files.Select(File.OpenText).ToList();

        var run = await user.WithSmallProject().RunAsync("--target=Plan");

        Assert.Equal(0, run.ExitCode);
        foreach (var (file, reader) in files.Zip(open))
            using (reader)
            {
                Assert.Equal("old", await reader.ReadToEndAsync());
                Assert.True(new FileInfo(file).Length > 3, file);
            }

        string InReport(string name) => Path.Combine(user.Report, name);
    }

    [Fact]
    public async Task The_nearest_folder_that_holds_assets_is_deployed_and_named()
    {
        user.WithSmallProject();
        Directory.CreateDirectory(Path.Combine(user.Assets, ".git"));
        var below = Directory.CreateDirectory(Path.Combine(user.Assets, "docs", "more")).FullName;

        var run = await HostRun.Start(below, Own("--env=local")).EndAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"Assets: {user.Assets}, the nearest folder that holds any.", run.Lines);
        Assert.Contains(
            run.Lines,
            line =>
                line.EndsWith(": 4 declarations", StringComparison.Ordinal)
                || line.StartsWith("Checked 4 declarations for local", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_rehearsal_honours_the_command_line_and_says_what_it_is()
    {
        user.WithSmallProject();
        var run = await user.RunAsync("--env=dev", "--cloud=local");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("dev is rehearsed in the local cloud.", run.Lines);
        Assert.Equal("This was a rehearsal in the local cloud: dev itself was not touched.", run.Lines[^1]);

        var other = await user.RunAsync("--env=dev", "--cloud=local", "--secret-names-client-secret=no-such-secret");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("holds no secret no-such-secret.", other.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_environment_that_is_in_the_local_cloud_by_its_own_file_is_no_rehearsal_of_another()
    {
        user.WithSmallProject().With("deployment/environments/dev.json", """{ "cloud": "local" }""");

        var run = await user.RunAsync("--env=dev");

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("rehears", run.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--concurrency=999")]
    [InlineData(0, "--concurrency=9")]
    public async Task No_report_leaves_the_table_of_times_out_however_the_run_ends(int exitCode, string option)
    {
        var run = await user.WithSmallProject().RunAsync(option);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.DoesNotContain("Duration", run.Text, StringComparison.Ordinal);
    }

    private string[] Own(params string[] args) => ["--target=Validate", "--no-report", $"--report={user.Report}", .. args];
}
