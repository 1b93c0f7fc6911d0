using System.Buffers;

namespace Layercake.Rest;

/// <summary>
/// Reads an answer's body to its end, and no further than it may be long, whatever it claims and however well it is compressed.
/// </summary>
internal static class BodyReader
{
    private const int Piece = 1024 * 1024;

    /// <param name="longest">In bytes, unpacked; null for content that people keep in the workspace, which may be of any size.</param>
    /// <returns>Null when there is more.</returns>
    /// <exception cref="IOException">The connection was lost, or the body is damaged.</exception>
    public static async Task<byte[]?> ReadAsync(HttpContent content, long? longest, CancellationToken ct)
    {
        // Unpacked by the handler, a body has no length any more.
        var announced = content.Headers.ContentLength;
        if (announced > longest)
            return null;

        var stream = await content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
            try
            {
                return announced is > 0 and var length && length <= Array.MaxLength
                    ? await ExactlyAsync(stream, (int)length, ct).ConfigureAwait(false)
                    : await PiecesAsync(stream, longest ?? Array.MaxLength, ct).ConfigureAwait(false);
            }
            catch (Exception damaged) when (damaged is InvalidDataException or InvalidOperationException)
            {
                throw new IOException("the compressed answer is damaged", damaged);
            }
    }

    /// <summary>Into the one array that is handed on.</summary>
    private static async Task<byte[]> ExactlyAsync(Stream stream, int length, CancellationToken ct)
    {
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, ct).ConfigureAwait(false);
        return body;
    }

    private static async Task<byte[]?> PiecesAsync(Stream stream, long longest, CancellationToken ct)
    {
        var pieces = new Queue<(byte[] Bytes, int Length)>();
        try
        {
            for (var total = 0L; ;)
            {
                var piece = ArrayPool<byte>.Shared.Rent(pieces.Count == 0 ? 16 * 1024 : Piece);
                var read = await stream.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);
                pieces.Enqueue((piece, read));
                total += read;
                if (total > longest)
                    return null;
                if (read < piece.Length)
                    return Joined(pieces, (int)total);
            }
        }
        finally
        {
            foreach (var (bytes, _) in pieces)
                ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    private static byte[] Joined(Queue<(byte[] Bytes, int Length)> pieces, int total)
    {
        var body = new byte[total];
        var at = 0;
        foreach (var (bytes, length) in pieces)
        {
            bytes.AsSpan(0, length).CopyTo(body.AsSpan(at));
            at += length;
        }

        return body;
    }
}
