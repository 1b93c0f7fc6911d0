using System.Runtime.InteropServices;
using Layercake.Host.Tests.Support;

namespace Layercake.Host.Tests;

public sealed class DeploymentTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private User user = null!;

    public async Task InitializeAsync() => user = await shared.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_fresh_clone_deployed_twice_writes_nothing_the_second_time()
    {
        using var repository = await GitRepository.CreateAsync(user.WithSmallProject().Assets);

        using var first = user.StartIn(await repository.CloneAsync("first"));
        Assert.Equal(0, (await first.EndAsync()).ExitCode);
        Assert.NotEmpty(await user.WritesAsync());

        await user.Cloud.ForgetRequestsAsync();
        var clone = await repository.CloneAsync("second");
        foreach (
            var file in Directory
                .EnumerateFiles(clone, "*.*", SearchOption.AllDirectories)
                .Where(file => !file.Contains(".git", StringComparison.Ordinal))
        )
            File.SetLastWriteTimeUtc(file, new DateTime(2031, 5, 6, 7, 8, 9, DateTimeKind.Utc));

        using var second = user.StartIn(clone);
        Assert.Equal(0, (await second.EndAsync()).ExitCode);
        Assert.Contains("Nothing to do: 4 assets are as declared.", second.Lines);
        Assert.Empty(await user.WritesAsync());
    }

    [Fact]
    public async Task A_failed_change_ends_with_1_does_the_rest_and_the_next_run_finishes_the_work()
    {
        await user.Cloud.AddFaultAsync(
            """
            {
              "method": "POST",
              "path": "/api/2.1/clusters/create",
              "status": 400,
              "body": { "error_code": "INVALID_PARAMETER_VALUE", "message": "Standard_D4ds_v5 is not supported" }
            }
            """
        );

        var failed = await user.WithSmallProject().RunAsync();

        Assert.Equal(1, failed.ExitCode);
        Assert.Contains(
            "  clusters.etl: cannot create: POST /api/2.1/clusters/create answered 400 INVALID_PARAMETER_VALUE: Standard_D4ds_v5 is "
                + "not supported.",
            failed.Lines
        );
        Assert.Contains("    Declared in clusters/etl.json line 1, node_type_id.", failed.Lines);
        Assert.Contains("  jobs.nightly: skipped: needs clusters.etl, which was not deployed.", failed.Lines);
        Assert.Contains("Error: 1 failed, 1 skipped; see above.", failed.Lines);
        Assert.DoesNotContain("   at ", failed.Text, StringComparison.Ordinal);

        var finished = await user.RunAsync();
        Assert.Equal(0, finished.ExitCode);
        Assert.Contains("Plan: 2 to create, 2 unchanged.", finished.Lines);
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    [InlineData((PosixSignal)9, 137)]
    public async Task However_a_deployment_is_ended_the_next_one_finishes_the_work_and_makes_nothing_twice(PosixSignal signal, int exitCode)
    {
        // The job's answer never comes, so the deployment is in the middle of it.
        await user.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.2/jobs/create", "action": "delay", "ms": 600000 }""");
        using var ended = user.WithSmallProject().Start();
        await ended.WhenPrintedAsync("created   notebooks.load.py");
        ended.Signal(signal);
        Assert.Equal(exitCode, (await ended.EndAsync()).ExitCode);
        if (exitCode != 137)
            Assert.Contains("It was stopped before its end. Run the same command again: it does only what is left.", ended.Lines);

        await user.Cloud.AdminAsync("DELETE", "/faults");
        var next = await user.RunAsync();

        Assert.Equal(0, next.ExitCode);
        Assert.DoesNotContain("adopted", next.Text, StringComparison.Ordinal);
        Assert.Equal(
            (1, 1),
            (await user.CountAsync("/api/2.1/clusters/list", "clusters"), await user.CountAsync("/api/2.2/jobs/list", "jobs"))
        );
    }

    [Fact]
    public async Task The_same_is_printed_whatever_finishes_first()
    {
        user.WithSmallProject();
        for (var i = 0; i < 5; i++)
            user.With($"notebooks/n{i}.py", $"# Databricks notebook source\nprint({i})\n");

        var swift = await user.RunAsync();
        await user.Cloud.AdminAsync("POST", "/reset");
        await user.Cloud.AddFaultAsync(
            """{ "method": "POST", "path": "/api/2.0/workspace/import", "action": "delay", "ms": 100, "times": 5 }"""
        );
        var slow = await user.RunAsync();

        Assert.Equal(Changes(swift), Changes(slow));
        Assert.Equal(9, Changes(swift).Count(line => line.StartsWith("  + created", StringComparison.Ordinal)));

        static IReadOnlyList<string> Changes(HostRun run) =>
            [
                .. run.Lines.Where(line =>
                    line.StartsWith("  ", StringComparison.Ordinal) && !line.StartsWith("  Task", StringComparison.Ordinal)
                ),
            ];
    }

    [Fact]
    public async Task A_plan_writes_its_file_and_nothing_else_and_a_folder_in_its_place_is_said_first()
    {
        var planned = await user.WithSmallProject().RunAsync("--target=Plan");
        Assert.Equal(0, planned.ExitCode);
        Assert.True(File.Exists(user.PlanFile));
        Assert.Empty(await user.WritesAsync());

        File.Delete(user.PlanFile);
        Directory.CreateDirectory(user.PlanFile);
        var refused = await user.RunAsync("--target=Plan");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(
            $"error FIL001: {user.PlanFile} is a folder, and --plan-file names the file that Plan writes.",
            refused.Text,
            StringComparison.Ordinal
        );
    }
}
