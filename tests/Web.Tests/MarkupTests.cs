using System.Text.RegularExpressions;
using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;
using Layercake.Web.Runs;
using Layercake.Web.Tests.Support;

namespace Layercake.Web.Tests;

/// <summary>What names, values and messages hold is shown as text, whatever it looks like.</summary>
public sealed class MarkupTests : IAsyncLifetime
{
    private const string Markup = "<script>alert(1)</script>\"'--><img src=x onerror=alert(2)>";
    private const string Escaped = "&lt;script&gt;alert(1)&lt;/script&gt;";

    private static readonly Change Hostile = new()
    {
        Kind = "jobs",
        Name = $"name{Markup}",
        Action = ChangeAction.Update,
        Reason = $"reason{Markup}",
        File = $"file{Markup}",
        HeldBack = $"held{Markup}",
        Fields =
        [
            new FieldChange { Path = $"path{Markup}", Old = $"old{Markup}", New = $"new{Markup}" },
            new FieldChange { Path = "text", Old = $"before{Markup}\n", New = $"after{Markup}\n" },
        ],
    };

    private static readonly RunSnapshot Snapshot = new()
    {
        State = RunState.Failed,
        Failure = $"failure{Markup}",
        Log = [$"log{Markup}"],
        Findings =
        [
            Finding($"about{Markup}", asset: null),
            Finding($"message{Markup}", Hostile.Asset),
            Finding("alone", $"jobs.wrong{Markup}"),
        ],
        Changes = [Hostile, Hostile with { Name = "a/b" }],
        Outcomes = new Dictionary<string, ChangeOutcome>
        {
            [Hostile.Asset] = new()
            {
                Change = Hostile,
                Status = ChangeStatus.Failed,
                Message = $"outcome{Markup}",
            },
        },
        Files =
        [
            new ExportedFile
            {
                Kind = "jobs",
                Name = $"exported{Markup}",
                File = $"target{Markup}",
                Action = ExportAction.Added,
                Log = [$"step{Markup}"],
            },
        ],
        Remarks = [$"remark{Markup}"],
    };

    private PageServer page = null!;

    public async Task InitializeAsync() =>
        page = await PageServer.StartSignedInAsync(
            new MemoryRunHost
            {
                Names = ["dev", $"env{Markup}"],
                Ended =
                [
                    new WebRun
                    {
                        Id = "1",
                        Request = new RunRequest
                        {
                            Task = RunTask.Validate,
                            Environment = "dev",
                            By = $"by{Markup}",
                        },
                        Started = DateTimeOffset.UnixEpoch,
                        Hosted = Ended(),
                    },
                ],
                Files = new FilesDescription
                {
                    Folder = $"folder{Markup}",
                    Count = 1,
                    Newest = null,
                    Git = new GitState
                    {
                        Branch = $"branch{Markup}",
                        Commit = $"commit{Markup}",
                        Remote = $"remote{Markup}",
                    },
                },
            },
            new WebOptions { UserName = $"user{Markup}" }
        );

    public async Task DisposeAsync() => await page.DisposeAsync();

    [Theory]
    [InlineData("/", "user env")]
    [InlineData("/runs", "user by")]
    [InlineData(
        "/runs/1",
        "user by name reason file held path old new before after failure about message wrong outcome exported target step remark"
    )]
    [InlineData("/environments/dev/import", "user by name folder branch commit remote")]
    [InlineData("/environments/dev/export", "user folder branch commit remote")]
    public async Task Every_text_is_escaped(string target, string texts)
    {
        var html = await page.PageAsync(target);

        Assert.DoesNotContain("<script>", html);
        Assert.DoesNotContain("<img", html);
        Assert.DoesNotContain("\"'--", html);
        foreach (var text in texts.Split(' '))
            Assert.Contains(text + Escaped, html);
    }

    [Fact]
    public async Task A_job_with_a_slash_in_its_name_is_a_row_like_any_other() =>
        Assert.Single(Regex.Matches(await page.PageAsync("/runs/1"), ">jobs\\.a/b<"));

    [Fact]
    public async Task Every_script_of_a_page_is_a_file_of_the_server()
    {
        var html = await page.PageAsync("/runs/1");

        Assert.NotEmpty(Regex.Matches(html, "<script"));
        Assert.All(
            Regex.Matches(html, "<script[^>]*>"),
            script => Assert.Matches("""^<script [^>]*src="[_A-Za-z][^":]*">$""", script.Value)
        );
        Assert.DoesNotMatch(" on[a-z]+=\"", html);
        Assert.DoesNotContain("javascript:", html);
    }

    private static Finding Finding(string message, string? asset) =>
        new()
        {
            Severity = Severity.Error,
            Code = "JOB001",
            Message = message,
            Asset = asset,
        };

    private static MemoryRun Ended()
    {
        var run = new MemoryRun();
        run.End(Snapshot);
        return run;
    }
}
