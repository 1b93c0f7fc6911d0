using System.Globalization;
using System.Text;

namespace Build.Text;

/// <summary>Shortens what nobody reads to its end, such as a name of ten thousand letters, so that the rest of a line is found.</summary>
/// <remarks>Secrets have to be out of the text: half of one would be recognised no more.</remarks>
internal static class ShortText
{
    /// <summary>Longer than any path, address or command that a person would copy.</summary>
    private const int LongestWord = 500;

    private const int Beginning = 120;

    /// <summary>What stays of a line, whatever its words are.</summary>
    private const int LongestLine = 4000;

    /// <summary>A text of one line or several.</summary>
    public static string Of(string text) =>
        text.Length <= LongestWord
            ? text
            : string.Join('\n', WithShortWords(text).Split('\n').Select(line => DisplayText.Clip(line, LongestLine)));

    private static string WithShortWords(string text)
    {
        var shortened = new StringBuilder();
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && char.IsWhiteSpace(text[end]) == char.IsWhiteSpace(text[start]))
                end++;

            Add(shortened, text.AsSpan(start, end - start));
            start = end;
        }

        return shortened.ToString();
    }

    private static void Add(StringBuilder shortened, ReadOnlySpan<char> word)
    {
        if (word.Length <= LongestWord || char.IsWhiteSpace(word[0]))
        {
            shortened.Append(word);
            return;
        }

        shortened.Append(word[..(char.IsHighSurrogate(word[Beginning - 1]) ? Beginning - 1 : Beginning)]);
        shortened.Append(CultureInfo.InvariantCulture, $"…({word.Length} characters)");
    }
}
