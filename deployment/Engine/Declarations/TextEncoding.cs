using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Layercake.Engine.Declarations;

/// <summary>Why bytes are no text in UTF-8, and where; counted from 1.</summary>
internal sealed record EncodingProblem(string Message, int Line, int Column);

/// <summary>Tells texts in UTF-8 from others.</summary>
internal static class TextEncoding
{
    /// <summary>Null for a text in UTF-8, with a byte order mark or without.</summary>
    public static EncodingProblem? Problem(ReadOnlySpan<byte> bytes)
    {
        if (LooksLikeUtf16(bytes))
            return new EncodingProblem(
                "The file is UTF-16, and UTF-8 is expected. Save it as UTF-8 (in PowerShell 5: -Encoding utf8).",
                1,
                1
            );
        if (Utf8.IsValid(bytes))
            return null;

        var chars = new char[bytes.Length];
        Utf8.ToUtf16(WithoutMark(bytes), chars, out _, out var written, replaceInvalidSequences: false);
        var (line, column) = End(chars.AsSpan(0, written));
        return new EncodingProblem(
            "The file is not UTF-8: this character was saved in another encoding. Save the file as UTF-8.",
            line,
            column
        );
    }

    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;

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
