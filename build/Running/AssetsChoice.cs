using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds;

namespace Build.Running;

/// <summary>The folder of assets of a run, and how it came to be that one.</summary>
internal sealed record AssetsChoice
{
    public required string Folder { get; init; }

    /// <summary>For what is printed: how it was chosen; empty when the command line says it.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>What was searched in vain; null when there is a folder.</summary>
    public string? SearchedFolders { get; init; }

    /// <summary>
    /// Without <c>--assets</c>: the nearest folder that holds assets, from where the user stood up to the root of the Git repository.
    /// </summary>
    /// <param name="samples">Whether the assets that come with the host do when nothing is found.</param>
    public static AssetsChoice Search(HostFolders folders, bool samples)
    {
        var searched = Upwards(folders.Start);
        var span = searched is [var only] ? only : $"{searched[0]} up to {searched[^1]}";
        if (searched.FirstOrDefault(HoldsAssets) is { } found)
            return new AssetsChoice { Folder = found, Explanation = found == folders.Start ? "" : ", the nearest folder that holds any" };

        return samples && HoldsAssets(folders.Root)
            ? new AssetsChoice { Folder = folders.Root, Explanation = $", the samples, because {span} holds none" }
            : new AssetsChoice { Folder = searched[^1], SearchedFolders = span };
    }

    public static bool HoldsAssets(string folder) => KindTable.Folders.Any(new AssetsFolder(folder).Holds);

    /// <summary>The folder alone where there is no repository: above it is nothing that belongs to it.</summary>
    private static List<string> Upwards(string start)
    {
        var folders = new List<string>();
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            folders.Add(folder.FullName);
            // A file in a worktree and in a submodule.
            if (Path.Exists(Path.Combine(folder.FullName, ".git")))
                return folders;
        }

        return [start];
    }
}
