namespace Layercake.Engine.Kinds.Files;

/// <summary>Looks for bytes in a stream without holding it whole.</summary>
internal static class StreamSearch
{
    private const int Piece = 64 * 1024;

    /// <summary>Reads on until they are found.</summary>
    public static bool Contains(Stream content, ReadOnlySpan<byte> wanted)
    {
        var window = new byte[Piece + wanted.Length];
        for (var kept = 0; ;)
        {
            var read = content.Read(window, kept, window.Length - kept);
            var text = window.AsSpan(0, kept + read);
            if (text.IndexOf(wanted) >= 0)
                return true;
            if (read == 0)
                return false;

            // The beginning of what is wanted may stand at the end.
            kept = Math.Min(text.Length, wanted.Length - 1);
            text[^kept..].CopyTo(window);
        }
    }
}
