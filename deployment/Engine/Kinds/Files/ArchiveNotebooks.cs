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
            return WithoutTop([.. archive.Entries.Where(Is).Select(entry => Path.ChangeExtension(entry.FullName.Trim('/'), null))]);
        }
        catch (Exception e) when (e is InvalidDataException || DiskErrors.Is(e))
        {
            return null;
        }
    }

    /// <summary>The archive of one folder becomes that folder, whatever it was called.</summary>
    private static HashSet<string> WithoutTop(IReadOnlyList<string> paths)
    {
        var tops = paths
            .Select(path => path[..(path.IndexOf('/', StringComparison.Ordinal) + 1)])
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var length = tops is [var top] ? top.Length : 0;
        return paths.Select(path => path[length..]).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether the entry becomes a notebook.</summary>
    public static bool Is(ZipArchiveEntry entry) => Endings.Contains(Path.GetExtension(entry.FullName));
}
