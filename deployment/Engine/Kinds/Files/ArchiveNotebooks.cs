using System.IO.Compression;
using Layercake.Engine.Declarations;

namespace Layercake.Engine.Kinds.Files;

/// <summary>The notebooks in an archive (<c>.dbc</c>), which the workspace takes apart. Only the list of its entries is read.</summary>
internal static class ArchiveNotebooks
{
    private static readonly string[] Endings = [".python", ".py", ".scala", ".sql", ".r", ".R"];

    /// <summary>Their paths below the folder that the archive becomes; null where the archive cannot be read.</summary>
    public static IReadOnlySet<string>? In(string fullPath)
    {
        try
        {
            using var content = File.OpenRead(fullPath);
            using var archive = new ZipArchive(content, ZipArchiveMode.Read);
            return archive
                .Entries.Where(Is)
                .Select(entry => Path.ChangeExtension(entry.FullName.Trim('/'), null))
                .ToHashSet(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is InvalidDataException || DiskErrors.Is(e))
        {
            return null;
        }
    }

    /// <summary>Whether the entry becomes a notebook.</summary>
    public static bool Is(ZipArchiveEntry entry) => Endings.Contains(Path.GetExtension(entry.FullName));
}
