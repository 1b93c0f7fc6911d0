using Layercake.Engine.Declarations;

namespace Layercake.Engine.Exporting;

/// <summary>Removes what an export that was killed had begun to write beside the files of assets.</summary>
internal static class LeftoverFiles
{
    private static readonly EnumerationOptions BelowWithoutLinks = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private static readonly EnumerationOptions Here = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <param name="folders">The folders of assets; of the root itself no other folder is looked at.</param>
    public static void Remove(AssetsFolder assets, IEnumerable<string> folders)
    {
        Remove(assets.Root, Here);
        foreach (var folder in folders)
            Remove(Path.Combine(assets.Root, folder), BelowWithoutLinks);
    }

    private static void Remove(string folder, EnumerationOptions options)
    {
        try
        {
            if (new DirectoryInfo(folder) is not { Exists: true, LinkTarget: null } there)
                return;

            foreach (var file in there.EnumerateFiles("*", options).Where(file => WholeFile.IsTemporary(file.Name)).ToList())
                file.Delete();
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            // They do no harm, and what cannot be written here is reported by the export itself.
        }
    }
}
