namespace Layercake.Testing;

/// <summary>The code on pages in Markdown.</summary>
public static class MarkdownCode
{
    /// <summary>The fenced blocks of a language, in the order of the page.</summary>
    /// <param name="file">The page's name, for messages.</param>
    public static IReadOnlyList<SourceFragment> Blocks(string file, string page, string language)
    {
        var blocks = new List<SourceFragment>();
        var lines = page.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
                continue;

            var end = Array.IndexOf(lines, "```", i + 1);
            if (lines[i] == $"```{language}")
                blocks.Add(new SourceFragment(string.Join('\n', lines[(i + 1)..end]), file, i + 2));
            i = end;
        }

        return blocks;
    }
}
