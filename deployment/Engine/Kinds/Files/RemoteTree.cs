using Layercake.Rest;

namespace Layercake.Engine.Kinds.Files;

/// <summary>Reads the remote folders that Git has files for, level by level, each once.</summary>
internal static class RemoteTree
{
    /// <param name="root">The folder at the top.</param>
    /// <param name="paths">Full remote paths of the declared files.</param>
    /// <param name="refused">Receives the answers for folders below the root that may not be listed, by path.</param>
    /// <returns>The entries of those folders, by path.</returns>
    public static async Task<IReadOnlyDictionary<string, RemoteFile>> ReadAsync(
        IFileDestination destination,
        string root,
        IEnumerable<string> paths,
        IDictionary<string, string> refused,
        CancellationToken ct
    )
    {
        var wanted = Folders(root, paths);
        var found = new Dictionary<string, RemoteFile>(StringComparer.Ordinal);
        var level = wanted.Contains(root) ? [root] : new List<string>();
        while (level.Count > 0)
        {
            var listings = await Task.WhenAll(
                level.Select(folder =>
                    folder == root ? destination.ListAsync(folder, ct) : TryListAsync(destination, folder, refused, ct)
                )
            );
            var files = listings.SelectMany(listing => listing ?? []).ToList();
            foreach (var file in files)
                found[file.Path] = file;

            level = [.. files.Where(file => file.IsFolder && wanted.Contains(file.Path)).Select(file => file.Path)];
        }

        return found;
    }

    private static async Task<IReadOnlyList<RemoteFile>?> TryListAsync(
        IFileDestination destination,
        string folder,
        IDictionary<string, string> refused,
        CancellationToken ct
    )
    {
        try
        {
            return await destination.ListAsync(folder, ct);
        }
        catch (WorkspaceApiException e) when (e.IsForbidden)
        {
            lock (refused)
                refused[folder] = e.Message;
            return null;
        }
    }

    /// <summary>Why the place, if it is a folder, or a folder above it may not be listed; null when they may.</summary>
    public static string? RefusalOf(string place, IReadOnlyDictionary<string, string> refused) =>
        refused.FirstOrDefault(folder => $"{place}/".StartsWith($"{folder.Key}/", StringComparison.Ordinal)).Value;

    /// <summary>All files and folders below a folder; null when the folder does not exist.</summary>
    public static async Task<IReadOnlyList<RemoteFile>?> ReadAllAsync(IFileDestination destination, string root, CancellationToken ct)
    {
        if (await destination.ListAsync(root, ct) is not { } level)
            return null;

        var found = new List<RemoteFile>(level);
        while (level.Any(HasOwnEntries))
        {
            var listings = await Task.WhenAll(level.Where(HasOwnEntries).Select(folder => destination.ListAsync(folder.Path, ct)));
            level = [.. listings.SelectMany(listing => listing ?? [])];
            found.AddRange(level);
        }

        return found;

        // A Git folder is a repository of its own, so its files are not part of the tree.
        static bool HasOwnEntries(RemoteFile file) => file.IsFolder && file.ObjectType != "REPO";
    }

    /// <summary>The folders to create for these files, each once, only the lowest: the ones above come with them.</summary>
    public static IReadOnlyList<string> LowestFolders(IEnumerable<string> paths)
    {
        var folders = paths.Select(Parent).Distinct(StringComparer.Ordinal).ToList();
        return
        [
            .. folders
                .Where(folder => !folders.Any(other => other.StartsWith(folder + "/", StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal),
        ];
    }

    public static string Parent(string path) => path[..path.LastIndexOf('/')];

    private static HashSet<string> Folders(string root, IEnumerable<string> paths)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var folder = Parent(path);
            while (folder.Length >= root.Length && folders.Add(folder))
                folder = Parent(folder);
        }

        return folders;
    }
}
