namespace Build.Packaging;

/// <summary>A file that goes into a package, read when it is needed and never held whole.</summary>
/// <param name="Open">From its beginning, each time.</param>
internal sealed record PackedFile(Func<Stream> Open)
{
    public static PackedFile Of(byte[] content) => new(() => new MemoryStream(content, writable: false));

    public static PackedFile At(string path) => new(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));
}
