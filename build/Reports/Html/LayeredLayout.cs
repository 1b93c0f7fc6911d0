namespace Build.Reports.Html;

/// <summary>Where a box lies, its upper left corner.</summary>
internal sealed record Box(double X, double Y, double Width, double Height);

/// <summary>A line from one box to another, through the points at which it crosses the columns between them.</summary>
internal sealed record Line(int From, int To, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Boxes in columns, each to the right of all that it depends on, with few lines that cross.</summary>
internal sealed class LayeredLayout
{
    private const double ColumnGap = 72;
    private const double RowGap = 12;

    private readonly Columns columns;
    private readonly IReadOnlyList<double> widths;
    private readonly double height;
    private readonly double[] middles;

    /// <param name="widths">One for each box.</param>
    /// <param name="edges">From the box that comes first to the one that needs it.</param>
    public LayeredLayout(IReadOnlyList<double> widths, double height, IReadOnlyList<(int From, int To)> edges)
    {
        (this.widths, this.height) = (widths, height);
        columns = new Columns(widths.Count, edges);
        middles = new double[columns.Count];
        PlaceRows();

        // All of a column are as wide as its widest, so that no line runs behind a box.
        var wide = columns
            .Rows.Select(row => row.Where(node => node < widths.Count).Select(node => widths[node]).DefaultIfEmpty().Max())
            .ToArray();
        var lefts = wide.Select((_, column) => wide.Take(column).Sum(width => width + ColumnGap)).ToArray();
        Boxes =
        [
            .. Enumerable
                .Range(0, widths.Count)
                .Select(node => new Box(lefts[columns.Of[node]], middles[node] - (height / 2), wide[columns.Of[node]], height)),
        ];
        Lines = [.. columns.Chains.Select(chain => new Line(chain[0], chain[^1], Points(chain, lefts, wide)))];
        Width = Boxes.Select(box => box.X + box.Width).DefaultIfEmpty().Max();
        Height = Boxes.Select(box => box.Y + box.Height).DefaultIfEmpty().Max();
    }

    public IReadOnlyList<Box> Boxes { get; }

    public IReadOnlyList<Line> Lines { get; }

    public double Width { get; }

    public double Height { get; }

    /// <summary>Begins with the longest column; those beside it follow their neighbours.</summary>
    private void PlaceRows()
    {
        if (columns.Rows.Count == 0)
            return;

        var longest = Enumerable.Range(0, columns.Rows.Count).MaxBy(column => columns.Rows[column].Sum(Size));
        Place(columns.Rows[longest], _ => 0);
        for (var column = longest + 1; column < columns.Rows.Count; column++)
            Place(columns.Rows[column], node => Average(columns.Before[node]));
        for (var column = longest - 1; column >= 0; column--)
            Place(columns.Rows[column], node => Average(columns.After[node]));

        var top = columns.Rows.SelectMany(row => row).Min(node => middles[node] - (SizeOf(node) / 2));
        for (var node = 0; node < middles.Length; node++)
            middles[node] -= top;
    }

    private double Average(List<int> nodes) => nodes.Count == 0 ? 0 : nodes.Average(node => middles[node]);

    private double SizeOf(int node) => node < widths.Count ? height : 2;

    private double Size(int node) => SizeOf(node) + RowGap;

    /// <summary>
    /// As near to the wanted places as boxes that must not overlap can be, in the sense of least squares: neighbours that get too close
    /// share their mean.
    /// </summary>
    private void Place(IReadOnlyList<int> row, Func<int, double> wanted)
    {
        var blocks = new Stack<(double Sum, int Count)>();
        var offsets = new double[row.Count];
        for (var i = 0; i < row.Count; i++)
        {
            offsets[i] = i == 0 ? 0 : offsets[i - 1] + ((Size(row[i - 1]) + Size(row[i])) / 2);
            var block = (Sum: wanted(row[i]) - offsets[i], Count: 1);
            while (blocks.TryPeek(out var above) && above.Sum / above.Count >= block.Sum / block.Count)
            {
                blocks.Pop();
                block = (above.Sum + block.Sum, above.Count + block.Count);
            }

            blocks.Push(block);
        }

        var next = 0;
        foreach (var (sum, count) in blocks.Reverse())
            for (var i = 0; i < count; i++, next++)
                middles[row[next]] = (sum / count) + offsets[next];
    }

    private (double X, double Y)[] Points(IReadOnlyList<int> chain, double[] lefts, double[] wide) =>
        [
            (lefts[columns.Of[chain[0]]] + wide[columns.Of[chain[0]]], middles[chain[0]]),
            .. chain
                .Skip(1)
                .SkipLast(1)
                .SelectMany(node =>
                    new[] { (lefts[columns.Of[node]], middles[node]), (lefts[columns.Of[node]] + wide[columns.Of[node]], middles[node]) }
                ),
            (lefts[columns.Of[chain[^1]]], middles[chain[^1]]),
        ];
}
