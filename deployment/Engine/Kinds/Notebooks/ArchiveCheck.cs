using System.IO.Compression;
using System.IO.Hashing;
using Layercake.Engine.Kinds.Files;

namespace Layercake.Engine.Kinds.Notebooks;

/// <summary>Tells archives of notebooks (<c>.dbc</c>) that the service can take apart from others.</summary>
internal static class ArchiveCheck
{
    /// <summary>What an archive of notebooks may become, which is read piece by piece and not kept.</summary>
    private const long MostUnpacked = 512L * 1024 * 1024;

    private const string Again = "Export the archive again, or take it from an earlier commit.";

    /// <returns>What is wrong; null for nothing.</returns>
    public static string? Problem(Stream content)
    {
        try
        {
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            return Problem(archive.Entries);
        }
        catch (InvalidDataException)
        {
            return $"this is no zip archive, or only a part of one. {Again}";
        }
    }

    private static string? Problem(IReadOnlyCollection<ZipArchiveEntry> entries)
    {
        if (entries.FirstOrDefault(entry => LeadsOut(entry.FullName)) is { } outside)
            return $"its entry {Shown(outside)} leads out of the folder that the archive becomes. {Again}";
        if (!entries.Any(ArchiveNotebooks.Is))
            return $"there is no notebook in this archive. {Again}";
        if (entries.FirstOrDefault(entry => entry.IsEncrypted) is { } locked)
            return $"its entry {Shown(locked)} is encrypted, and the service has no password. Make the archive without one.";

        var left = MostUnpacked;
        foreach (var entry in entries)
        {
            if (TryUnpack(entry, left) is not { } length)
                return $"its entry {Shown(entry)} cannot be unpacked. {Again}";
            if ((left -= length) < 0)
                return $"it unpacks to more than {MostUnpacked / 1024 / 1024} MB. Divide it, or export the notebooks as sources.";
        }

        return null;
    }

    private static bool LeadsOut(string path) => path.Split('/', '\\').Contains("..");

    /// <returns>How long it is, or says to be when that is more than <paramref name="most"/>; null for a damaged one.</returns>
    private static long? TryUnpack(ZipArchiveEntry entry, long most)
    {
        if (entry.Length > most)
            return entry.Length;

        try
        {
            using var content = entry.Open();
            var buffer = new byte[64 * 1024];
            var (total, checksum) = (0L, new Crc32());
            for (var read = content.Read(buffer); read > 0; read = content.Read(buffer))
            {
                checksum.Append(buffer.AsSpan(0, read));
                total += read;
            }

            // .NET stops at the length that the archive says, and leaves it to us to see that there is more.
            return checksum.GetCurrentHashAsUInt32() == entry.Crc32 ? total : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The name in quotes, without what would disturb a log.</summary>
    private static string Shown(ZipArchiveEntry entry) =>
        $"\"{string.Concat(entry.FullName.Take(100).Select(letter => char.IsControl(letter) ? '?' : letter))}\"";
}
