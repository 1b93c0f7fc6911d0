using System.Runtime.InteropServices;
using Layercake.Host.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Host.Tests;

/// <summary>What a run says at its end is what the local cloud's ledger says.</summary>
public sealed class RunEndTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private User user = null!;

    public async Task InitializeAsync() => user = (await shared.StartOverAsync()).WithSmallProject();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task When_the_token_expires_and_Entra_refuses_the_asset_fails_and_what_was_created_is_printed()
    {
        // The workspace takes the token no more, and there is no other one.
        await user.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.2/jobs/create", "status": 401, "times": 0 }""");
        await user.Cloud.AddFaultAsync(
            """
            {
              "method": "POST",
              "path": "*/oauth2/v2.0/token",
              "skip": 2,
              "status": 400,
              "times": 0,
              "body": {
                "error": "invalid_client",
                "error_description": "AADSTS7000222: The client secret is expired.",
                "error_codes": [7000222]
              }
            }
            """
        );

        using var run = await user.RunAsync();

        Assert.True(run.ExitCode == 1, run.Text);
        Assert.Contains("  + created   clusters.etl, stopped", run.Lines);
        Assert.Contains(
            run.Lines,
            line =>
                line.StartsWith(
                    "  jobs.nightly: cannot create: POST /api/2.2/jobs/create: Microsoft Entra refused client ",
                    StringComparison.Ordinal
                )
        );
        Assert.Contains("Error: 1 failed, 0 skipped; see above.", run.Lines);
        AssertNoRuntimeText(run);
    }

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task When_the_record_cannot_be_saved_what_was_created_is_printed()
    {
        using (var first = await user.RunAsync("--target=DeployNotebooks"))
            Assert.True(first.ExitCode == 0, first.Text);
        await user.Cloud.ForgetRequestsAsync();
        // The lease and the record from before the first change succeed; the script is one import as well.
        await user.Cloud.AddFaultAsync(
            """{ "method": "POST", "path": "/api/2.0/workspace/import", "status": 403, "skip": 3, "times": 0 }"""
        );

        using var run = await user.RunAsync();

        Assert.True(run.ExitCode == 1, run.Text);
        Assert.Contains("  + created   jobs.nightly", run.Lines);
        Assert.Contains(
            run.Lines,
            line => line.StartsWith("  What was deployed could not be written down in the workspace", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("Nothing was written", run.Text, StringComparison.Ordinal);
        Assert.Contains("POST /api/2.2/jobs/create", await user.WritesAsync());
    }

    [Trait("Extent", "Whole")]
    [Fact]
    public async Task When_the_lease_cannot_be_given_back_what_was_created_is_printed()
    {
        // All is written, and not yet read back, when the workspace begins to refuse imports.
        await user.Cloud.AddFaultAsync("""{ "method": "GET", "path": "/api/2.2/jobs/get", "action": "delay", "ms": 4000 }""");
        using var run = user.Start();
        await run.WhenPrintedAsync("created   jobs.nightly");
        await user.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.0/workspace/import", "status": 403, "times": 0 }""");
        await run.EndAsync();

        Assert.True(run.ExitCode == 1, run.Text);
        Assert.Contains("  + created   jobs.nightly", run.Lines);
        Assert.Contains(
            run.Lines,
            line => line.StartsWith("  The lease of this environment could not be given back", StringComparison.Ordinal)
        );
        Assert.Contains("Error: All changes were made, and something else failed; see above.", run.Lines);
        Assert.Contains(
            run.Lines,
            line =>
                line.StartsWith("Deployed to local in ", StringComparison.Ordinal)
                && line.EndsWith(" 2 other failures, see above.", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Stopped_before_the_first_write_it_says_that_nothing_was_written()
    {
        if (OperatingSystem.IsWindows())
            return; // which cannot send these signals to another process

        await user.Cloud.AddFaultAsync("""{ "method": "GET", "path": "/api/2.2/jobs/list", "action": "delay", "ms": 600000 }""");
        using var run = user.Start("--target=Validate", "--target=Plan");
        await run.WhenPrintedAsync("Checked 4 declarations");

        run.Signal(PosixSignal.SIGINT);

        Assert.Equal(130, (await run.EndAsync()).ExitCode);
        Assert.Contains("The run was stopped before its first write. Nothing was written.", run.Text, StringComparison.Ordinal);
        Assert.Empty(await user.WritesAsync());
    }

    [Theory]
    [InlineData(">/dev/full", "the standard output cannot be written: the disk is full.")]
    [InlineData(">&-", "the standard output cannot be written: it is closed or broken.")]
    [InlineData(">&- 2>&-", null)]
    [InlineData(">/dev/full 2>&1", null)]
    public async Task A_deployment_goes_on_when_nothing_can_be_printed(string redirections, string? warning)
    {
        if (!OperatingSystem.IsLinux())
            return; // which alone has such a device

        using var run = await user.RunRedirectedAsync(redirections, "--target=Deploy");

        Assert.True(run.ExitCode == 0, run.Text);
        if (warning is null)
            Assert.Empty(run.Lines);
        else
            Assert.Equal([$"warning: {warning} The run goes on without it; see its report and exit code."], run.Lines);
        Assert.Equal(1, await user.CountAsync("/api/2.2/jobs/list", "jobs"));
        Assert.True((bool)JObject.Parse(await File.ReadAllTextAsync(Path.Combine(user.Report, "report.json")))["succeeded"]!);
    }

    [Fact]
    public async Task What_is_wrong_keeps_its_exit_code_when_nothing_can_be_printed()
    {
        if (!OperatingSystem.IsLinux())
            return;

        using var run = await user.With("jobs/nightly.json", "{").RunRedirectedAsync(">/dev/full 2>&1", "--target=Plan");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("JSN001", await File.ReadAllTextAsync(Path.Combine(user.Report, "report.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_terminated_is_not_told_of_keys()
    {
        if (OperatingSystem.IsWindows())
            return; // which cannot send these signals to another process

        await user.Cloud.AddFaultAsync("""{ "method": "GET", "path": "/api/2.2/jobs/list", "action": "delay", "ms": 600000 }""");
        using var run = user.Start("--target=Validate", "--target=Plan");
        await run.WhenPrintedAsync("Checked 4 declarations");

        run.Signal(PosixSignal.SIGTERM);

        Assert.Equal(143, (await run.EndAsync()).ExitCode);
        Assert.Contains("Stopping. A second signal stops it at once.", run.Lines);
        Assert.DoesNotContain("Ctrl-C", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listing_that_is_none_ends_the_run_in_words_and_writes_nothing()
    {
        await user.Cloud.AddFaultAsync(
            """{ "method": "GET", "path": "/api/2.2/jobs/list", "status": 200, "times": 0, "body": { "jobs": "x" } }"""
        );

        using var run = await user.RunAsync();

        Assert.True(run.ExitCode == 1, run.Text);
        Assert.Contains(
            run.Lines,
            line =>
                line.StartsWith(
                    "Error: GET /api/2.2/jobs/list answered 200 with a text instead of a list in jobs.",
                    StringComparison.Ordinal
                ) && line.EndsWith("Nothing was written.", StringComparison.Ordinal)
        );
        Assert.Empty(await user.WritesAsync());
        AssertNoRuntimeText(run);
    }

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task An_export_that_cannot_go_on_does_not_deny_what_one_before_it_wrote()
    {
        using (var deployed = await user.RunAsync())
            Assert.True(deployed.ExitCode == 0, deployed.Text);
        File.Delete(Path.Combine(user.Assets, "init-scripts", "install.sh"));
        // The record and the script are read, and then the record once more for the jobs.
        await user.Cloud.AddFaultAsync(
            """
            {
              "method": "GET",
              "path": "/api/2.0/workspace/export",
              "skip": 2,
              "status": 200,
              "times": 0,
              "body": { "content": "aGVsbG8=" }
            }
            """
        );

        using var run = await user.RunAsync("--target=ExportInitScripts", "--target=ExportJobs");

        Assert.True(run.ExitCode == 2, run.Text);
        Assert.Contains("Error: The environment could not be used. Nothing more was written.", run.Lines);
        Assert.True(File.Exists(Path.Combine(user.Assets, "init-scripts", "install.sh")));
    }

    private static void AssertNoRuntimeText(HostRun run)
    {
        foreach (var text in new[] { "   at ", "System.", "Object reference", "Cannot cast" })
            Assert.DoesNotContain(text, run.Text, StringComparison.Ordinal);
    }
}
