using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Layercake.Engine.Declarations;

/// <summary>Turns the bytes of a declaration into text, which must be UTF-8.</summary>
internal static class JsonEncoding
{
    private const string Code = "JSN003";

    /// <exception cref="JsonProblem">The bytes are something else.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (LooksLikeUtf16(bytes))
            throw new JsonProblem(
                Code,
                "The file is UTF-16, and UTF-8 is expected. Save it as UTF-8 (in PowerShell 5: -Encoding utf8).",
                1,
                1
            );

        var text = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        var chars = new char[text.Length];
        if (Utf8.ToUtf16(text, chars, out _, out var written, replaceInvalidSequences: false) == OperationStatus.Done)
            return new string(chars, 0, written);

        var (line, column) = End(chars.AsSpan(0, written));
        throw new JsonProblem(
            Code,
            "The file is not UTF-8: this character was saved in another encoding. Save the file as UTF-8.",
            line,
            column
        );
    }

    /// <summary>Recognised by its byte order mark, or by zeros in every second byte at the start.</summary>
    private static bool LooksLikeUtf16(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2
        && (
            bytes.StartsWith(Encoding.Unicode.Preamble)
            || bytes.StartsWith(Encoding.BigEndianUnicode.Preamble)
            || bytes[0] == 0
            || bytes[1] == 0
        );

    private static (int Line, int Column) End(ReadOnlySpan<char> text)
    {
        var lastBreak = text.LastIndexOfAny('\n', '\r');
        var breaks = text.Count('\n') + text.Count('\r') - text.Count("\r\n");
        return (breaks + 1, text.Length - lastBreak);
    }
}
