using Build.Reports;
using Build.Reports.Html;
using Build.Reports.Model;
using Build.Text;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;
using Newtonsoft.Json.Linq;

namespace Layercake.Build.Tests.Reports;

public sealed class MarkdownReportTests
{
    [Fact]
    public void A_failed_deployment_says_so_with_its_findings_changes_and_tables()
    {
        var page = MarkdownReport.Of(SampleReport.Awkward());

        Assert.StartsWith(
            "## ❌ Plan, Deploy · dev\n\n**2 created, 1 updated, 1 failed, 2 skipped, 1 unchanged, including 1 adopted** in 1.5 s.\n",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains("### 1 error, 1 warning", page, StringComparison.Ordinal);
        Assert.Contains("| ❌ CLU004 | clusters/etl.json&#58;14 | ", page, StringComparison.Ordinal);
        Assert.Contains("| ❌ failed | clusters.etl | changed in Git *(drift)* |", page, StringComparison.Ordinal);
        Assert.Contains("| num&#95;workers | 2 | 8 *(drift)* |", page, StringComparison.Ordinal);
        Assert.Contains("| passed | tests/a | ", page, StringComparison.Ordinal);
        Assert.Contains("commit `0123456789`", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fields_of_a_change_are_counted_as_they_are_shown()
    {
        var upgrade = SampleReport.Change("cluster-libraries", "etl", ChangeAction.Update) with
        {
            Fields =
            [
                new FieldChange { Path = "libraries['pypi pandas==2.2.0']", Old = new JObject { ["pypi"] = "pandas==2.2.0" } },
                new FieldChange { Path = "libraries['pypi pandas==2.3.0']", New = new JObject { ["pypi"] = "pandas==2.3.0" } },
            ],
        };

        var page = MarkdownReport.Of(SampleReport.Empty with { Planned = true, Changes = [upgrade] });

        Assert.Contains("cluster-libraries.etl: 1 field</summary>", page, StringComparison.Ordinal);
        Assert.Contains("| libraries | \"pypi pandas==2.2.0\" | \"pypi pandas==2.3.0\" |", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ChangeAction.Update, "| `→` moved | jobs.new | as declared |")]
    [InlineData(ChangeAction.None, "| `→` moved | jobs.new | as declared |")]
    [InlineData(ChangeAction.Recreate, "| `±` recreate | jobs.new | as declared |")]
    public void An_object_that_goes_on_under_another_name_is_shown_as_moved(ChangeAction action, string row)
    {
        var moved = new Change
        {
            Kind = "jobs",
            Name = "new",
            Action = action,
            Reason = "as declared",
            MovedFrom = "jobs.old",
        };
        var report = SampleReport.Empty with { Planned = true, Changes = [moved] };

        Assert.Contains(row, MarkdownReport.Of(report), StringComparison.Ordinal);
        Assert.Equal("jobs.old", (string?)JsonReport.Of(report)["changes"]![0]!["moved_from"]);
        if (moved.IsMove)
            Assert.Contains("data-result=\"moved\"", HtmlReport.Of(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_from_elsewhere_is_no_markup_no_mention_no_command_and_no_end_of_a_row()
    {
        var page = MarkdownReport.Of(SampleReport.Awkward());

        foreach (
            var forbidden in new[]
            {
                "<script",
                "<img",
                "@everyone",
                "@&#",
                "::error",
                "##vso[",
                "`a`",
                "#1 ",
                "\u001b",
                "| `a",
                "javascript:",
            }
        )
            Assert.DoesNotContain(forbidden, page, StringComparison.Ordinal);

        // Where mentions are looked for, entities are read already.
        Assert.DoesNotContain("@everyone", System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        foreach (
            var row in page.Split('\n')
                .Where(line => line.StartsWith("| ✗", StringComparison.Ordinal) || line.StartsWith("| ❌", StringComparison.Ordinal))
        )
            Assert.Equal(4, row.Count(letter => letter == '|'));
    }

    [Fact]
    public void A_large_page_keeps_below_the_limit_ends_where_a_row_ends_and_says_so()
    {
        var report = SampleReport.Empty with
        {
            Planned = true,
            Changes = [.. Enumerable.Range(0, 5000).Select(i => SampleReport.Change("jobs", $"job-{i}", ChangeAction.Create))],
            Totals = new RunTotals { Changes = 5000 },
        };

        var page = MarkdownReport.Of(report);

        Assert.InRange(page.Length, MarkdownReport.LongestPage - 3000, MarkdownReport.LongestPage);
        Assert.Contains("*The rest is left out here; the full report is an artifact of this run.*", page, StringComparison.Ordinal);
        Assert.Contains("**5000 to create, 0 unchanged**", page, StringComparison.Ordinal);
        Assert.EndsWith("</sub>\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_of_any_length_leaves_room_for_the_rest()
    {
        var report = SampleReport.Empty with
        {
            Succeeded = false,
            Failure = new string('x', 100_000),
            Findings =
            [
                new Finding
                {
                    Severity = Severity.Error,
                    Code = "CLU004",
                    Message = "still there",
                },
            ],
        };

        Assert.Contains("still there", MarkdownReport.Of(report), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, "## ✅ Validate · dev\n\nNothing is declared, so there is nothing to do.\n")]
    [InlineData(false, true, "## ✅ Validate · dev\n\nSucceeded after 1.5 s.\n")]
    [InlineData(false, false, "## ❌ Validate · dev\n\nEnded after 1.5 s.\n")]
    public void A_run_without_changes_says_how_it_ended(bool planned, bool succeeded, string expected) =>
        Assert.StartsWith(
            expected,
            MarkdownReport.Of(SampleReport.Empty with { Planned = planned, Succeeded = succeeded }),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_table_without_rows_is_its_summary()
    {
        var page = MarkdownReport.Of(
            SampleReport.Empty with
            {
                Sections =
                [
                    new ReportSection
                    {
                        Title = "Exported",
                        Summary = "Nothing to export.",
                        Columns = ["File"],
                        Rows = [],
                    },
                ],
            }
        );

        Assert.Contains("### Exported\n\nNothing to export.\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("| File |", page, StringComparison.Ordinal);
        Assert.Contains(
            "| File |\n|---|\n| a&#124;b |",
            MarkdownReport.Of(
                SampleReport.Empty with
                {
                    Sections =
                    [
                        new ReportSection
                        {
                            Title = "Exported",
                            Columns = ["File"],
                            Rows = [new ReportRow(Tone.Good, "a|b")],
                        },
                    ],
                }
            ),
            StringComparison.Ordinal
        );
    }
}
