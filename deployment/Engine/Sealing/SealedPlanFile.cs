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

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Replaces what is at the path once the plan is whole.</summary>
    /// <returns>The id.</returns>
    /// <exception cref="IOException">Among others, a content is not what was planned with any more.</exception>
    public static string Write(SealedPlan sealedPlan, string path, Redactor redactor)
    {
        var document = Encoding.UTF8.GetBytes(JsonValues.Canonical(SealedPlanDocument.Write(sealedPlan, redactor)));
        var files = sealedPlan
            .Declarations.Where(entry => entry.Data is not null)
            .DistinctBy(entry => entry.Data)
            .OrderBy(entry => entry.Data, StringComparer.Ordinal);
        WholeFile.Write(
            path,
            stream =>
            {
                using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
                DigestedZip.Add(zip, Document, new MemoryStream(document), Private);
                foreach (var entry in files)
                    Add(zip, entry);
            },
            ownerOnly: true
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

    private static void Add(ZipArchive zip, SealedDeclaration entry)
    {
        using var file = new FileStream(entry.Declaration.FullPath, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (DigestedZip.Add(zip, EntryOf(entry.Data!), file, Private) != entry.Data)
            throw new IOException($"{entry.Declaration.File} was changed after it was read. Plan again.");
    }

    [GeneratedRegex("^sha256:[0-9a-f]{64}$(?!\n)")]
    private static partial Regex IsDigest();
}
