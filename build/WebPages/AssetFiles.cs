using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds;

namespace Build.WebPages;

/// <summary>The files in the folders of the kinds.</summary>
internal static class AssetFiles
{
    /// <summary>By folder; without links, and without what is written at this moment.</summary>
    public static IEnumerable<(string Kind, IReadOnlyList<FileInfo> Files)> ByKind(string folder) =>
        from kind in KindTable.Folders
        let place = new DirectoryInfo(Path.Combine(folder, kind))
        where place.Exists
        select (kind, FilesOf(place));

    /// <inheritdoc cref="ByKind"/>
    public static IEnumerable<FileInfo> In(string folder) => ByKind(folder).SelectMany(kind => kind.Files);

    private static IReadOnlyList<FileInfo> FilesOf(DirectoryInfo folder) =>
        [
            .. folder
                .EnumerateFiles("*", SearchOption.AllDirectories)
                .Where(file => file.LinkTarget is null && !WholeFile.IsTemporary(file.Name)),
        ];
}
