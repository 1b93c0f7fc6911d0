using System.Globalization;

namespace Build.Reports.Html;

/// <summary>The lines that close a circle: columns have no room for them, so they run back below the boxes.</summary>
internal static class CycleLines
{
    /// <summary>How far below its boxes a line may run.</summary>
    public const double Depth = 40;

    /// <summary>Adds to the edges what closes no circle, and returns the rest.</summary>
    public static IReadOnlyList<(int From, int To)> Sort(ICollection<(int From, int To)> edges, IReadOnlyList<(int From, int To)> more)
    {
        var closing = new List<(int From, int To)>();
        foreach (var edge in more)
            if (Reaches(edge.To, edge.From, edges))
                closing.Add(edge);
            else
                edges.Add(edge);

        return closing;
    }

    public static string Curve(Box from, Box to) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"M{from.X + (from.Width * 0.6):0.#} {from.Y + from.Height:0.#}C{from.X + (from.Width * 0.6):0.#} "
                + $"{from.Y + from.Height + Depth:0.#} {to.X + (to.Width * 0.4):0.#} {to.Y + to.Height + Depth:0.#} "
                + $"{to.X + (to.Width * 0.4):0.#} {to.Y + to.Height:0.#}"
        );

    private static bool Reaches(int start, int end, IEnumerable<(int From, int To)> edges)
    {
        var next = edges.ToLookup(edge => edge.From, edge => edge.To);
        var (open, seen) = (new Stack<int>([start]), new HashSet<int>());
        while (open.TryPop(out var node))
        {
            if (node == end)
                return true;
            if (seen.Add(node))
                foreach (var other in next[node])
                    open.Push(other);
        }

        return false;
    }
}
