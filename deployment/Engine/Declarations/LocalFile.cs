using System.Security.Cryptography;

namespace Layercake.Engine.Declarations;

/// <summary>A file of an asset that is deployed as it is.</summary>
public sealed record LocalFile
{
    /// <summary>Below the folder it was looked for in, with forward slashes and letters as on disk.</summary>
    public required string Path { get; init; }

    /// <summary>Relative to the assets' root, with forward slashes.</summary>
    public required string File { get; init; }

    public required string FullPath { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits in lower case.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What was hashed, when it is small enough to be kept.</summary>
    internal byte[]? Content { get; init; }

    /// <summary>The content that <see cref="Sha256"/> is of; not to be changed by the caller.</summary>
    /// <exception cref="IOException">The file cannot be read any more, or was changed since.</exception>
    public byte[] ReadAllBytes()
    {
        if (Content is not null)
            return Content;

        var bytes = System.IO.File.ReadAllBytes(FullPath);
        return Hash(bytes) == Sha256 ? bytes : throw new IOException($"{File} was changed after it was read. Deploy again.");
    }

    public bool Equals(LocalFile? other) =>
        other is not null && (Path, File, FullPath, Size, Sha256) == (other.Path, other.File, other.FullPath, other.Size, other.Sha256);

    public override int GetHashCode() => HashCode.Combine(FullPath, Path, Sha256);

    internal static string Hash(byte[] content) => Name(SHA256.HashData(content));

    internal static string Hash(Stream content) => Name(SHA256.HashData(content));

    private static string Name(byte[] hash) => $"sha256:{Convert.ToHexStringLower(hash)}";
}
