using System.Globalization;
using Build.Reports.Model;
using Build.Running;
using Build.Text;

namespace Build.Reports.Html;

/// <summary>The report for people: <c>report.html</c>, one file that asks nothing of any host.</summary>
internal static class HtmlReport
{
    public static string Of(RunReport report)
    {
        var page = new HtmlPage();
        var changes = new ReportedChanges(report);
        Head(report, page);
        Header(report, page);
        page.Add($"<main id=\"main\" tabindex=\"-1\">\n");
        SummaryTiles.Write(report, page);
        FindingsSection.Write(report, page);
        ChangesSection.Write(changes, page);
        DependencySection.Write(changes, page);
        RequestsSection.Write(report.Requests, page);
        TableSection.Write(report.Sections, page);
        page.Add($"</main>\n<footer class=\"end\"><p>Written by Layercake {HostVersion.Text}.");
        if (!report.StandsAlone)
            page.Add($" The same for programs is in <code>report.json</code> beside this file.");
        page.Add($"</p></footer>\n<script>")
            .Add(PageResource.Script)
            .Add($"</script>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void Head(RunReport report, HtmlPage page) =>
        page.Add($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Add(
                $"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                    + $"'{PageResource.Style.Digest}'; script-src '{PageResource.Script.Digest}'; base-uri 'none'; form-action 'none'\">\n"
            )
            .Add(
                $"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" "
                    + $"content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
            )
            .Add($"<title>{(report.Succeeded ? "✓" : "✗")} {Title(report)}</title>\n<style>")
            .Add(PageResource.Style)
            .Add($"</style>\n</head>\n<body>\n");

    private static string Title(RunReport report) =>
        $"{(report.Targets.Count == 0 ? "Layercake" : string.Join(", ", report.Targets))} · {report.Environment}";

    private static void Header(RunReport report, HtmlPage page)
    {
        page.Add(
            $"<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<header class=\"top "
                + $"{(report.Succeeded ? "good" : "bad")}\">\n<h1>{Title(report)} <span "
                + $"class=\"verdict\">{(report.Succeeded ? "✓ succeeded" : "✗ failed")}</span></h1>\n"
        );
        if (report.Failure is { } failure)
            page.Add($"<p class=\"failure\">{failure}</p>\n");

        page.Add($"<dl class=\"facts\">\n");
        Fact("Environment", report.Environment);
        if (report.Workspace is { } workspace)
        {
            page.Add($"<div><dt>Workspace</dt><dd>");
            Link(page, workspace.ToString().TrimEnd('/'));
            page.Add($"</dd></div>\n");
        }

        if (report.Commit is { } commit)
            page.Add($"<div><dt>Commit</dt><dd><code title=\"{commit}\">{DisplayText.ShortCommit(commit)}</code></dd></div>\n");

        var started = report.Started.UtcDateTime;
        var forPrograms = started.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var forPeople = started.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        page.Add($"<div><dt>Started</dt><dd><time datetime=\"{forPrograms}\">{forPeople} UTC</time></dd></div>\n");
        Fact("Took", DisplayText.Seconds(report.Duration));
        page.Add($"</dl>\n<nav aria-label=\"Parts of this report\"><ul>\n");
        foreach (var (id, title, isThere) in Parts(report))
            if (isThere)
                page.Add($"<li><a href=\"#{id}\">{title}</a></li>\n");

        page.Add($"</ul></nav>\n</header>\n");

        void Fact(string name, string value) => page.Add($"<div><dt>{name}</dt><dd>{value}</dd></div>\n");
    }

    private static IEnumerable<(string Id, string Title, bool IsThere)> Parts(RunReport report) =>
        [
            ("findings", "Findings", report.Findings.Count + report.Remarks.Count > 0),
            ("changes", "Changes", report.Planned),
            ("picture", "Dependencies", report.Changes.Count > 0),
            ("requests", "Requests", report.Requests.Count > 0),
            .. report.Sections.Select((section, i) => ($"section-{i}", section.Title, true)),
        ];

    /// <summary>A link where the text is an address that a click may lead to, otherwise the text.</summary>
    internal static void Link(HtmlPage page, string text)
    {
        if (
            Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        )
            page.Add($"<a href=\"{address.AbsoluteUri}\" rel=\"noreferrer\">{text}</a>");
        else
            page.Add($"{text}");
    }
}
