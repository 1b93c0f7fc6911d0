namespace Layercake.Engine.Kinds.Files;

/// <summary>
/// Finds what has to go before declared files can be written: a file where a folder must be, and what lies in a folder where a file must
/// be.
/// </summary>
internal static class PathConflicts
{
    /// <param name="root">The folder at the top, which is in nobody's way.</param>
    /// <param name="places">Of the declared files that do not become folders.</param>
    /// <param name="remote">What the folders above these places hold, by path.</param>
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
                folder.files.Where(file => !file.IsFolder || file.ObjectType == "REPO").Select(file => new PathConflict(file, [folder.place]))
            ),
        ];
    }

    private static IEnumerable<string> Above(string root, string place)
    {
        for (var folder = RemoteTree.Parent(place); folder.Length > root.Length; folder = RemoteTree.Parent(folder))
            yield return folder;
    }
}

/// <summary>Something in the workspace that is in the way.</summary>
/// <param name="Places">Of the declared files that it is in the way of.</param>
internal sealed record PathConflict(RemoteFile File, IReadOnlyList<string> Places);
