using Layercake.Engine.Declarations;

namespace Layercake.Engine.Exporting;

/// <summary>One file to write or remove.</summary>
/// <param name="File">Relative to the assets' root, with forward slashes.</param>
/// <param name="Content">Null when nothing is written.</param>
/// <param name="Entry">What the index remembers of it from then on; null when the file goes.</param>
internal sealed record FileChange(string File, byte[]? Content, IndexEntry? Entry)
{
    public bool IsRemoval => Entry is null;
}

/// <summary>Changes to a folder of assets, each of them whole or not at all.</summary>
internal sealed class FolderChanges(AssetsFolder assets)
{
    private readonly List<FileChange> changes = [];

    /// <summary>What is written first, what is removed last.</summary>
    public IReadOnlyList<FileChange> All => [.. changes.OrderBy(change => change.IsRemoval)];

    public void Add(FileChange change) => changes.Add(change);

    /// <returns>False, and a finding, when the disk refused.</returns>
    public async Task<bool> TryAsync(FileChange change, ICollection<Finding> problems, CancellationToken ct)
    {
        if (LeadsOut(Path.Combine(assets.Root, change.File)))
        {
            problems.Add(
                new Finding
                {
                    Severity = Severity.Error,
                    Code = "FIL002",
                    File = change.File,
                    Message =
                        "This link leads out of the assets' folder, and nothing is written there. Put a file or folder in its place "
                        + "and export again.",
                }
            );
            return false;
        }

        try
        {
            if (change.Content is { } content)
                await WriteAsync(Path.Combine(assets.Root, change.File), content, ct);
            else if (change.IsRemoval)
                Remove(Path.Combine(assets.Root, change.File));

            return true;
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            problems.Add(
                new Finding
                {
                    Severity = Severity.Error,
                    Code = "EXP009",
                    File = change.File,
                    Message =
                        $"cannot be {(change.IsRemoval ? "removed" : "written")}: {DiskErrors.Words(e)}. Make it writable and "
                        + $"export again.",
                }
            );
            return false;
        }
    }

    /// <summary>Not to be cancelled: what was done must be known to the next export.</summary>
    public async Task SaveAsync(ExportIndex before, ExportIndex after, ICollection<Finding> problems)
    {
        var entry = new IndexEntry("", "", "", null, "");
        if (after.Entries.Count == 0 && before.Entries.Count == 0)
            return;
        if (!System.IO.File.Exists(Path.Combine(assets.Root, ExportIndex.File)) || !after.Bytes().AsSpan().SequenceEqual(before.Bytes()))
            await TryAsync(new FileChange(ExportIndex.File, after.Bytes(), entry), problems, CancellationToken.None);
    }

    /// <summary>The file, or the nearest folder above it that is there: a link may have been made since the folder was read.</summary>
    private bool LeadsOut(string path)
    {
        var there = path;
        while (!Path.Exists(there) && there != assets.Root)
            there = Path.GetDirectoryName(there)!;

        return RealPath.Of(there) is { } real && !RealPath.IsWithin(real, RealPath.Of(assets.Root) ?? assets.Root);
    }

    /// <summary>Beside the file first, so that whoever looks sees the old content or the new one.</summary>
    private static async Task WriteAsync(string path, byte[] content, CancellationToken ct)
    {
        // A link stays one: what it leads to is written.
        path = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        var half = Path.Combine(folder, $".{Guid.NewGuid():N}.layercake-tmp");
        try
        {
            await File.WriteAllBytesAsync(half, content, ct);
            if (!OperatingSystem.IsWindows() && File.Exists(path))
                File.SetUnixFileMode(half, File.GetUnixFileMode(path));

            File.Move(half, path, overwrite: true);
        }
        finally
        {
            File.Delete(half);
        }
    }

    /// <summary>The file, and the folders that are empty without it; the kind's own folder stays.</summary>
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
