using System.Security.Cryptography;
using Layercake.Engine.Declarations;

namespace Layercake.Engine.Kinds.Files;

/// <summary>
/// Reads a file from its beginning to its end and computes the digest on the way. The end comes only if it is the right one.
/// </summary>
/// <param name="digest">As <see cref="LocalFile.Sha256"/> writes it.</param>
/// <param name="changed">What is thrown in place of the end when the digest is another.</param>
/// <param name="unreadable">What is thrown for an error of the disk, which must not pass for one of the network.</param>
internal sealed class VerifiedStream(Stream file, string digest, Func<Exception> changed, Func<Exception, Exception> unreadable) : Stream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override bool CanRead => true;

    /// <summary>Whoever would go back in it had to begin anew with the digest too.</summary>
    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Noted(buffer.AsSpan(offset, count), file.Read(buffer, offset, count));
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            throw unreadable(e);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await file.ReadAsync(buffer, cancellationToken);
            return Noted(buffer.Span, read);
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            throw unreadable(e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
            hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Noted(ReadOnlySpan<byte> buffer, int read)
    {
        hash.AppendData(buffer[..read]);
        return read > 0 || buffer.IsEmpty || ContentDigest.Text(hash.GetCurrentHash()) == digest ? read : throw changed();
    }
}
