using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds;

namespace Build.WebPages;

/// <summary>The files in the folders of the kinds.</summary>
internal static class AssetFiles
{
    /// <summary>Without links, and without what is written at this moment.</summary>
    public static IEnumerable<FileInfo> In(string folder) =>
        KindTable
            .Folders.Select(kind => new DirectoryInfo(Path.Combine(folder, kind)))
            .Where(kind => kind.Exists)
            .SelectMany(kind => kind.EnumerateFiles("*", SearchOption.AllDirectories))
            .Where(file => file.LinkTarget is null && !WholeFile.IsTemporary(file.Name));
}
