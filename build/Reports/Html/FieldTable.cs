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

            page.Add($"</th><td>");
            Value("del", field.Old, page);
            page.Add($"</td><td>");
            Value("ins", field.New, page);
            page.Add($"</td></tr>\n");
        }

        page.Add($"</tbody>\n</table>\n");
    }

    private static void Value(string mark, JToken? value, HtmlPage page)
    {
        if (value is null)
        {
            page.Add($"<i>not set</i>");
            return;
        }

        // A text of several lines is read better without its escapes.
        var text =
            value is JValue { Value: string plain } && plain.Contains('\n', StringComparison.Ordinal)
                ? plain
                : value.ToString(Formatting.Indented);
        var lines = text.Count(letter => letter == '\n') + 1;
        var isLong = text.Length > LongestAtSight || lines > MostLinesAtSight;
        if (isLong)
            page.Add($"<details><summary>{DisplayText.Count(lines, "line")}, {DisplayText.Count(text.Length, "character")}</summary>");

        page.Add($"<{mark}>{(text.Length <= LongestValue ? text : text[..LongestValue])}</{mark}>");
        if (text.Length > LongestValue)
            page.Add($" <i>and {text.Length - LongestValue} characters more, in report.json</i>");
        if (isLong)
            page.Add($"</details>");
    }
}
