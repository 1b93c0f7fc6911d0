using System.Globalization;
using Layercake.Engine.Planning;

namespace Build.Reports.Html;

/// <summary>Draws the dependencies: in columns what depends on each other, below it in a grid what stands alone.</summary>
internal static class DependencyPicture
{
    private const double BoxHeight = 44;
    private const double Margin = 8;
    private const double CellGap = 12;

    /// <summary>Between the columns and the grid below them.</summary>
    private const double GridGap = 28;
    private const double Widest = 1080;
    private const int LongestName = 30;

    public static void Draw(IReadOnlyList<Change> shown, ReportedChanges changes, HtmlPage page)
    {
        var (linked, alone) = Split(shown);
        var (edges, circles) = Edges(linked);
        var layout = new LayeredLayout([.. linked.Select(Width)], BoxHeight, edges);
        var grid = Grid(
            alone,
            linked.Count == 0 ? 0 : layout.Height + GridGap,
            Math.Max(layout.Width, Math.Min(Widest, alone.Select(change => Width(change) + CellGap).Sum()))
        );
        IReadOnlyList<Box> boxes = [.. layout.Boxes, .. grid];

        Begin(boxes, hasCircles: circles.Count > 0, page);
        Lines(layout, circles, page);
        foreach (var (change, box) in linked.Concat(alone).Zip(boxes))
            Node(change, box, changes, page);

        page.Add($"</svg>\n</div>\n");
    }

    /// <summary>What has a line to another one that is shown, and what has none.</summary>
    private static (IReadOnlyList<Change> Linked, IReadOnlyList<Change> Alone) Split(IReadOnlyList<Change> shown)
    {
        var assets = shown.Select(change => change.Asset).ToHashSet(StringComparer.Ordinal);
        var withLines = shown
            .SelectMany(change =>
                change.After.Concat(change.AfterStub).Where(assets.Contains).SelectMany(needed => new[] { needed, change.Asset })
            )
            .ToHashSet(StringComparer.Ordinal);
        return (
            [.. shown.Where(change => withLines.Contains(change.Asset))],
            [.. shown.Where(change => !withLines.Contains(change.Asset))]
        );
    }

    /// <summary>By place in the list; those that would close a circle apart.</summary>
    private static (List<(int From, int To)> Edges, IReadOnlyList<(int From, int To)> Circles) Edges(IReadOnlyList<Change> linked)
    {
        var index = linked
            .Select((change, i) => (change.Asset, i))
            .ToDictionary(pair => pair.Asset, pair => pair.i, StringComparer.Ordinal);
        var edges = Between(change => change.After);
        var circles = CycleLines.Sort(edges, Between(change => change.AfterStub));
        return (edges, circles);

        List<(int From, int To)> Between(Func<Change, IEnumerable<string>> needs) =>
            [
                .. linked.SelectMany(change =>
                    needs(change).Where(index.ContainsKey).Select(needed => (index[needed], index[change.Asset]))
                ),
            ];
    }

    private static void Begin(IReadOnlyList<Box> boxes, bool hasCircles, HtmlPage page)
    {
        var width = boxes.Max(box => box.X + box.Width) + (2 * Margin);
        var height = boxes.Max(box => box.Y + box.Height) + (2 * Margin) + (hasCircles ? CycleLines.Depth : 0);
        page.Add(
            $"<div class=\"scroll picture\" tabindex=\"0\" role=\"region\" aria-labelledby=\"picture\" aria-describedby=\"picture-note\">\n"
        );
        page.Add(
            $"<svg id=\"graph\" role=\"group\" aria-label=\"Picture of the dependencies\" width=\"{width}\" height=\"{height}\" "
                + $"viewBox=\"{-Margin} {-Margin} {width} {height}\">\n"
        );
    }

    private static void Lines(LayeredLayout layout, IReadOnlyList<(int From, int To)> circles, HtmlPage page)
    {
        page.Add(
            $"<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" "
                + $"orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" class=\"tip\"/></marker></defs>\n<g class=\"lines\" aria-hidden=\"true\">\n"
        );
        foreach (var line in layout.Lines)
            page.Add($"<path d=\"{Curve(line.Points)}\" marker-end=\"url(#tip)\"/>\n");

        foreach (var (from, to) in circles)
            page.Add(
                $"<path class=\"circle\" d=\"{CycleLines.Curve(layout.Boxes[from], layout.Boxes[to])}\" marker-end=\"url(#tip)\"/>\n"
            );

        page.Add($"</g>\n");
    }

    private static void Node(Change change, Box box, ReportedChanges changes, HtmlPage page)
    {
        page.Add(
            $"<a class=\"node {changes.CssClassOf(change)}\" href=\"#asset-{changes.NumberOf(change.Asset) ?? 0}\" "
                + $"aria-label=\"{change.Asset}, "
                + $"{changes.WordOf(change)}{(change.Drift ? ", drift" : "")}{(change.Adopts ? ", adopted" : "")}\"><title>{change.Asset}: "
                + $"{changes.WordOf(change)}, {change.Reason}</title>"
        );
        page.Add($"<rect x=\"{box.X}\" y=\"{box.Y}\" width=\"{box.Width}\" height=\"{box.Height}\" rx=\"7\"/>");
        page.Add($"<text class=\"mark\" x=\"{box.X + 16}\" y=\"{box.Y + 28}\">{changes.SymbolOf(change)}</text>");
        page.Add($"<text class=\"name\" x=\"{box.X + 32}\" y=\"{box.Y + 19}\">{Short(change.Name)}</text>");
        page.Add($"<text class=\"kind\" x=\"{box.X + 32}\" y=\"{box.Y + 35}\">{Below(change, changes)}</text></a>\n");
    }

    private static string Below(Change change, ReportedChanges changes) =>
        $"{change.Kind} · {changes.WordOf(change)}{(change.Drift ? " · drift" : "")}{(change.Adopts ? " · adopted" : "")}";

    private static Box[] Grid(IReadOnlyList<Change> alone, double top, double width)
    {
        var boxes = new List<Box>();
        var (x, y) = (0.0, top);
        foreach (var own in alone.Select(Width))
        {
            if (x > 0 && x + own > width)
                (x, y) = (0, y + BoxHeight + CellGap);

            boxes.Add(new Box(x, y, own, BoxHeight));
            x += own + CellGap;
        }

        return [.. boxes];
    }

    /// <summary>Enough for the text in the widest letters usual on a page; what is measured only browsers know.</summary>
    private static double Width(Change change) =>
        48
        + Math.Max(
            Letters(Short(change.Name)) * 8,
            Letters($"{change.Kind} · unchanged{(change.Drift ? " · drift" : "")}{(change.Adopts ? " · adopted" : "")}") * 6.6
        );

    /// <summary>In narrow letters, of which a wide one or a Chinese sign takes the room of two.</summary>
    private static double Letters(string text) =>
        text.Sum(letter =>
            letter switch
            {
                >= '\u1100' => 2,
                'w' or 'W' or 'm' or 'M' or '@' or '%' => 1.6,
                >= 'A' and <= 'Z' => 1.25,
                _ => 1,
            }
        );

    /// <summary>The begin and the end of a name, which together distinguish it from others.</summary>
    private static string Short(string name)
    {
        var parts = new StringInfo(name);
        return parts.LengthInTextElements <= LongestName
            ? name
            : $"{parts.SubstringByTextElements(0, LongestName - 12)}…{parts.SubstringByTextElements(parts.LengthInTextElements - 11)}";
    }

    private static string Curve(IReadOnlyList<(double X, double Y)> points) =>
        string.Create(CultureInfo.InvariantCulture, $"M{points[0].X:0.#} {points[0].Y:0.#}")
        + string.Concat(
            points.Zip(
                points.Skip(1),
                (from, to) =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"C{(from.X + to.X) / 2:0.#} {from.Y:0.#} {(from.X + to.X) / 2:0.#} {to.Y:0.#} {to.X:0.#} {to.Y:0.#}"
                    )
            )
        );
}
