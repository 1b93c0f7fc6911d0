using System.Globalization;
using System.Text;

namespace Build.Text;

/// <summary>
/// Shows characters that have no shape of their own, or turn the text around them, so that no name looks like another and no text moves the
/// cursor.
/// </summary>
internal static class VisibleText
{
    /// <summary>One line: every such character, line ends included, becomes an escape such as <c>\u202e</c>.</summary>
    public static string Line(string text) => Shown(text, "");

    /// <summary>A text of several lines, or a JSON document, in which that is the same text to every reader.</summary>
    public static string Lines(string text) => Shown(text, "\n\t");

    /// <summary>What goes to a terminal, where programs of ours also set colours and move the cursor.</summary>
    public static string Terminal(string text) => Shown(text, "\n\t\r\e");

    /// <summary>Whether the character is shown as an escape; half of a pair of characters is looked at by itself.</summary>
    public static bool IsHidden(char character) => !char.IsSurrogate(character) && IsHidden(new Rune(character));

    private static string Shown(string text, string left)
    {
        var clean = (StringBuilder?)null;
        for (var i = 0; i < text.Length;)
        {
            // Half of a pair is no character, and passes as it is.
            var isWhole = Rune.TryGetRuneAt(text, i, out var rune);
            var length = isWhole ? rune.Utf16SequenceLength : 1;
            var hidden = isWhole && IsHidden(rune) && !IsLeft(text, i, left) && !IsEmojiStyle(text, i);
            if (hidden)
                clean ??= new StringBuilder(text, 0, i, text.Length + 16);
            for (var end = i + length; i < end; i++)
                _ = hidden ? clean!.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}") : clean?.Append(text[i]);
        }

        return clean?.ToString() ?? text;
    }

    /// <summary>Alone, a return makes what follows stand over what was printed before.</summary>
    private static bool IsLeft(string text, int at, string left) =>
        left.Contains(text[at], StringComparison.Ordinal)
        || (text[at] == '\r' && left.Contains('\n', StringComparison.Ordinal) && at + 1 < text.Length && text[at + 1] == '\n');

    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0
        || rune.Value is (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF);

    /// <summary>After a symbol this asks for its coloured form, as in ⚠️.</summary>
    private static bool IsEmojiStyle(string text, int at) =>
        text[at] == '\uFE0F'
        && at > 0
        && (
            char.IsLowSurrogate(text[at - 1])
            || char.GetUnicodeCategory(text[at - 1]) is UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol
        );
}
