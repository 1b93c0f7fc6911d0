namespace Layercake.Engine.Declarations;

/// <summary>Finds the name that was probably intended.</summary>
public static class NameSuggestion
{
    /// <summary>The most similar candidate, ignoring case; null when none is similar enough.</summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        // A third of the letters may be wrong: "notbook" matches "notebook", and "x" matches nothing.
        var near = Math.Max(1, name.Length / 3);
        var wanted = name.ToUpperInvariant();
        return candidates
            .Where(candidate => Math.Abs(candidate.Length - name.Length) <= near)
            .Select(candidate => (Name: candidate, Distance: Distance(wanted, candidate.ToUpperInvariant())))
            .Where(candidate => candidate.Distance <= near && candidate.Distance < name.Length)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .FirstOrDefault()
            .Name;
    }

    /// <summary>As <see cref="Of"/>. Of fields that end in the same word, such as <c>_task</c>, only what is before it counts.</summary>
    public static string? OfField(string name, IEnumerable<string> fields)
    {
        var end = name.LastIndexOf('_');
        if (end <= 0)
            return Of(name, fields);

        var (start, word) = (name[..end], name[end..]);
        return Of(
            name,
            fields.Where(field =>
                !field.EndsWith(word, StringComparison.Ordinal)
                || Of(start, [field[..^word.Length]]) is not null
            )
        );
    }

    /// <summary><c> Did you mean etl?</c> with a blank before it, or nothing when no name is near.</summary>
    public static string Suggest(string name, IEnumerable<string> candidates) =>
        Of(name, candidates) is { } near ? $" Did you mean {near}?" : "";

    /// <summary>The edit distance: letters added, dropped, changed or swapped with their neighbour.</summary>
    private static int Distance(string left, string right)
    {
        var earlier = new int[right.Length + 1];
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var changed = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(changed, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    current[j] = Math.Min(current[j], earlier[j - 2] + 1);
            }

            (earlier, previous) = (previous, current);
        }

        return previous[right.Length];
    }
}
