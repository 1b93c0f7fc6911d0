namespace Build.Reports.Html;

/// <summary>
/// Which column each box is in, and the order within the columns. A line over several columns gets a place in each of them, numbered after
/// the boxes.
/// </summary>
internal sealed class Columns
{
    private const int Sweeps = 6;

    private readonly List<int> columnOf;

    public Columns(int boxes, IReadOnlyList<(int From, int To)> edges)
    {
        var wanted = edges.Distinct().Where(edge => edge.From != edge.To).ToList();
        columnOf = [.. Depths(boxes, wanted)];

        // Only a circle has an edge that leads back, and the engine makes none.
        Chains = [.. wanted.Where(edge => columnOf[edge.From] < columnOf[edge.To]).Select(Chain)];
        Before = Neighbours(pair => (pair.To, pair.From));
        After = Neighbours(pair => (pair.From, pair.To));
        Rows =
        [
            .. Enumerable
                .Range(0, columnOf.Count == 0 ? 0 : columnOf.Max() + 1)
                .Select(column => Enumerable.Range(0, columnOf.Count).Where(node => columnOf[node] == column).ToList()),
        ];
        for (var sweep = 0; sweep < Sweeps; sweep++)
            Sweep(rightwards: sweep % 2 == 0);
    }

    /// <summary>Boxes, and the places that lines pass.</summary>
    public int Count => columnOf.Count;

    public IReadOnlyList<int> Of => columnOf;

    /// <summary>From the left, each from its top.</summary>
    public IReadOnlyList<List<int>> Rows { get; }

    /// <summary>The places of each line, both boxes included.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Chains { get; }

    public IReadOnlyList<List<int>> Before { get; }

    public IReadOnlyList<List<int>> After { get; }

    /// <summary>As far to the left as possible, then as near as possible to what needs it.</summary>
    private static int[] Depths(int boxes, List<(int From, int To)> edges)
    {
        var depths = new int[boxes];
        for (var (round, moved) = (0, true); moved && round < boxes; round++)
        {
            moved = false;
            foreach (var (from, to) in edges.Where(edge => depths[edge.To] <= depths[edge.From] && depths[edge.From] + 1 < boxes))
                (depths[to], moved) = (depths[from] + 1, true);
        }

        foreach (var box in Enumerable.Range(0, boxes).OrderByDescending(box => depths[box]))
            if (edges.Where(edge => edge.From == box).Select(edge => depths[edge.To]).DefaultIfEmpty(-1).Min() is var nearest and > 0)
                depths[box] = Math.Max(depths[box], nearest - 1);

        return depths;
    }

    private List<int> Chain((int From, int To) edge)
    {
        var chain = new List<int> { edge.From };
        for (var column = columnOf[edge.From] + 1; column < columnOf[edge.To]; column++)
        {
            chain.Add(columnOf.Count);
            columnOf.Add(column);
        }

        chain.Add(edge.To);
        return chain;
    }

    private List<int>[] Neighbours(Func<(int From, int To), (int Of, int Other)> side)
    {
        var neighbours = Enumerable.Range(0, columnOf.Count).Select(_ => new List<int>()).ToArray();
        foreach (var chain in Chains)
            foreach (var pair in chain.Zip(chain.Skip(1)).Select(pair => side(pair)))
                neighbours[pair.Of].Add(pair.Other);

        return neighbours;
    }

    /// <summary>Orders each column by the mean place of its neighbours in the one before.</summary>
    private void Sweep(bool rightwards)
    {
        var places = new double[Count];
        foreach (var row in rightwards ? Rows : Rows.Reverse())
        {
            var neighbours = rightwards ? Before : After;
            var means = row.Select(
                    (node, i) =>
                        (node, mean: neighbours[node].Count == 0 ? (double)i / row.Count : neighbours[node].Average(other => places[other]))
                )
                .OrderBy(pair => pair.mean)
                .ToList();
            for (var i = 0; i < row.Count; i++)
                (row[i], places[means[i].node]) = (means[i].node, (i + 0.5) / row.Count);
        }
    }
}
