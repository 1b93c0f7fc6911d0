using System.Globalization;

namespace Layercake.Bench;

/// <summary>How many jobs a measured export has, and over what they are spread.</summary>
internal sealed record JobsSize(int Jobs, int Warehouses, int Clusters)
{
    /// <summary>Three numbers with an <c>x</c> between them: <c>500x20x30</c>; null when the text is something else.</summary>
    public static JobsSize? Parse(string text)
    {
        var numbers = text.Split('x')
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .ToArray();
        return numbers is [var jobs, var warehouses, var clusters] && numbers.All(number => number > 0)
            ? new JobsSize(jobs, warehouses, clusters)
            : null;
    }

    public override string ToString() => $"{Jobs} jobs over {Warehouses} warehouses and {Clusters} clusters";
}
