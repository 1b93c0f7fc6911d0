using Build.Text;
using Layercake.Engine.Planning;

namespace Build.Reports.Html;

/// <summary>The list of changes, with a filter where scripts run.</summary>
internal static class ChangesSection
{
    public static void Write(ReportedChanges changes, HtmlPage page)
    {
        if (!changes.Planned)
            return;

        page.Add($"<section aria-labelledby=\"changes\">\n<h2 id=\"changes\">Changes</h2>\n");
        var writes = changes.All.Where(change => change.Action != ChangeAction.None || change.IsMove).ToList();
        var rest = changes.All.Except(writes).ToList();
        if (changes.All.Count > 0)
            Filter(changes, page);
        if (writes.Count == 0)
            page.Add($"<p>{(rest.Count > 0 ? "Nothing to change: the workspace is as declared." : "Nothing is declared.")}</p>\n");

        List(writes, changes, page);
        if (rest.Count > 0)
        {
            page.Add($"<details class=\"unchanged\">\n<summary>{DisplayText.Count(rest.Count, "asset")} unchanged</summary>\n");
            List(rest, changes, page);
            page.Add($"</details>\n");
        }

        page.Add($"</section>\n");
    }

    private static void Filter(ReportedChanges changes, HtmlPage page)
    {
        page.Add(
            $"<form id=\"filter\" role=\"search\" aria-label=\"Filter the changes\" hidden>\n<label>Text <input type=\"search\" "
                + $"name=\"text\" autocomplete=\"off\"></label>\n"
        );
        Choice("kind", "Kind", changes.All.Select(change => change.Kind).Distinct());
        Choice("result", "Result", changes.All.Select(changes.WordOf).Distinct().Order(StringComparer.Ordinal));
        page.Add($"<button type=\"reset\">Show all</button>\n<output id=\"shown\" aria-live=\"polite\"></output>\n</form>\n");

        void Choice(string name, string label, IEnumerable<string> values)
        {
            page.Add($"<label>{label} <select name=\"{name}\"><option value=\"\">all</option>");
            foreach (var value in values)
                page.Add($"<option>{value}</option>");

            page.Add($"</select></label>\n");
        }
    }

    private static void List(IReadOnlyList<Change> list, ReportedChanges changes, HtmlPage page)
    {
        if (list.Count == 0)
            return;

        page.Add($"<ul class=\"changes\">\n");
        foreach (var change in list)
            Item(change, changes, page);

        page.Add($"</ul>\n");
    }

    private static void Item(Change change, ReportedChanges changes, HtmlPage page)
    {
        var (number, outcome) = (changes.NumberOf(change.Asset) ?? 0, changes.OutcomeOf(change));
        page.Add(
            $"<li id=\"asset-{number}\" class=\"change {changes.CssClassOf(change)}\" data-kind=\"{change.Kind}\" "
                + $"data-result=\"{changes.WordOf(change)}\" tabindex=\"-1\">\n"
        );
        page.Add(
            $"<div class=\"line\"><h3><span class=\"badge {changes.CssClassOf(change)}\"><span "
                + $"aria-hidden=\"true\">{changes.SymbolOf(change)}</span> {changes.WordOf(change)}</span> <span class=\"asset\"><span "
                + $"class=\"kind\">{change.Kind}.</span>{change.Name}</span>"
        );
        if (change.Drift)
            page.Add($" <span class=\"note drift\">drift</span>");
        if (change.Adopts)
            page.Add($" <span class=\"note adopted\">adopted</span>");

        page.Add($"</h3>\n<p>{change.Reason}</p></div>\n");
        if (outcome?.Message is { } message)
            page.Add($"<p class=\"failure\">{message}</p>\n");

        FieldTable.Write(change, page);
        Facts(change, outcome is { Duration.Ticks: > 0 } ? DisplayText.Seconds(outcome.Duration) : null, changes, page);
        page.Add($"</li>\n");
    }

    private static void Facts(Change change, string? took, ReportedChanges changes, HtmlPage page)
    {
        page.Add($"<ul class=\"about\">\n");
        if (change.File is { } file)
            page.Add($"<li>declared in <code>{file}</code></li>\n");
        if (change.Id is { } id)
            page.Add($"<li>id <code>{id}</code></li>\n");
        if (took is not null)
            page.Add($"<li>took {took}</li>\n");
        foreach (var secret in change.Secrets)
            page.Add($"<li>uses secret <code>{secret}</code></li>\n");
        foreach (var needed in change.Needs)
            if (changes.NumberOf(needed) is { } number)
                page.Add($"<li>needs <a href=\"#asset-{number}\">{needed}</a></li>\n");
            else
                page.Add($"<li>needs {needed}</li>\n");

        page.Add($"</ul>\n");
    }
}
