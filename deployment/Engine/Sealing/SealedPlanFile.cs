using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Secrecy;

namespace Layercake.Engine.Sealing;

/// <summary>
/// The archive of a sealed plan: a zip of <c>plan.json</c>, in its one canonical form, and of the contents that it lists by digest.
/// </summary>
/// <remarks>
/// The id of a plan is the SHA-256 of <c>plan.json</c>, as 64 hexadecimal digits: <c>unzip -p release.plan plan.json | sha256sum</c>.
/// Since <c>plan.json</c> lists the digest of every content, the id stands for the whole plan.
/// </remarks>
public static partial class SealedPlanFile
{
    internal const string Document = "plan.json";

    internal const string Contents = "contents/";

    // The earliest that a zip file can say.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Replaces what is at the path once the plan is whole.</summary>
    /// <returns>The id.</returns>
    /// <exception cref="IOException">Among others, a content is not what was planned with any more.</exception>
    public static async Task<string> WriteAsync(SealedPlan sealedPlan, string path, Redactor redactor, CancellationToken ct)
    {
        var document = Encoding.UTF8.GetBytes(JsonValues.Canonical(SealedPlanDocument.Write(sealedPlan, redactor)));
        var files = sealedPlan
            .Declarations.Where(entry => entry.Data is not null)
            .DistinctBy(entry => entry.Data)
            .OrderBy(entry => entry.Data, StringComparer.Ordinal);
        await WholeFile.WritePrivateAsync(
            path,
            async stream =>
            {
                await using var zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Create, leaveOpen: true, null, ct);
                await AddAsync(zip, Document, new MemoryStream(document), ct);
                foreach (var entry in files)
                    await AddAsync(zip, entry, ct);
            },
            ct
        );
        return IdOf(document);
    }

    internal static string IdOf(byte[] document) => Convert.ToHexStringLower(SHA256.HashData(document));

    /// <summary>The name of a content in the archive.</summary>
    internal static string EntryOf(string digest) => Contents + HexOf(digest);

    /// <summary>The digits of a digest.</summary>
    /// <exception cref="FormatException">It is none, so it must not become a part of a path.</exception>
    internal static string HexOf(string digest) =>
        IsDigest().IsMatch(digest) ? digest["sha256:".Length..] : throw new FormatException($"{digest} is no digest.");

    private static async Task AddAsync(ZipArchive zip, SealedDeclaration entry, CancellationToken ct)
    {
        await using var file = new FileStream(entry.Declaration.FullPath, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (await AddAsync(zip, EntryOf(entry.Data!), file, ct) != entry.Data)
            throw new IOException($"{entry.Declaration.File} was changed after it was read. Plan again.");
    }

    /// <returns>The digest of what was added.</returns>
    private static async Task<string> AddAsync(ZipArchive zip, string name, Stream content, CancellationToken ct)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = NoTime;
        entry.ExternalAttributes = 0b110_000_000 << 16;
        await using var target = await entry.OpenAsync(ct);
        using var hash = SHA256.Create();
        await using (var hashing = new CryptoStream(target, hash, CryptoStreamMode.Write, leaveOpen: true))
            await content.CopyToAsync(hashing, ct);
        return $"sha256:{Convert.ToHexStringLower(hash.Hash!)}";
    }

    [GeneratedRegex("^sha256:[0-9a-f]{64}$(?!\n)")]
    private static partial Regex IsDigest();
}
