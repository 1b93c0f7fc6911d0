using Layercake.Engine.Declarations;
using Layercake.Rest;

namespace Layercake.Engine.Kinds.Files;

/// <summary>The file of a declaration when it is read once more, to be sent or compared.</summary>
/// <remarks>
/// Content that is another than the declaration was made of is refused: it would be recorded under a digest that is not its own.
/// </remarks>
internal static class SentFile
{
    /// <summary>In bytes.</summary>
    public static long LengthOf(Declaration declaration) => Tried(declaration, () => new FileInfo(declaration.FullPath).Length);

    /// <summary>The content of a file that is small enough for one request.</summary>
    public static async Task<byte[]> ReadAsync(Declaration declaration, CancellationToken ct)
    {
        if (LengthOf(declaration) > SizeLimits.Notebook)
            throw Changed(declaration);

        try
        {
            var content = await File.ReadAllBytesAsync(declaration.FullPath, ct);
            return ContentDigest.Of(content) == DigestOf(declaration) ? content : throw Changed(declaration);
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            throw Unreadable(declaration, e);
        }
    }

    /// <summary>A file of any size. Who reads it to its end gets an exception in place of the end when it was changed.</summary>
    public static Stream Open(Declaration declaration) =>
        new VerifiedStream(
            Tried(
                declaration,
                () => new FileStream(declaration.FullPath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0)
            ),
            DigestOf(declaration),
            () => Changed(declaration),
            error => Unreadable(declaration, error)
        );

    private static string DigestOf(Declaration declaration) => (string)declaration.Content[FileKind.Content]!;

    private static T Tried<T>(Declaration declaration, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            throw Unreadable(declaration, e);
        }
    }

    private static UnsentContentException Changed(Declaration declaration) =>
        new($"{declaration.File} was changed after the plan was made of it. Deploy again, from files that nothing else changes.");

    private static UnsentContentException Unreadable(Declaration declaration, Exception error) =>
        new($"{declaration.File} cannot be read any more: {DiskErrors.Words(error)}. Put that right and deploy again.", error);
}
