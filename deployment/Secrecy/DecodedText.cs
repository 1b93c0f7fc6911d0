using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Layercake.Secrecy;

/// <summary>A decoded text, with the position of each character in the original text.</summary>
/// <remarks>
/// Any character may be escaped, as in HTML, in JSON or in an address. There are too many ways to search for each of them.
/// </remarks>
internal sealed partial class DecodedText
{
    /// <summary>How often text may be escaped: a page that quotes an answer escapes it again.</summary>
    private const int Layers = 3;

    private readonly int[] starts;
    private readonly int[] ends;

    private DecodedText(string text, int[] starts, int[] ends) => (Text, this.starts, this.ends) = (text, starts, ends);

    public string Text { get; }

    /// <summary>Null when the text has no escapes.</summary>
    public static DecodedText? Unescaped(string text)
    {
        var decoded = (DecodedText?)null;
        for (var layer = 0; layer < Layers; layer++)
        {
            var matches = Escapes().Matches(decoded?.Text ?? text);
            if (matches.Count == 0)
                break;

            decoded = Replaced(decoded ?? AsWritten(text), matches, Decoded);
        }

        return decoded;
    }

    /// <summary>Without line breaks, since base64 is often broken into lines; null when the text has no line breaks.</summary>
    public static DecodedText? WithoutBreaks(string text, DecodedText? unescaped)
    {
        var matches = Breaks().Matches(unescaped?.Text ?? text);
        return matches.Count == 0 ? null : Replaced(unescaped ?? AsWritten(text), matches, _ => "");
    }

    /// <summary>The position in the original text of a part of the decoded text.</summary>
    public (int Start, int End) Written(int start, int length) => (starts[start], ends[start + length - 1]);

    private static DecodedText AsWritten(string text) =>
        new(text, [.. Enumerable.Range(0, text.Length)], [.. Enumerable.Range(1, text.Length)]);

    private static DecodedText Replaced(DecodedText from, MatchCollection matches, Func<Match, string> replacement)
    {
        var text = new StringBuilder(from.Text.Length);
        var (starts, ends) = (new List<int>(from.Text.Length), new List<int>(from.Text.Length));
        var copied = 0;
        foreach (Match match in matches)
        {
            Copy(match.Index);
            var put = replacement(match);
            text.Append(put);
            starts.AddRange(Enumerable.Repeat(from.starts[match.Index], put.Length));
            ends.AddRange(Enumerable.Repeat(from.ends[match.Index + match.Length - 1], put.Length));
            copied = match.Index + match.Length;
        }

        Copy(from.Text.Length);
        return new DecodedText(text.ToString(), [.. starts], [.. ends]);

        void Copy(int upTo)
        {
            text.Append(from.Text, copied, upTo - copied);
            starts.AddRange(from.starts[copied..upTo]);
            ends.AddRange(from.ends[copied..upTo]);
        }
    }

    private static string Decoded(Match match)
    {
        if (match.Groups["hex"] is { Success: true } hex)
            return Character(int.Parse(hex.Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture), match.Value);
        if (match.Groups["decimal"] is { Success: true } number)
            return Character(int.Parse(number.Value, CultureInfo.InvariantCulture), match.Value);
        if (match.Groups["name"] is { Success: true } name)
            return HtmlNames.Character(name.Value) ?? WebUtility.HtmlDecode(match.Value);

        return Uri.UnescapeDataString(match.Value);
    }

    private static string Character(int code, string otherwise) =>
        code is 0 or > 0x10FFFF ? otherwise
        : code is >= 0xD800 and <= 0xDFFF ? ((char)code).ToString()
        : char.ConvertFromUtf32(code);

    [GeneratedRegex(
        // HTML: by number, by number in hexadecimal digits, by name.
        @"&#(?<decimal>[0-9]{1,7});?|&#[xX](?<hex>[0-9a-fA-F]{1,6});?|&(?<name>[A-Za-z][A-Za-z0-9]{1,30});"
            // JSON, and languages with similar escapes.
            + @"|\\u(?<hex>[0-9a-fA-F]{4})|\\x(?<hex>[0-9a-fA-F]{2})"
            // An address: one or more bytes of UTF-8.
            + @"|(%[0-9a-fA-F]{2})+"
    )]
    private static partial Regex Escapes();

    /// <summary>Line breaks, plain or escaped as in JSON, also several times.</summary>
    [GeneratedRegex(@"[ \t]*(\r\n?|\n|\\+r(\\+n)?|\\+n)[ \t]*")]
    private static partial Regex Breaks();
}
