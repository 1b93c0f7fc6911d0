namespace Layercake.Engine.Declarations;

/// <summary>A file of an asset that is deployed as it is.</summary>
public sealed record LocalFile
{
    internal const string NotRead = "not read";

    /// <summary>Below the folder it was looked for in, with forward slashes and letters as on disk.</summary>
    public required string Path { get; init; }

    /// <summary>Relative to the assets' root, with forward slashes.</summary>
    public required string File { get; init; }

    public required string FullPath { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits in lower case; of a file that is too large to be deployed,
    /// <see cref="NotRead"/>.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What was hashed, when it is no larger than a notebook may be.</summary>
    internal byte[]? Content { get; init; }

    /// <summary>The content from its beginning.</summary>
    /// <exception cref="IOException">The file cannot be read any more.</exception>
    public Stream Open() =>
        Content is not null
            ? new MemoryStream(Content, writable: false)
            : new FileStream(FullPath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

    public bool Equals(LocalFile? other) =>
        other is not null && (Path, File, FullPath, Size, Sha256) == (other.Path, other.File, other.FullPath, other.Size, other.Sha256);

    public override int GetHashCode() => HashCode.Combine(FullPath, Path, Sha256);
}
