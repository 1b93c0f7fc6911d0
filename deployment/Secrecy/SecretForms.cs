using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace Layercake.Secrecy;

/// <summary>The ways in which one value may be written: as it is, and as base64, in an address, in JSON and in HTML.</summary>
internal static partial class SecretForms
{
    /// <summary>A shorter part of base64 occurs in other texts by chance.</summary>
    private const int ShortestPiece = 8;

    /// <summary>The line widths of uuencode, PEM and MIME, and of tools that leave a margin.</summary>
    private static readonly int[] LineWidths = [60, 64, 72, 76];

    public static IEnumerable<string> Of(string value) =>
        new[] { [value], Json(value), Address(value), Html(value), Base64(Encoding.UTF8.GetBytes(value)) }
            .SelectMany(forms => forms)
            .Where(form => form.Length >= Redactor.ShortestValue);

    private static IEnumerable<string> Json(string value)
    {
        var plain = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value);
        var cautious = JavaScriptEncoder.Default.Encode(value);
        string[] once =
        [
            plain,
            plain.Replace("/", "\\/", StringComparison.Ordinal),
            AsciiOnly(plain),
            cautious,
            LowerHex(cautious),
        ];

        // JSON that quotes JSON is escaped twice.
        return once.Concat(once.Select(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode));
    }

    private static IEnumerable<string> Address(string value)
    {
        foreach (var form in new[] { Uri.EscapeDataString(value), WebUtility.UrlEncode(value) })
        {
            yield return form;
            yield return form.Replace("%20", "+", StringComparison.Ordinal);
            yield return LowerHex(form);
            yield return LowerHex(form).Replace("%20", "+", StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Html(string value)
    {
        var form = WebUtility.HtmlEncode(value);
        yield return form;
        yield return form.Replace("&#39;", "&apos;", StringComparison.Ordinal);
        yield return form.Replace("&#39;", "&#x27;", StringComparison.Ordinal).Replace("&quot;", "&#34;", StringComparison.Ordinal);

        // Many programs do not escape quotation marks outside of attributes.
        yield return form.Replace("&#39;", "'", StringComparison.Ordinal).Replace("&quot;", "\"", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Base64(byte[] value)
    {
        var whole = Convert.ToBase64String(value);
        return new[] { whole, whole.TrimEnd('=') }
            .Concat(Pieces(value))
            .Concat(Lines(whole))
            .SelectMany(form => new[] { form, form.Replace('+', '-').Replace('/', '_') });
    }

    /// <summary>Single lines, for output that is written line by line.</summary>
    private static IEnumerable<string> Lines(string whole) =>
        LineWidths
            .Where(width => whole.Length > width)
            .SelectMany(width => whole.Chunk(width))
            .Select(line => new string(line))
            .Where(line => line.Length >= ShortestPiece);

    /// <summary>
    /// The value inside a longer one, such as <c>user:password</c>. Base64 encodes groups of three bytes, so there are three forms.
    /// </summary>
    private static IEnumerable<string> Pieces(byte[] value)
    {
        for (var before = 0; before < 3; before++)
        {
            var text = Convert.ToBase64String([.. new byte[before], .. value]);
            var (start, end) = ((before * 8 + 5) / 6, (before + value.Length) * 8 / 6);
            if (end - start >= ShortestPiece)
                yield return text[start..end];
        }
    }

    private static string AsciiOnly(string text)
    {
        var ascii = new StringBuilder(text.Length);
        foreach (var c in text)
            ascii.Append(char.IsAscii(c) ? c.ToString() : $"\\u{(int)c:x4}");

        return ascii.ToString();
    }

    private static string LowerHex(string text) => Hex().Replace(text, hex => hex.Value.ToLowerInvariant());

    [GeneratedRegex(@"%[0-9A-F]{2}|\\u[0-9A-F]{4}")]
    private static partial Regex Hex();
}
