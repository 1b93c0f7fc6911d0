using Layercake.Rest;

namespace Layercake.Engine.Kinds.Files;

/// <summary>Reads the remote folders that Git has files for, level by level, each once.</summary>
internal static class RemoteTree
{
    /// <param name="root">The folder at the top.</param>
    /// <param name="paths">Full remote paths of the declared files.</param>
    /// <param name="refused">Gets what the workspace said of folders below the root that may not be listed, by path.</param>
    /// <returns>What those folders hold, by path.</returns>
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
            var listings = await Task.WhenAll(level.Select(ListAsync));
            foreach (var file in listings.SelectMany(listing => listing ?? []))
                found[file.Path] = file;

            level =
            [
                .. listings
                    .SelectMany(listing => listing ?? [])
                    .Where(file => file.IsFolder && wanted.Contains(file.Path))
                    .Select(file => file.Path),
            ];
        }

        return found;

        async Task<IReadOnlyList<RemoteFile>?> ListAsync(string folder)
        {
            try
            {
                return await destination.ListAsync(folder, ct);
            }
            catch (WorkspaceApiException e) when (e.IsForbidden && folder != root)
            {
                lock (refused)
                    refused[folder] = e.Message;
                return null;
            }
        }
    }

    /// <summary>What the workspace said of a folder that a place is below; null when it said nothing of any.</summary>
    public static string? RefusalOf(string place, IReadOnlyDictionary<string, string> refused) =>
        refused.FirstOrDefault(folder => place.StartsWith($"{folder.Key}/", StringComparison.Ordinal)).Value;

    /// <summary>All that is below a folder, folders included; null when the folder is not there.</summary>
    public static async Task<IReadOnlyList<RemoteFile>?> ReadAllAsync(IFileDestination destination, string root, CancellationToken ct)
    {
        if (await destination.ListAsync(root, ct) is not { } level)
            return null;

        var found = new List<RemoteFile>(level);
        while (level.Any(IsOpen))
        {
            level =
            [
                .. (await Task.WhenAll(level.Where(IsOpen).Select(folder => destination.ListAsync(folder.Path, ct)))).SelectMany(listing =>
                    listing ?? []
                ),
            ];
            found.AddRange(level);
        }

        return found;

        // A Git folder has a repository of its own.
        static bool IsOpen(RemoteFile file) => file.IsFolder && file.ObjectType != "REPO";
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
