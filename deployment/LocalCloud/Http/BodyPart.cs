namespace Layercake.LocalCloud.Http;

/// <summary>One part of a form, of which no more than is asked for is in memory.</summary>
/// <param name="body">The whole body, for as long as the request lasts.</param>
/// <param name="start">Where the part begins in it.</param>
public sealed class BodyPart(Stream body, long start, long length)
{
    /// <summary>In bytes.</summary>
    public long Length => length;

    public byte[] ToArray() => First(Length);

    /// <summary>Its first bytes, at most so many.</summary>
    public byte[] First(long count)
    {
        var bytes = new byte[Math.Min(count, Length)];
        body.Position = start;
        body.ReadExactly(bytes);
        return bytes;
    }

    public void CopyTo(Stream target)
    {
        var piece = new byte[64 * 1024];
        body.Position = start;
        for (var left = Length; left > 0;)
        {
            var read = body.Read(piece, 0, (int)Math.Min(left, piece.Length));
            if (read == 0)
                throw new EndOfStreamException("The body of the request is shorter than it was.");

            target.Write(piece, 0, read);
            left -= read;
        }
    }
}
