namespace Layercake.Engine.Declarations;

/// <summary>What the <c>.layercakeignore</c> files of the assets leave out: it is as if it were not there.</summary>
/// <remarks>
/// As in Git, a file of a lower folder goes before one of a higher, and what is in a folder that is left out cannot come back.
/// </remarks>
internal sealed class IgnoreRules(AssetsFolder assets)
{
    private readonly Dictionary<string, IgnoreFile> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IgnoreLine?> folders = new(StringComparer.Ordinal);

    /// <summary>The line that leaves out the path, or a folder above it; null when none does.</summary>
    /// <param name="path">Relative to the assets' root, with forward slashes.</param>
    public IgnoreLine? Find(string path, bool isFolder)
    {
        if (isFolder && folders.TryGetValue(path, out var known))
            return known;

        var above = Above(path);
        var found = (above.Length > 0 ? Find(above, isFolder: true) : null) ?? Own(path, isFolder);
        if (isFolder)
            folders[path] = found;

        return found;
    }

    /// <summary>
    /// The line that leaves out what is on disk at the path, also without the ending that a name of a notebook may lack; null when
    /// nothing is there, or is left out.
    /// </summary>
    public IgnoreLine? Hiding(string path)
    {
        var full = Path.Combine(assets.Root, path);
        if (Directory.Exists(full))
            return Find(path, isFolder: true);
        if (File.Exists(full))
            return Find(path, isFolder: false);

        var folder = new DirectoryInfo(Path.GetDirectoryName(full)!);
        return FileReading
            .Try(path, [], () => folder.Exists ? folder.GetFiles() : [])
            ?.Where(file => Path.ChangeExtension(file.FullName, null) == full)
            .Select(file => Find(assets.Relative(file.FullName), isFolder: false))
            .FirstOrDefault(line => line is not null);
    }

    /// <summary>Adds what is wrong with the files that were read, unless it is among the findings already.</summary>
    public void Report(ICollection<Finding> findings)
    {
        foreach (var problem in files.Values.SelectMany(file => file.Problems).Where(problem => !findings.Contains(problem)))
            findings.Add(problem);
    }

    private IgnoreLine? Own(string path, bool isFolder)
    {
        var folder = path;
        do
        {
            folder = Above(folder);
            if (!files.TryGetValue(folder, out var file))
                files[folder] = file = new IgnoreFile(assets, folder);
            if (file.Matching(folder.Length == 0 ? path : path[(folder.Length + 1)..], isFolder) is { } line)
                return line.Pattern.IsNegated ? null : line;
        } while (folder.Length > 0);

        return null;
    }

    private static string Above(string path) => path.LastIndexOf('/') is >= 0 and var end ? path[..end] : "";
}
