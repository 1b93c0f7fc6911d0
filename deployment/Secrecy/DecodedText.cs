using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Layercake.Secrecy;

/// <summary>A text as whoever reads it decodes it, with where each of its characters stands in the text as it is written.</summary>
/// <remarks>
/// Any letter may be written as an entity of HTML, as an escape of JSON or of an address: so many ways cannot all be listed, but undone.
/// </remarks>
internal sealed partial class DecodedText
{
    /// <summary>An answer that quotes a page is itself escaped when it is put into one.</summary>
    private const int Layers = 3;

    private readonly int[] starts;
    private readonly int[] ends;

    private DecodedText(string text, int[] starts, int[] ends) => (Text, this.starts, this.ends) = (text, starts, ends);

    public string Text { get; }

    /// <summary>Null when nothing is escaped.</summary>
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

    /// <summary>The same without line breaks, which base64 is often written with; null when there is none.</summary>
    public static DecodedText? WithoutBreaks(string text, DecodedText? unescaped)
    {
        var matches = Breaks().Matches(unescaped?.Text ?? text);
        return matches.Count == 0 ? null : Replaced(unescaped ?? AsWritten(text), matches, _ => "");
    }

    /// <summary>Where a part of the decoded text stands in the written one.</summary>
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
        @"&#(?<decimal>[0-9]{1,7});?|&#[xX](?<hex>[0-9a-fA-F]{1,6});?|&(?<name>[A-Za-z][A-Za-z0-9]{1,30});|\\u(?<hex>[0-9a-fA-F]{4})|\\x(?<hex>[0-9a-fA-F]{2})|(%[0-9a-fA-F]{2})+"
    )]
    private static partial Regex Escapes();

    /// <summary>As they are, and as JSON writes them, however often.</summary>
    [GeneratedRegex(@"[ \t]*(\r\n?|\n|\\+r(\\+n)?|\\+n)[ \t]*")]
    private static partial Regex Breaks();
}
