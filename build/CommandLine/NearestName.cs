namespace Build.CommandLine;

/// <summary>Finds the name that was probably meant.</summary>
public static class NearestName
{
    /// <summary><c> Did you mean --notebooks-path?</c> with a blank before it, or nothing when no name is near.</summary>
    public static string Suggest(string word, IEnumerable<string> names) => Find(word, names) is { } name ? $" Did you mean {name}?" : "";

    /// <summary>The nearest name, or null when none is near enough to be meant.</summary>
    public static string? Find(string word, IEnumerable<string> names)
    {
        // A third of the letters may be wrong: "notbook" is "notebook", and "x" is nothing.
        var near = Math.Max(1, word.TrimStart('-').Length / 3);
        return names
            .Select(name => (Name: name, Distance: Distance(word.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(candidate => candidate.Distance <= near)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .FirstOrDefault().Name;
    }

    /// <summary>How many letters have to be added, dropped, changed or swapped with their neighbour.</summary>
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= right.Length; j++)
            rows[0, j] = j;

        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var change = left[i - 1] == right[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[left.Length, right.Length];
    }
}
