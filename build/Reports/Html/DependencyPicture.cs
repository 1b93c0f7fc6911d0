using Layercake.Engine.Planning;

namespace Build.Reports.Html;

/// <summary>Draws the dependencies: in columns what depends on each other, below it in a grid what stands alone.</summary>
internal static class DependencyPicture
{
    private const double Margin = 8;

    public static void Draw(IReadOnlyList<Change> shown, ReportedChanges changes, HtmlPage page)
    {
        var graph = new DependencyGraph(shown);
        Begin(graph, page);
        Lines(graph, page);
        foreach (var box in graph.Boxes)
            Node(box.Change, box.Place, changes, page);

        page.Add($"</svg>\n</div>\n");
    }

    private static void Begin(DependencyGraph graph, HtmlPage page)
    {
        var (width, height) = (graph.Width + (2 * Margin), graph.Height + (2 * Margin));
        page.Add(
            $"<div class=\"scroll picture\" tabindex=\"0\" role=\"region\" aria-labelledby=\"picture\" aria-describedby=\"picture-note\">\n"
        );
        page.Add(
            $"<svg id=\"graph\" role=\"group\" aria-label=\"Picture of the dependencies\" width=\"{width}\" height=\"{height}\" "
                + $"viewBox=\"{-Margin} {-Margin} {width} {height}\">\n"
        );
    }

    private static void Lines(DependencyGraph graph, HtmlPage page)
    {
        page.Add(
            $"<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" "
                + $"orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" class=\"tip\"/></marker></defs>\n<g class=\"lines\" aria-hidden=\"true\">\n"
        );
        foreach (var line in graph.Lines)
            if (line.ClosesCircle)
                page.Add($"<path class=\"circle\" d=\"{line.Path}\" marker-end=\"url(#tip)\"/>\n");
            else
                page.Add($"<path d=\"{line.Path}\" marker-end=\"url(#tip)\"/>\n");

        page.Add($"</g>\n");
    }

    private static void Node(Change change, Box box, ReportedChanges changes, HtmlPage page)
    {
        page.Add(
            $"<a class=\"node {changes.CssClassOf(change)}\" href=\"#asset-{changes.NumberOf(change.Asset) ?? 0}\" "
                + $"aria-label=\"{change.Asset}, "
                + $"{string.Join(", ", [changes.WordOf(change), .. DependencyGraph.Notes(change)])}\"><title>{change.Asset}: "
                + $"{changes.WordOf(change)}, {change.Reason}</title>"
        );
        page.Add($"<rect x=\"{box.X}\" y=\"{box.Y}\" width=\"{box.Width}\" height=\"{box.Height}\" rx=\"7\"/>");
        page.Add($"<text class=\"mark\" x=\"{box.X + 16}\" y=\"{box.Y + 28}\">{changes.SymbolOf(change)}</text>");
        page.Add($"<text class=\"name\" x=\"{box.X + 32}\" y=\"{box.Y + 19}\">{DependencyGraph.Short(change.Name)}</text>");
        var below = DependencyGraph.Below(change, changes.WordOf(change));
        page.Add($"<text class=\"kind\" x=\"{box.X + 32}\" y=\"{box.Y + 35}\">{below}</text></a>\n");
    }
}
