using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Layercake.Web.Components;

/// <summary>A line of a difference; the numbers are null on the side that has it not, and both for lines that were left out.</summary>
/// <param name="Mark"><c>-</c>, <c>+</c>, or a space for a line that both have.</param>
public sealed record DiffLine(char Mark, int? Before, int? After, string Text);

/// <summary>How two texts differ, line by line, with some lines around each difference.</summary>
/// <param name="Note">What is left out, or that no line differs; null where there is nothing to say.</param>
public sealed record TextDiff(IReadOnlyList<DiffLine> Lines, string? Note)
{
    private const int Context = 3;
    private const int MostCompared = 5000;
    private const int MostShown = 400;
    private const int LongestLine = 500;

    /// <param name="before">Null for no text.</param>
    /// <param name="after">Null for no text.</param>
    public static TextDiff Of(string? before, string? after)
    {
        var (old, now) = (Split(before), Split(after));
        var all = Numbered(Compared(old.Take(MostCompared), now.Take(MostCompared)));
        var shown = WithContext(all);
        var notes = new List<string>();
        if (Math.Max(old.Length, now.Length) > MostCompared)
            notes.Add($"The text is long: its first {MostCompared} lines are compared.");
        if (shown.Count > MostShown)
            notes.Add($"Shown are {MostShown} of {shown.Count} lines.");
        if (shown.Count == 0)
            notes.Add("No line differs; line ends may.");
        return new TextDiff([.. shown.Take(MostShown)], notes.Count == 0 ? null : string.Join(' ', notes));
    }

    /// <summary>Without the empty line that would follow the last one's end.</summary>
    private static string[] Split(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return [];

        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private static IEnumerable<(char Mark, string Text)> Compared(IEnumerable<string> old, IEnumerable<string> now)
    {
        if (!old.Any())
            return now.Select(line => ('+', line));
        if (!now.Any())
            return old.Select(line => ('-', line));

        return InlineDiffBuilder
            .Diff(string.Join('\n', old), string.Join('\n', now), ignoreWhiteSpace: false, ignoreCase: false)
            .Lines.Select(line =>
                (line.Type switch { ChangeType.Inserted => '+', ChangeType.Deleted => '-', _ => ' ' }, line.Text ?? "")
            );
    }

    private static List<DiffLine> Numbered(IEnumerable<(char Mark, string Text)> lines)
    {
        var (before, after) = (0, 0);
        var numbered = new List<DiffLine>();
        foreach (var (mark, text) in lines)
            numbered.Add(
                new DiffLine(
                    mark,
                    mark == '+' ? null : ++before,
                    mark == '-' ? null : ++after,
                    text.Length > LongestLine ? $"{text[..LongestLine]} … ({text.Length - LongestLine} more)" : text
                )
            );
        return numbered;
    }

    private static List<DiffLine> WithContext(List<DiffLine> all)
    {
        var near = new HashSet<int>();
        for (var i = 0; i < all.Count; i++)
            if (all[i].Mark != ' ')
                near.UnionWith(Enumerable.Range(i - Context, 2 * Context + 1));

        var shown = new List<DiffLine>();
        for (var i = 0; i < all.Count; i++)
            if (near.Contains(i))
                shown.Add(all[i]);
            else if (near.Contains(i - 1) || (i == 0 && near.Count > 0))
                shown.Add(new DiffLine(' ', null, null, "…"));
        return shown;
    }
}
