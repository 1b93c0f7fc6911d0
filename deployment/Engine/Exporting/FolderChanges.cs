using Layercake.Engine.Declarations;

namespace Layercake.Engine.Exporting;

/// <summary>One file to write or remove.</summary>
/// <param name="File">Relative to the assets' root, with forward slashes.</param>
/// <param name="Content">Null when nothing is written.</param>
/// <param name="Entry">The entry of the index for the file; null when the file is removed.</param>
internal sealed record FileChange(string File, byte[]? Content, IndexEntry? Entry)
{
    public bool IsRemoval => Entry is null;
}

/// <summary>Changes to a folder of assets. A file is changed completely or not at all.</summary>
internal sealed class FolderChanges(AssetsFolder assets)
{
    private readonly List<FileChange> changes = [];

    /// <summary>Files to write come before files to remove.</summary>
    public IReadOnlyList<FileChange> All => [.. changes.OrderBy(change => change.IsRemoval)];

    public void Add(FileChange change) => changes.Add(change);

    /// <returns>False, with a finding, when the change was not possible.</returns>
    public async Task<bool> TryAsync(FileChange change, ICollection<Finding> problems, CancellationToken ct)
    {
        var path = Path.Combine(assets.Root, change.File);
        if (IsOutside(path))
        {
            problems.Add(LinkLeadsOut(change));
            return false;
        }

        try
        {
            if (change.Content is { } content)
                await WholeFile.WriteAsync(path, content, ct);
            else if (change.IsRemoval)
                Remove(path);

            return true;
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            problems.Add(NotChanged(change, path, e));
            return false;
        }
    }

    private static Finding LinkLeadsOut(FileChange change) =>
        new()
        {
            Severity = Severity.Error,
            Code = "FIL002",
            File = change.File,
            Message =
                "This link leads out of the assets' folder, and nothing is written there. Put a file or folder in its place "
                + "and export again.",
        };

    private static Finding NotChanged(FileChange change, string path, Exception e) =>
        new()
        {
            Severity = Severity.Error,
            Code = "EXP009",
            File = change.File,
            Message =
                $"cannot be {(change.IsRemoval ? "removed" : "written")}: {DiskErrors.Words(e, path)}. Make it writable and "
                + $"export again.",
        };

    /// <summary>Cannot be cancelled: the next export must know what was done.</summary>
    public async Task SaveAsync(ExportIndex before, ExportIndex after, ICollection<Finding> problems)
    {
        var entry = new IndexEntry("", "", "", null, "");
        if (after.Entries.Count == 0 && before.Entries.Count == 0)
            return;
        if (!System.IO.File.Exists(Path.Combine(assets.Root, ExportIndex.File)) || !after.Bytes().AsSpan().SequenceEqual(before.Bytes()))
            await TryAsync(new FileChange(ExportIndex.File, after.Bytes(), entry), problems, CancellationToken.None);
    }

    /// <summary>Follows links, also those that were made after the folder was read.</summary>
    private bool IsOutside(string path)
    {
        var there = path;
        while (!Path.Exists(there) && there != assets.Root)
            there = Path.GetDirectoryName(there)!;

        return RealPath.Of(there) is { } real && !RealPath.IsWithin(real, RealPath.Of(assets.Root) ?? assets.Root);
    }

    /// <summary>Removes the file and the folders that are empty without it, but not the folder of the kind.</summary>
    private void Remove(string path)
    {
        if (!File.Exists(path))
            return;

        File.Delete(path);
        for (
            var folder = Path.GetDirectoryName(path)!;
            Path.GetDirectoryName(folder) != assets.Root && !Directory.EnumerateFileSystemEntries(folder).Any();
            folder = Path.GetDirectoryName(folder)!
        )
            Directory.Delete(folder);
    }
}
