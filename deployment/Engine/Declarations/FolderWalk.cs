namespace Layercake.Engine.Declarations;

/// <summary>A file that was found below a folder.</summary>
/// <param name="Path">Below the folder, with forward slashes.</param>
/// <param name="File">Relative to the assets' root, with forward slashes.</param>
internal sealed record FoundFile(string FullPath, string Path, string File);

/// <summary>
/// Finds the files below one folder of the assets. Skips files of tools and what <c>.layercakeignore</c> leaves out, and does not follow
/// links out of the assets.
/// </summary>
internal sealed class FolderWalk(AssetsFolder assets, ICollection<Finding> findings)
{
    private const string LeadsOut = "This link leads out of the assets' folder and is not followed. Put a copy in its place.";

    private const string LeadsIntoGit =
        "This link leads into Git's own folder, whose files are not deployed, and is not followed. Remove it.";

    private static readonly HashSet<string> Litter = new(StringComparer.OrdinalIgnoreCase) { "Thumbs.db", "desktop.ini", "__pycache__" };

    private readonly string realRoot = RealPath.Of(assets.Root) ?? assets.Root;
    private readonly List<FoundFile> found = [];

    /// <summary>Endings of names that only a file may have; a folder with such a name is a finding.</summary>
    public IReadOnlyList<string> EndingsOfFiles { get; init; } = [];

    /// <summary>Whether <c>.layercakeignore</c> counts.</summary>
    public bool LeavesOutIgnored { get; init; } = true;

    /// <summary>Files and folders that tools create and that are never assets.</summary>
    public static bool IsLitter(string name) => Litter.Contains(name);

    /// <summary>Also dot files (.gitkeep, .DS_Store) and dot folders (.ipynb_checkpoints, .vscode).</summary>
    public static bool IsTools(string name) => name[0] == '.' || IsLitter(name);

    /// <summary>In order of their paths; a folder that does not exist holds none.</summary>
    /// <param name="required">Whether it is a finding when the folder does not exist.</param>
    public IReadOnlyList<FoundFile> Files(string folder, bool required)
    {
        var full = Path.Combine(assets.Root, folder);
        switch (PathKinds.HasFolder(full, assets.Relative, findings))
        {
            case false:
                Missing(full, folder, required);
                break;
            case true when IsIgnored(full, isFolder: true):
                break;
            case true when RealPath.Of(full) is { } real:
                if (!RealPath.IsWithin(real, realRoot))
                    Add("FIL002", full, LeadsOut);
                else if (IsGits(real))
                    Add("FIL002", full, LeadsIntoGit);
                else
                    Walk(full, "", [real]);
                break;
        }

        if (LeavesOutIgnored)
            assets.Ignored.Report(findings);
        return [.. found.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private void Walk(string folder, string below, List<string> above)
    {
        foreach (
            var entry in FileReading.Try(assets.Relative(folder), findings, () => new DirectoryInfo(folder).GetFileSystemInfos()) ?? []
        )
        {
            if (IsTools(entry.Name) || IsIgnored(entry.FullName, entry is DirectoryInfo) || !HasUsableName(entry))
                continue;

            var real = IsLink(entry) ? FollowLink(entry, above) : Path.Combine(above[^1], entry.Name);
            if (real is null)
                continue;

            var path = below.Length == 0 ? entry.Name : $"{below}/{entry.Name}";
            if (PathKinds.Find(real, assets.Relative(entry.FullName), findings) is not { } kind)
                continue;

            if (kind == PathKind.Folder && !EndingsOfFiles.Contains(entry.Extension, StringComparer.OrdinalIgnoreCase))
                Walk(entry.FullName, path, [.. above, real]);
            else if (kind is PathKind.File or PathKind.Nothing) // Gone meanwhile, which whoever reads it finds out.
                found.Add(new FoundFile(entry.FullName, path, assets.Relative(entry.FullName)));
            else if (kind is PathKind.NamedPipe or PathKind.Socket or PathKind.Device)
                Add("FIL009", entry.FullName, $"This is {PathKinds.Words(kind)} and is not deployed. Remove it.", Severity.Warning);
            else
                findings.Add(kind.Unexpected(assets.Relative(entry.FullName), "file"));
        }
    }

    private bool IsIgnored(string full, bool isFolder) =>
        LeavesOutIgnored && assets.Ignored.Find(assets.Relative(full), isFolder) is not null;

    private string? FollowLink(FileSystemInfo link, List<string> above)
    {
        var real = RealPath.Of(link.FullName);
        if (real is null)
        {
            findings.Add(PathKind.BrokenLink.Unexpected(assets.Relative(link.FullName), "file"));
            return null;
        }

        var problem =
            !RealPath.IsWithin(real, realRoot) ? LeadsOut
            : IsGits(real) ? LeadsIntoGit
            : above.Contains(real, StringComparer.Ordinal)
                ? "This link leads to a folder that it is in itself and is not followed. Remove it."
            : null;
        if (problem is null)
            return real;

        Add("FIL002", link.FullName, problem);
        return null;
    }

    /// <summary>
    /// Whether the path is Git's own folder or below it. Some systems ignore case.
    /// </summary>
    private bool IsGits(string real) =>
        Path.GetRelativePath(realRoot, real)
            .Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)
            .Contains(".git", StringComparer.OrdinalIgnoreCase);

    private bool HasUsableName(FileSystemInfo entry)
    {
        // .NET replaces bytes that are not UTF-8 by U+FFFD, and cannot open the file by that name.
        if (!entry.Name.Any(letter => char.IsControl(letter) || letter == '\uFFFD'))
            return true;

        var shown = string.Concat(entry.Name.Select(letter => char.IsControl(letter) ? '?' : letter));
        Add(
            "FIL003",
            Path.Combine(Path.GetDirectoryName(entry.FullName)!, shown),
            "Its name holds control characters or is not UTF-8. Rename it."
        );
        return false;
    }

    private void Missing(string full, string folder, bool required)
    {
        var parent = Path.GetDirectoryName(full)!;
        var names = Directory.Exists(parent)
            ? FileReading.Try(folder, findings, () => Directory.GetDirectories(parent))?.Select(path => Path.GetFileName(path)!).ToList()
                ?? []
            : [];
        var otherCase = names.Find(name => name.Equals(Path.GetFileName(full), StringComparison.OrdinalIgnoreCase));
        if (required)
            Add("FIL004", full, $"The folder does not exist.{NameSuggestion.Suggest(folder, names)} Create it, or name another.");
        else if (otherCase is not null)
            Add(
                "FIL005",
                Path.Combine(parent, otherCase),
                $"Nothing is deployed from this folder: its name is spelled {folder}. Rename it.",
                Severity.Warning
            );
    }

    private void Add(string code, string fullPath, string message, Severity severity = Severity.Error) =>
        findings.Add(
            new Finding
            {
                Severity = severity,
                Code = code,
                File = assets.Relative(fullPath),
                Message = message,
            }
        );

    // Not every reparse point is a link: files of cloud drives have no target.
    private static bool IsLink(FileSystemInfo entry) =>
        entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && entry.LinkTarget is not null;
}
