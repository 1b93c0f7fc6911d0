using Build.Reports.Model;
using Build.Text;
using Layercake.Engine.Declarations;

namespace Build.Reports.Html;

/// <summary>What checks found, with file and line, and what went wrong besides the changes.</summary>
internal static class FindingsSection
{
    public static void Write(RunReport report, HtmlPage page)
    {
        if (report.Findings.Count + report.Remarks.Count == 0)
            return;

        page.Add($"<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings</h2>\n");
        if (report.Findings.Count > 0)
            Table(report.Findings, page);

        if (report.Remarks.Count > 0)
        {
            page.Add($"<ul class=\"remarks\">\n");
            foreach (var remark in report.Remarks)
                page.Add($"<li>{remark}</li>\n");

            page.Add($"</ul>\n");
        }

        page.Add($"</section>\n");
    }

    private static void Table(IReadOnlyList<Finding> findings, HtmlPage page)
    {
        page.Add(
            $"<table class=\"findings\">\n<caption>{FindingsText.Summary(findings)}</caption>\n<thead><tr><th "
                + $"scope=\"col\">Code</th><th scope=\"col\">Where</th><th scope=\"col\">What, and what to do</th></tr></thead>\n<tbody>\n"
        );
        foreach (var finding in findings)
        {
            var isError = finding.Severity == Severity.Error;
            page.Add(
                $"<tr><th scope=\"row\"><span class=\"badge "
                    + $"{(isError ? "failed" : "update")}\">{(isError ? "✗ error" : "! warning")}</span> {finding.Code}</th><td>"
            );
            if (finding.File is not null)
                page.Add($"<code>{Place(finding)}</code>");

            page.Add($"</td><td>{(finding.Asset is null ? "" : $"{finding.Asset}: ")}{finding.Message}</td></tr>\n");
        }

        page.Add($"</tbody>\n</table>\n");
    }

    private static string Place(Finding finding) =>
        finding.Line == 0 ? $"{finding.File}"
        : finding.Column == 0 ? $"{finding.File}:{finding.Line}"
        : $"{finding.File}:{finding.Line}:{finding.Column}";
}
