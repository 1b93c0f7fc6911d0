using System.IO.Compression;
using System.Security.Cryptography;
using Layercake.Engine.Declarations;

namespace Layercake.Engine.Sealing;

/// <summary>The entries of the archive of a sealed plan, each a file of its own and none more than it says.</summary>
internal sealed class PlanArchive(ZipArchive zip)
{
    /// <summary>A plan of 100,000 assets is smaller; what claims to be larger is there to fill the memory.</summary>
    private const long LargestDocument = 256L * 1024 * 1024;

    private const int LinkType = 0b1010 << 12;

    private const int FileType = 0b1111 << 12;

    private readonly Dictionary<string, ZipArchiveEntry> entries = Checked(zip);

    /// <summary>The bytes of <c>plan.json</c>; null when it has none.</summary>
    public byte[]? Document()
    {
        if (!entries.TryGetValue(SealedPlanFile.Document, out var entry))
            return null;

        using var content = new MemoryStream();
        Copy(entry, LargestDocument, content);
        return content.ToArray();
    }

    /// <summary>Checks that each listed content, and nothing else, is there and has the digest that the plan says.</summary>
    /// <param name="unpack">Whether the contents are written to the paths of the declarations.</param>
    public void Check(SealedPlan plan, bool unpack)
    {
        var listed = plan.Declarations.Where(entry => entry.Data is not null).DistinctBy(entry => entry.Data).ToList();
        var names = listed.Select(entry => SealedPlanFile.EntryOf(entry.Data!)).Append(SealedPlanFile.Document).ToHashSet();
        if (entries.Keys.FirstOrDefault(name => !names.Contains(name)) is { } other)
            throw SealedPlanException.Changed($"it holds {Shown(other)}, which the plan does not list.");

        foreach (var (declaration, data) in listed)
        {
            if (!entries.TryGetValue(SealedPlanFile.EntryOf(data!), out var entry))
                throw SealedPlanException.Changed($"the content of {declaration.File} is missing.");

            using var target = unpack ? new FileStream(declaration.FullPath, FileMode.CreateNew, FileAccess.Write) : Stream.Null;
            if (Copy(entry, SizeLimits.PlainFile, target) != data)
                throw SealedPlanException.Changed($"the content of {declaration.File} is not the one that was planned.");
        }
    }

    private static Dictionary<string, ZipArchiveEntry> Checked(ZipArchive zip)
    {
        var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            if (((entry.ExternalAttributes >> 16) & FileType) == LinkType)
                throw SealedPlanException.Changed($"its entry {Shown(entry.FullName)} is a link.");
            if (!entries.TryAdd(entry.FullName, entry))
                throw SealedPlanException.Changed($"it has two entries {Shown(entry.FullName)}.");
        }

        return entries;
    }

    /// <returns>The digest of what was copied.</returns>
    private static string Copy(ZipArchiveEntry entry, long largest, Stream target)
    {
        if (entry.Length > largest)
            throw SealedPlanException.Changed($"its entry {entry.FullName} is larger than {largest >> 20} MiB.");

        // .NET reads no more of an entry than the length that it says.
        using var content = entry.Open();
        using var digest = SHA256.Create();
        using (var both = new CryptoStream(target, digest, CryptoStreamMode.Write, leaveOpen: true))
            content.CopyTo(both);
        return ContentDigest.Text(digest.Hash!);
    }

    private static string Shown(string name) => name.Length > 100 ? name[..100] + "…" : name;
}
