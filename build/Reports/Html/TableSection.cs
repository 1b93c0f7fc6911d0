using Build.Reports.Model;
using Build.Text;

namespace Build.Reports.Html;

/// <summary>The tables that tasks added.</summary>
internal static class TableSection
{
    public static void Write(IReadOnlyList<ReportSection> sections, HtmlPage page)
    {
        for (var i = 0; i < sections.Count; i++)
            Write(sections[i], i, page);
    }

    private static void Write(ReportSection section, int number, HtmlPage page)
    {
        page.Add($"<section aria-labelledby=\"section-{number}\">\n<h2 id=\"section-{number}\">{section.Title}</h2>\n");
        if (section.Summary is { } summary)
            page.Add($"<p>{summary}</p>\n");

        if (section.Rows.Count > 0)
        {
            page.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"section-{number}\">\n<table>\n<thead><tr>");
            foreach (var column in section.Columns)
                page.Add($"<th scope=\"col\">{column}</th>");

            page.Add($"</tr></thead>\n<tbody>\n");
            foreach (var row in section.Rows)
                Row(row, page);

            page.Add($"</tbody>\n</table>\n</div>\n");
        }

        page.Add($"</section>\n");
    }

    private static void Row(ReportRow row, HtmlPage page)
    {
        page.Add($"<tr class=\"{Look(row.Tone)}\">");
        foreach (var cell in row.Cells)
        {
            page.Add($"<td>");
            HtmlReport.Link(page, cell);
            page.Add($"</td>");
        }

        page.Add($"</tr>\n");
    }

    private static string Look(Tone tone) =>
        tone switch
        {
            Tone.Good => "create",
            Tone.Change => "update",
            Tone.Bad => "failed",
            Tone.Quiet => "none",
            _ => "plain",
        };
}
