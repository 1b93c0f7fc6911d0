using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Build.Record;
using Build.Reports.Html;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;

namespace Layercake.Build.Tests.Reports.Html;

public sealed partial class HtmlReportTests
{
    [Fact]
    public void What_stands_in_braces_is_text()
    {
        var page = new HtmlPage();

        page.Add($"<b title=\"{"a\"'<>&"}\">{"a\r\nb\tc\0\u001b\u202e\ud800x😀"}</b>{1.256} {7}");

        Assert.Equal("<b title=\"a&quot;&#39;&lt;&gt;&amp;\">a\nb\tc\\u0000\\u001b\\u202e\uFFFDx😀</b>1.26 7", page.ToString());
    }

    [Fact]
    public void The_policy_lets_in_exactly_the_style_and_the_script_of_the_page()
    {
        var page = HtmlReport.Of(SampleReport.Awkward());

        Assert.Contains(
            $"default-src 'none'; style-src '{Digest(Style().Match(page).Groups[1].Value)}'; script-src "
                + $"'{Digest(Script().Match(page).Groups[1].Value)}'; base-uri 'none'; form-action 'none'\"",
            page,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"<[^>]* on\w+=", page.Replace("onerror=hacked", "", StringComparison.Ordinal));
    }

    [Fact]
    public void The_smallest_run_makes_a_page()
    {
        var page = HtmlReport.Of(SampleReport.Empty);

        Assert.Contains("<title>✓ Validate · dev</title>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"changes\"", page, StringComparison.Ordinal);
        Assert.Contains("Nothing is declared.", HtmlReport.Of(SampleReport.Empty with { Planned = true }), StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_too_long_is_shown_where_it_differs()
    {
        var same = string.Join(' ', Enumerable.Repeat("select a", 2000));
        var change = SampleReport.Change("queries", "daily", ChangeAction.Update) with
        {
            Fields =
            [
                new FieldChange { Path = "query_text", Old = $"{same} where a = 1", New = $"{same} where a = 2" },
                new FieldChange { Path = "description", New = new string('x', 5000) },
            ],
        };

        var page = HtmlReport.Of(SampleReport.Empty with { Planned = true, Changes = [change] });

        Assert.Contains("select a where a = 1&quot;</del>", page, StringComparison.Ordinal);
        Assert.Contains("select a where a = 2&quot;</ins> <i>a part of it; all", page, StringComparison.Ordinal);
        Assert.Contains("<td><i>not set</i></td>", page, StringComparison.Ordinal);
        Assert.Contains("x…</ins> <i>a part of it; all 5002", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_adopted_is_counted()
    {
        Assert.Contains("<b>1</b> of these adopted", HtmlReport.Of(SampleReport.Awkward()), StringComparison.Ordinal);
        Assert.DoesNotContain("of these adopted", HtmlReport.Of(SampleReport.Empty with { Planned = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_is_drawn_and_told_in_words()
    {
        var page = HtmlReport.Of(
            SampleReport.Empty with
            {
                Planned = true,
                Changes =
                [
                    SampleReport.Change("jobs", "a", ChangeAction.Create) with
                    {
                        AfterStub = ["jobs.b"],
                    },
                    SampleReport.Change("jobs", "b", ChangeAction.Create) with
                    {
                        After = ["jobs.a"],
                    },
                    SampleReport.Change("jobs", "itself", ChangeAction.Create) with
                    {
                        AfterStub = ["jobs.itself"],
                    },
                    SampleReport.Change("jobs", "end", ChangeAction.Create) with
                    {
                        AfterStub = ["jobs.b"],
                    },
                ],
            }
        );

        Assert.Equal(2, page.Split("class=\"circle\"").Length - 1);
        Assert.Equal(4, page.Split("marker-end=").Length - 1);
        Assert.Contains("A dashed line closes the circle.", page, StringComparison.Ordinal);
        Assert.Contains("jobs.a</a> needs jobs.b.", page, StringComparison.Ordinal);
        Assert.Contains("jobs.itself</a> needs jobs.itself.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_that_overlap_are_in_lanes_of_their_own()
    {
        SentRequest[] requests = [Request(0, 100), Request(10, 20), Request(35, 10), Request(36, 0), Request(100, 5)];

        Assert.Equal([0, 1, 1, 2, 0], Timeline.Lanes(requests, TimeSpan.FromMilliseconds(1)));
    }

    private static SentRequest Request(int start, int length) =>
        new(TimeSpan.FromMilliseconds(start), TimeSpan.FromMilliseconds(length), "GET", "/", 200, 1);

    private static string Digest(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("<script>(.*?)</script>\n</body>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
