namespace Layercake.Engine.Kinds.Files;

/// <summary>
/// Finds what must be deleted before declared files can be written: a file where a folder is needed, and a folder, with its content, where
/// a file is needed.
/// </summary>
internal static class PathConflicts
{
    /// <param name="root">The folder at the top, which is never a conflict.</param>
    /// <param name="places">Of the declared files that do not become folders.</param>
    /// <param name="remote">The entries of the folders above these places, by path.</param>
    public static async Task<IReadOnlyList<PathConflict>> FindAsync(
        IFileDestination destination,
        string root,
        IReadOnlyList<string> places,
        IReadOnlyDictionary<string, RemoteFile> remote,
        CancellationToken ct
    )
    {
        var above = places
            .SelectMany(place => Above(root, place).Select(folder => (folder, place)))
            .Where(pair => remote.TryGetValue(pair.folder, out var file) && !file.IsFolder)
            .GroupBy(pair => pair.folder, pair => pair.place, StringComparer.Ordinal)
            .Select(group => new PathConflict(remote[group.Key], [.. group]));

        var folders = places
            .Where(place => remote.TryGetValue(place, out var file) && file.IsFolder)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var inside = await Task.WhenAll(
            folders.Select(async place => (place, files: await RemoteTree.ReadAllAsync(destination, place, ct) ?? []))
        );
        return
        [
            .. above,
            .. folders.Select(place => new PathConflict(remote[place], [place])),
            .. inside.SelectMany(folder =>
                folder
                    .files.Where(file => !file.IsFolder || file.ObjectType == "REPO")
                    .Select(file => new PathConflict(file, [folder.place]))
            ),
        ];
    }

    private static IEnumerable<string> Above(string root, string place)
    {
        for (var folder = RemoteTree.Parent(place); folder.Length > root.Length; folder = RemoteTree.Parent(folder))
            yield return folder;
    }
}

/// <summary>A remote file or folder at a path that declared files need.</summary>
/// <param name="Paths">The places of those declared files.</param>
internal sealed record PathConflict(RemoteFile File, IReadOnlyList<string> Paths);
