using System.Net;
using Layercake.Testing;
using Layercake.Web.Runs;
using Layercake.Web.Tests.Support;

namespace Layercake.Web.Tests;

/// <summary>The report of a run is a page that is kept apart from the others.</summary>
public sealed class ReportTests : IAsyncLifetime, IDisposable
{
    private readonly TempDirectory folder = new();
    private PageServer page = null!;

    public async Task InitializeAsync()
    {
        var run = new MemoryRun();
        run.End(RunState.Succeeded);
        var ended = new WebRun
        {
            Id = "1",
            Request = new RunRequest { Task = RunTask.Validate, Environment = "dev" },
            Started = DateTimeOffset.UnixEpoch,
            Hosted = run,
        };
        var report = folder.Write("report.html", "the report");
        page = await PageServer.StartSignedInAsync(new MemoryRunHost { Ended = [ended], Report = report });
    }

    public async Task DisposeAsync() => await page.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Its_own_script_runs_without_an_origin_and_asks_for_nothing()
    {
        using var answer = await page.SendAsync("/runs/1/report");

        Assert.Equal((HttpStatusCode.OK, "the report"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy")).Split("; ");
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("sandbox allow-scripts", policy);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Only_a_run_of_the_list_has_one()
    {
        foreach (var id in new[] { "2", "..", "%2e%2e%2f1", "1%2f..%2f1", "..%5c1", "1%00", "1%20", "" })
        {
            using var answer = await page.SendAsync($"/runs/{id}/report");
            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest });
        }
    }
}
