using Build.Text;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Build.Reports.Html;

/// <summary>The fields of one change, old and new value side by side.</summary>
internal static class FieldTable
{
    private const int LongestValue = 4000;
    private const int LongestAtSight = 600;
    private const int MostLinesAtSight = 15;

    public static void Write(Change change, HtmlPage page)
    {
        if (change.Fields.Count == 0)
            return;

        page.Add(
            $"<table class=\"fields\">\n<caption class=\"hidden\">Fields of {change.Asset}</caption>\n<thead><tr><th "
                + $"scope=\"col\">Field</th><th scope=\"col\">Workspace</th><th scope=\"col\">Git</th></tr></thead>\n<tbody>\n"
        );
        foreach (var field in ShownFields.Of(change))
        {
            page.Add($"<tr><th scope=\"row\">{field.Path}");
            if (field.Drift)
                page.Add($" <span class=\"note drift\">drift</span>");
            if (field.RecreateBecause is { } because)
                page.Add($" <span class=\"because\">recreated: {because}</span>");

            // Secrets are out of the content of a report already.
            var whole = DifferenceText.Of(field, int.MaxValue, text => text, Form);
            var shown = DifferenceText.Of(field, LongestValue, text => text, Form);
            page.Add($"</th><td>");
            Value("del", whole.Old, shown.Old, page);
            page.Add($"</td><td>");
            Value("ins", whole.New, shown.New, page);
            page.Add($"</td></tr>\n");
        }

        page.Add($"</tbody>\n</table>\n");
    }

    /// <summary>A text of several lines is read better without its escapes.</summary>
    private static string Form(JToken value) =>
        value is JValue { Value: string plain } && plain.Contains('\n', StringComparison.Ordinal)
            ? plain
            : value.ToString(Formatting.Indented);

    /// <param name="shown">The part of it that is shown, where it is too long.</param>
    private static void Value(string mark, string? whole, string? shown, HtmlPage page)
    {
        if (whole is null || shown is null)
        {
            page.Add($"<i>not set</i>");
            return;
        }

        var lines = whole.Count(letter => letter == '\n') + 1;
        var isLong = whole.Length > LongestAtSight || lines > MostLinesAtSight;
        if (isLong)
            page.Add($"<details><summary>{DisplayText.Count(lines, "line")}, {DisplayText.Count(whole.Length, "character")}</summary>");

        page.Add($"<{mark}>{shown}</{mark}>");
        if (shown != whole)
            page.Add($" <i>a part of it; all {whole.Length} characters are in report.json</i>");
        if (isLong)
            page.Add($"</details>");
    }
}
