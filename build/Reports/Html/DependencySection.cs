using Build.Text;
using Layercake.Engine.Planning;

namespace Build.Reports.Html;

/// <summary>The dependencies of the assets as a picture, and the same in words.</summary>
internal static class DependencySection
{
    /// <summary>More boxes than this nobody looks at one by one.</summary>
    public const int MostWithUnchanged = 60;

    private const int Most = 250;

    public static void Write(ReportedChanges changes, HtmlPage page)
    {
        if (changes.All.Count == 0)
            return;

        var shown = Shown(changes);
        page.Add(
            $"<section aria-labelledby=\"picture\">\n<h2 id=\"picture\">Dependencies</h2>\n<p id=\"picture-note\">What an asset "
                + $"needs is to the left of it. Each box leads to its change above."
        );
        if (shown.Count < changes.All.Count)
            page.Add($" Shown are {shown.Count} of {changes.All.Count} assets: those that change, and their neighbours.");

        if (shown.Any(change => change.AfterStub.Count > 0))
            page.Add($" Some need each other in a circle: one is made first without its work. A dashed line closes the circle.");

        page.Add($"</p>\n");
        if (shown.Count > 0)
        {
            Key(shown, changes, page);
            DependencyPicture.Draw(shown, changes, page);
            InWords(shown, page, changes);
        }

        page.Add($"</section>\n");
    }

    /// <summary>All of a small project; of a large one what changes and what that touches.</summary>
    public static IReadOnlyList<Change> Shown(ReportedChanges changes)
    {
        if (changes.All.Count <= MostWithUnchanged)
            return changes.All;

        var changed = changes
            .All.Where(change => change.Action != ChangeAction.None)
            .Take(Most)
            .Select(change => change.Asset)
            .ToHashSet(StringComparer.Ordinal);
        var near = changes
            .All.Where(change => changed.Contains(change.Asset))
            .SelectMany(change => change.Needs)
            .Concat(changes.All.Where(change => change.Needs.Any(changed.Contains)).Select(change => change.Asset))
            .Where(asset => !changed.Contains(asset))
            .Distinct(StringComparer.Ordinal)
            .Take(Most - changed.Count)
            .ToHashSet(StringComparer.Ordinal);
        return [.. changes.All.Where(change => changed.Contains(change.Asset) || near.Contains(change.Asset))];
    }

    private static void Key(IReadOnlyList<Change> shown, ReportedChanges changes, HtmlPage page)
    {
        page.Add($"<ul class=\"key\" aria-label=\"Key to the picture\">\n");
        foreach (var change in shown.DistinctBy(changes.WordOf))
            page.Add(
                $"<li><span class=\"badge {changes.CssClassOf(change)}\"><span aria-hidden=\"true\">{changes.SymbolOf(change)}</span> "
                    + $"{changes.WordOf(change)}</span></li>\n"
            );

        page.Add($"</ul>\n");
    }

    private static void InWords(IReadOnlyList<Change> shown, HtmlPage page, ReportedChanges changes)
    {
        var dependent = shown.Where(change => change.Needs.Any()).ToList();
        page.Add($"<details>\n<summary>The same in words</summary>\n");
        if (dependent.Count == 0)
            page.Add($"<p>No asset needs another one.</p>\n");

        page.Add($"<ul>\n");
        foreach (var change in dependent)
            page.Add(
                $"<li><a href=\"#asset-{changes.NumberOf(change.Asset) ?? 0}\">{change.Asset}</a> needs "
                    + $"{string.Join(", ", change.Needs)}.</li>\n"
            );

        page.Add(
            $"</ul>\n<p>{DisplayText.Count(shown.Count - dependent.Count, "asset")} "
                + $"{(shown.Count - dependent.Count == 1 ? "needs" : "need")} no other.</p>\n</details>\n"
        );
    }
}
