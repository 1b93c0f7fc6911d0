namespace Layercake.Engine.Declarations.Templates;

/// <summary>What an expression names: <c>job.cluster.workers</c>, <c>../name</c>, <c>this</c>, <c>@index</c>.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Up">How many <c>../</c> come first.</param>
/// <param name="IsData">It starts with <c>@</c>.</param>
/// <param name="Steps">Empty for <c>this</c>.</param>
internal sealed record TemplatePath(string Text, int Up, bool IsData, IReadOnlyList<string> Steps)
{
    /// <summary>Characters with a meaning in Handlebars; a name with them must be in brackets.</summary>
    private const string Special = " \t\r\n!\"#%&'()*+,;<=>@[\\]^`{|}~";

    /// <summary>Null when it is no path.</summary>
    public static TemplatePath? Parse(string text)
    {
        var rest = text;
        var up = 0;
        for (; rest == ".." || rest.StartsWith("../", StringComparison.Ordinal); up++)
            rest = rest.Length > 3 ? rest[3..] : "this";

        var isData = rest.StartsWith('@');
        rest =
            isData ? rest[1..]
            : rest.StartsWith("./", StringComparison.Ordinal) ? rest[2..]
            : rest;
        if (rest is "." or "this" && !isData)
            return new TemplatePath(text, up, false, []);

        if (!isData && (rest.StartsWith("this.", StringComparison.Ordinal) || rest.StartsWith("this/", StringComparison.Ordinal)))
            rest = rest[5..];

        return Split(rest) is { } steps ? new TemplatePath(text, up, isData, steps) : null;
    }

    private static List<string>? Split(string text)
    {
        var steps = new List<string>();
        for (var place = 0; ; place++)
        {
            var inBrackets = place < text.Length && text[place] == '[';
            var end =
                inBrackets ? text.IndexOf(']', place)
                : text.AsSpan(place).IndexOfAny('.', '/') is >= 0 and var length ? place + length
                : text.Length;
            if (end < 0)
                return null;

            var step = inBrackets ? text[(place + 1)..end] : text[place..end];
            if (step.Length == 0 || (!inBrackets && step.Any(letter => Special.Contains(letter, StringComparison.Ordinal))))
                return null;

            steps.Add(step);
            place = inBrackets ? end + 1 : end;
            if (place == text.Length)
                return steps;
            if (text[place] is not ('.' or '/'))
                return null;
        }
    }
}
