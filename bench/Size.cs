using System.Globalization;

namespace Layercake.Bench;

/// <summary>How many assets a measured deployment has.</summary>
internal sealed record Size(int Clusters, int Notebooks, int Folders, int Jobs)
{
    /// <summary>20 clusters, 100 notebooks in 10 folders, 50 jobs.</summary>
    public static Size Usual { get; } = new(20, 100, 10, 50);

    /// <summary>Four numbers with an <c>x</c> between them: <c>20x100x10x50</c>; null when the text is something else.</summary>
    public static Size? Parse(string text)
    {
        var numbers = text.Split('x')
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .ToArray();
        return numbers is [var clusters, var notebooks, var folders, var jobs] && numbers.All(number => number >= 0) && folders > 0
            ? new Size(clusters, notebooks, folders, jobs)
            : null;
    }

    public override string ToString() => $"{Clusters} clusters, {Notebooks} notebooks in {Folders} folders, {Jobs} jobs, 1 init script";
}
