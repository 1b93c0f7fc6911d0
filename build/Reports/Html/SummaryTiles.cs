using Build.Reports.Model;
using Build.Text;
using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;

namespace Build.Reports.Html;

/// <summary>The run in numbers.</summary>
internal static class SummaryTiles
{
    public static void Write(RunReport report, HtmlPage page)
    {
        page.Add(
            $"<section aria-labelledby=\"totals-title\">\n<h2 id=\"totals-title\" class=\"hidden\">Totals</h2>\n<ul class=\"tiles\">\n"
        );
        foreach (var (count, text, look) in All(report))
            page.Add($"<li class=\"{(count > 0 ? look : "none")}\"><b>{count}</b> {text}</li>\n");

        page.Add($"</ul>\n</section>\n");
    }

    private static IEnumerable<(int Count, string Text, string Look)> All(RunReport report)
    {
        var totals = report.Totals;
        if (report.Outcomes.Count > 0)
        {
            yield return (totals.Created, "created", "create");
            yield return (totals.Updated, "updated", "update");
            yield return (totals.Deleted, "deleted", "delete");
            yield return (totals.Failed, "failed", "failed");
            yield return (totals.Skipped, "skipped", "skipped");
        }
        else if (report.Planned)
        {
            foreach (var action in new[] { ChangeAction.Create, ChangeAction.Update, ChangeAction.Recreate, ChangeAction.Delete })
                yield return (
                    report.Changes.Count(change => change.Action == action),
                    $"to {DisplayText.Present(action)}",
                    DisplayText.Present(action)
                );
        }

        if (report.Planned)
            yield return (totals.Unchanged, "unchanged", "none");
        if (totals.Adopted > 0)
            yield return (totals.Adopted, "of these adopted", "none");

        yield return (report.Findings.Count(finding => finding.Severity == Severity.Error), "errors", "failed");
        yield return (report.Findings.Count(finding => finding.Severity == Severity.Warning), "warnings", "update");
        yield return (report.Requests.Count, "requests", "none");
    }
}
