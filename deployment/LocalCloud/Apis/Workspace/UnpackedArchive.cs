using System.IO.Compression;
using Layercake.LocalCloud.Apis.Trees;

namespace Layercake.LocalCloud.Apis.Workspace;

/// <summary>
/// What an archive unpacks to, within limits, since a small one can hold gigabytes or millions of folders. The limits are this cloud's.
/// </summary>
internal static class UnpackedArchive
{
    public const int MostBytes = 128 * 1024 * 1024;

    /// <summary>Files and folders together.</summary>
    public const int MostEntries = 10_000;

    /// <exception cref="InvalidDataException">It is over a limit.</exception>
    public static IEnumerable<(string Path, byte[] Bytes)> Read(ZipArchive archive, Func<ZipArchiveEntry, bool> isWanted)
    {
        var wanted = archive.Entries.Where(isWanted).ToList();
        CheckNames(wanted);
        var left = (long)MostBytes;
        foreach (var entry in wanted)
        {
            var bytes = Read(entry, left);
            left -= bytes.Length;
            yield return ($"/{entry.FullName.Trim('/')}", bytes);
        }
    }

    private static void CheckNames(List<ZipArchiveEntry> entries)
    {
        var places = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry.FullName.Length >= TreePath.Longest)
                throw new InvalidDataException($"It has a path of more than {TreePath.Longest} characters.");

            for (var place = $"/{entry.FullName.Trim('/')}"; place != "/" && places.Add(place); place = TreePath.Parent(place))
                if (places.Count > MostEntries)
                    throw new InvalidDataException($"It has more than {MostEntries} files and folders, with {place}.");
        }
    }

    private static byte[] Read(ZipArchiveEntry entry, long most)
    {
        // What it says of its length may be wrong; its reader gives no more than that.
        if (entry.Length > most)
            throw new InvalidDataException($"It unpacks to more than {MostBytes} bytes, with {entry.FullName}.");

        using var content = entry.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }
}
