namespace Layercake.Engine.Declarations;

/// <summary>Finds the lines that Git leaves in a file where a merge has to be resolved by hand.</summary>
internal static class MergeMarkers
{
    public const string Code = "FIL008";

    public const string Message =
        "This line is a marker of a merge that was not resolved to its end. Keep what is right of both sides, and remove the lines that "
        + "begin with <<<<<<<, |||||||, ======= and >>>>>>>.";

    /// <param name="text">In UTF-8.</param>
    /// <param name="oneIsEnough">
    /// A first or a last marker with its label is found alone, as half of a resolved merge leaves it. In texts that may quote, such as
    /// Markdown, only all of them in their order are.
    /// </param>
    /// <returns>The line of the first marker, counted from 1; 0 for none. A line of equals signs alone underlines a heading.</returns>
    public static int Find(ReadOnlySpan<byte> text, bool oneIsEnough)
    {
        var rest = TextEncoding.WithoutMark(text);
        var (opened, divided) = (0, false);
        for (var number = 1; !rest.IsEmpty; number++)
        {
            var line = NextLine(ref rest);
            if (line.Length < 7)
                continue;

            var (opens, closes) = (IsMarker(line, "<<<<<<<"u8), IsMarker(line, ">>>>>>>"u8));
            if (oneIsEnough && (opens || closes) && line.Length > 8)
                return number;
            if (closes && divided)
                return opened;
            if (opens)
                (opened, divided) = (number, false);

            divided |= opened > 0 && line.SequenceEqual("======="u8);
        }

        return 0;
    }

    private static bool IsMarker(ReadOnlySpan<byte> line, ReadOnlySpan<byte> marker) =>
        line.StartsWith(marker) && (line.Length == marker.Length || line[marker.Length] == ' ');

    /// <summary>Line ends are those of any system.</summary>
    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
        var line = end < 0 ? rest : rest[..end];
        rest =
            end < 0 ? []
            : rest[end..].StartsWith("\r\n"u8) ? rest[(end + 2)..]
            : rest[(end + 1)..];
        return line;
    }
}
