namespace Layercake.Engine.Declarations.Templates;

/// <summary>A part of a template's text: text to copy, or a tag in braces.</summary>
/// <param name="Text">For a tag, the text between the braces, trimmed.</param>
internal sealed record TemplatePart(bool IsTag, string Text, string Written, int Offset);

/// <summary>Splits the text of a template at its braces.</summary>
internal sealed class TemplateLexer(string text)
{
    private readonly List<TemplatePart> parts = [];
    private int literalStart;
    private bool trimNext;

    public static IReadOnlyList<TemplatePart> Parts(string text) => new TemplateLexer(text).Read();

    private List<TemplatePart> Read()
    {
        for (
            var open = text.IndexOf("{{", StringComparison.Ordinal);
            open >= 0;
            open = text.IndexOf("{{", Math.Min(literalStart, text.Length), StringComparison.Ordinal)
        )
        {
            // An even number of backslashes is JSON's own escape, so a tag follows: "C:\\{{job.folder}}".
            var backslashes = 0;
            while (open - backslashes > literalStart && text[open - backslashes - 1] == '\\')
                backslashes++;
            if (backslashes % 2 == 1)
                Escaped(open);
            else
                Tag(open);
        }

        Literal(text.Length, trimEnd: false);
        return parts;
    }

    /// <summary><c>\{{x}}</c> stands for <c>{{x}}</c>.</summary>
    private void Escaped(int open)
    {
        Literal(open - 1, trimEnd: false);
        var end = text.IndexOf("}}", open, StringComparison.Ordinal);
        (literalStart, end) = (open, end < 0 ? text.Length : end + 2);
        Literal(end, trimEnd: false);
        literalStart = end;
    }

    private void Tag(int open)
    {
        if (text.AsSpan(open).StartsWith("{{{{"))
            throw new TemplateProblem("TPL005", "Raw blocks are not known here. Write \\{{ for two braces that stay.", open);

        if (Comment(open))
            return;

        var close = text.IndexOf("}}", open, StringComparison.Ordinal);
        if (close < 0)
            throw new TemplateProblem("TPL005", "These braces are not closed: }} is missing. Write \\{{ for two braces that stay.", open);

        // In {{{job.key}}: 1} the first brace opens an object.
        var isTriple = text[open + 2] == '{';
        if (isTriple && !text.AsSpan(close).StartsWith("}}}"))
            (isTriple, open) = (false, open + 1);

        var (start, end) = isTriple ? (open + 3, close + 3) : (open + 2, close + 2);
        var inner = text[start..close];
        var trimBefore = inner.StartsWith('~');
        var trimAfter = inner.Length > 1 && inner.EndsWith('~');
        Literal(open, trimBefore);
        var content = inner[(trimBefore ? 1 : 0)..^(trimAfter ? 1 : 0)].Trim();
        parts.Add(new TemplatePart(true, content.StartsWith('&') ? content[1..].Trim() : content, text[open..end], open));
        (literalStart, trimNext) = (end, trimAfter);
    }

    /// <summary>A comment ends at its own braces; <c>{{!-- }} --}}</c> may hold some.</summary>
    private bool Comment(int open)
    {
        var inner = text.AsSpan(open + 2).TrimStart('~');
        if (!inner.StartsWith("!"))
            return false;

        var isLong = inner.StartsWith("!--");
        var start = text.IndexOf('!', open) + (isLong ? 3 : 1);
        var close = text.IndexOf(isLong ? "--" : "}}", start, StringComparison.Ordinal);
        while (isLong && close >= 0 && !text.AsSpan(close + 2).StartsWith("}}") && !text.AsSpan(close + 2).StartsWith("~}}"))
            close = text.IndexOf("--", close + 1, StringComparison.Ordinal);
        if (close < 0)
            throw new TemplateProblem("TPL005", $"This comment is not closed: {(isLong ? "--}}" : "}}")} is missing.", open);

        Literal(open, trimEnd: text[open + 2] == '~');
        var end = text.IndexOf("}}", close, StringComparison.Ordinal);
        (literalStart, trimNext) = (end + 2, text[end - 1] == '~');
        return true;
    }

    private void Literal(int end, bool trimEnd)
    {
        var start = literalStart;
        while (trimNext && start < end && char.IsWhiteSpace(text[start]))
            start++;
        while (trimEnd && end > start && char.IsWhiteSpace(text[end - 1]))
            end--;

        if (end > start)
            parts.Add(new TemplatePart(false, text[start..end], "", start));
        trimNext = false;
    }
}
