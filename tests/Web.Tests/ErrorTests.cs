using Layercake.Secrecy;
using Layercake.Web.Runs;
using Layercake.Web.Tests.Support;

namespace Layercake.Web.Tests;

/// <summary>What goes wrong inside is no business of the browser.</summary>
public sealed class ErrorTests
{
    [Fact]
    public async Task A_page_that_fails_says_so_without_saying_how()
    {
        await using var page = await PageServer.StartSignedInAsync(
            new MemoryRunHost { Failure = new InvalidOperationException("/srv/secret-place is gone") }
        );

        var html = await page.PageAsync("/environments/dev/import");

        Assert.Contains("Something went wrong in this page", html);
        AssertTellsNothing(html);
    }

    [Fact]
    public async Task A_request_that_fails_says_so_without_saying_how()
    {
        var clock = new BrokenClock();
        var (lines, redactor) = (new StringWriter(), new Redactor());
        redactor.Register("secret-place");
        var options = new WebOptions
        {
            Clock = clock,
            Errors = lines,
            Redactor = redactor,
        };
        await using var page = await PageServer.StartSignedInAsync(options: options);
        clock.IsBroken = true;

        var text = await page.PageAsync("/");

        Assert.Equal("Something went wrong, and nothing was started. Load the page again.", text);
        Assert.Contains(BrokenClock.Words.Replace("secret-place", "***", StringComparison.Ordinal), lines.ToString());
        Assert.DoesNotContain("   at ", lines.ToString());
    }

    [Fact]
    public async Task A_run_that_failed_shows_its_sentence()
    {
        var run = new MemoryRun();
        run.End(RunSnapshot.Empty with { State = RunState.Failed, Failure = "The workspace cannot be reached." });
        var ended = new WebRun
        {
            Id = "1",
            Request = new RunRequest { Task = RunTask.Validate, Environment = "dev" },
            Started = DateTimeOffset.UnixEpoch,
            Hosted = run,
        };
        await using var page = await PageServer.StartSignedInAsync(new MemoryRunHost { Ended = [ended] });

        var html = await page.PageAsync("/runs/1");

        Assert.Contains("The workspace cannot be reached.", html);
        AssertTellsNothing(html);
    }

    private static void AssertTellsNothing(string html)
    {
        Assert.DoesNotContain("secret-place", html);
        Assert.DoesNotContain("Exception", html);
        Assert.DoesNotContain("   at ", html);
    }
}
