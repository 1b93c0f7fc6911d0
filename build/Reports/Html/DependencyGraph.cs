using System.Globalization;
using Layercake.Engine.Planning;

namespace Build.Reports.Html;

/// <summary>A box of the picture, and the asset that it stands for.</summary>
internal sealed record GraphBox(Change Change, Box Place);

/// <summary>A line of the picture, as the data of an SVG path.</summary>
/// <param name="ClosesCircle">It runs back to what the other one needs itself.</param>
internal sealed record GraphLine(string Path, bool ClosesCircle);

/// <summary>Where all is in the picture of the dependencies: in columns what depends on each other, below it what stands alone.</summary>
internal sealed class DependencyGraph
{
    private const double BoxHeight = 44;
    private const double CellGap = 12;

    /// <summary>Between the columns and the grid below them.</summary>
    private const double GridGap = 28;
    private const double Widest = 1080;
    private const int LongestName = 30;

    /// <param name="shown">Dependencies on others than these have no line.</param>
    public DependencyGraph(IReadOnlyList<Change> shown)
    {
        var (linked, alone) = Split(shown);
        var (edges, circles) = Edges(linked);
        var layout = new LayeredLayout([.. linked.Select(OwnWidth)], BoxHeight, edges);
        var grid = Grid(
            alone,
            linked.Count == 0 ? 0 : layout.Height + GridGap,
            Math.Max(layout.Width, Math.Min(Widest, alone.Select(change => OwnWidth(change) + CellGap).Sum()))
        );
        Boxes = [.. linked.Concat(alone).Zip([.. layout.Boxes, .. grid], (change, box) => new GraphBox(change, box))];
        Lines =
        [
            .. layout.Lines.Select(line => new GraphLine(Curve(line.Points), ClosesCircle: false)),
            .. circles.Select(edge => new GraphLine(CycleLines.Curve(layout.Boxes[edge.From], layout.Boxes[edge.To]), ClosesCircle: true)),
        ];
        Width = Boxes.Select(box => box.Place.X + box.Place.Width).DefaultIfEmpty().Max();
        Height = Boxes.Select(box => box.Place.Y + box.Place.Height).DefaultIfEmpty().Max() + (circles.Count > 0 ? CycleLines.Depth : 0);
    }

    /// <summary>One for each asset.</summary>
    public IReadOnlyList<GraphBox> Boxes { get; }

    public IReadOnlyList<GraphLine> Lines { get; }

    public double Width { get; }

    /// <summary>Lines below the boxes included.</summary>
    public double Height { get; }

    /// <summary>The begin and the end of a name, which together distinguish it from others.</summary>
    public static string Short(string name)
    {
        var parts = new StringInfo(name);
        return parts.LengthInTextElements <= LongestName
            ? name
            : $"{parts.SubstringByTextElements(0, LongestName - 12)}…{parts.SubstringByTextElements(parts.LengthInTextElements - 11)}";
    }

    /// <summary>What is special about an asset besides its state.</summary>
    public static IEnumerable<string> Notes(Change change)
    {
        if (change.Drift)
            yield return "drift";
        if (change.Adopts)
            yield return "adopted";
    }

    /// <summary>What stands below the name.</summary>
    /// <param name="state">Has not many more letters than <c>unchanged</c>.</param>
    public static string Below(Change change, string state) => string.Join(" · ", [change.Kind, state, .. Notes(change)]);

    /// <summary>What has a line to another one that is shown, and what has none.</summary>
    private static (IReadOnlyList<Change> Linked, IReadOnlyList<Change> Alone) Split(IReadOnlyList<Change> shown)
    {
        var assets = shown.Select(change => change.Asset).ToHashSet(StringComparer.Ordinal);
        var withLines = shown
            .SelectMany(change => change.Needs.Where(assets.Contains).SelectMany(needed => new[] { needed, change.Asset }))
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

    private static Box[] Grid(IReadOnlyList<Change> alone, double top, double width)
    {
        var boxes = new List<Box>();
        var (x, y) = (0.0, top);
        foreach (var own in alone.Select(OwnWidth))
        {
            if (x > 0 && x + own > width)
                (x, y) = (0, y + BoxHeight + CellGap);

            boxes.Add(new Box(x, y, own, BoxHeight));
            x += own + CellGap;
        }

        return [.. boxes];
    }

    /// <summary>Enough for the text in the widest letters usual on a page; what is measured only browsers know.</summary>
    private static double OwnWidth(Change change) =>
        48 + Math.Max(Letters(Short(change.Name)) * 8, Letters(Below(change, "unchanged")) * 6.6);

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
