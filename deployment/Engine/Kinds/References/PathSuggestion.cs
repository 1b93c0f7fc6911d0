using Layercake.Engine.Declarations;

namespace Layercake.Engine.Kinds.References;

/// <summary>Finds the name in Git that a path was probably meant for.</summary>
internal static class PathSuggestion
{
    /// <summary>
    /// The same path without some folders in front, which belong to another root; else the only file of that name; else the most similar
    /// name, with or without these folders. Null when there is none.
    /// </summary>
    public static string? Of(string path, IReadOnlyCollection<string> names)
    {
        var steps = path.Split('/').Where(step => step is not ("" or "." or "..")).ToList();
        if (steps.Count == 0)
            return null;

        var tails = Enumerable.Range(0, steps.Count).Select(at => string.Join('/', steps.Skip(at))).ToList();
        return tails.Select(tail => Same(tail, names)).FirstOrDefault(name => name is not null)
            ?? OnlyOne(names.Where(name => IsSame(FileName(name), steps[^1])))
            ?? Similar(tails[0], names)
            ?? (
                names.Any(name => IsSame(FileName(name), steps[^1]))
                    ? null
                    : tails.Select(tail => Similar(tail, names)).FirstOrDefault(name => name is not null)
            );
    }

    /// <summary><c> Did you mean etl/load.py?</c> with a blank before it, or nothing when no name is near.</summary>
    public static string Suggest(string path, IEnumerable<string> names) =>
        Of(path, [.. names]) is { } near ? $" Did you mean {near}?" : "";

    private static string? Same(string tail, IReadOnlyCollection<string> names) =>
        names.FirstOrDefault(name => name.Equals(tail, StringComparison.OrdinalIgnoreCase))
        ?? names.FirstOrDefault(name => IsSame(name, tail));

    /// <summary>But for the ending, which the workspace does not show of notebooks.</summary>
    private static bool IsSame(string name, string other) =>
        Path.ChangeExtension(name, null).Equals(Path.ChangeExtension(other, null), StringComparison.OrdinalIgnoreCase);

    /// <summary>With or without the ending.</summary>
    private static string? Similar(string path, IReadOnlyCollection<string> names) =>
        NameSuggestion.Of(path, names)
        ?? (
            NameSuggestion.Of(path, names.Select(name => Path.ChangeExtension(name, null))) is { } stem
                ? names.First(name => Path.ChangeExtension(name, null) == stem)
                : null
        );

    private static string FileName(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static string? OnlyOne(IEnumerable<string> names) => names.Take(2).ToList() is [var only] ? only : null;
}
