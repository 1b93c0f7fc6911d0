namespace Layercake.Engine.Environments.Reading;

/// <summary>The folders that environments are looked for in, and how they and their files are shown.</summary>
internal sealed class EnvironmentFolders(IReadOnlyList<string> folders)
{
    private readonly string[] places = [.. folders.Select(Whole)];

    /// <summary>The index of the folder that it is, or is in; null for another path.</summary>
    public int? Of(string path)
    {
        var place = Whole(path);
        var at = Array.FindIndex(places, folder => folder == place || folder == Path.GetDirectoryName(place));
        return at < 0 ? null : at;
    }

    /// <summary>As <see cref="Short"/>, but whole where another folder that is searched before it would look the same.</summary>
    public string Shown(string path) =>
        Of(path) is { } at && places.Take(at).Any(earlier => Short(earlier) == Short(places[at]))
            ? Whole(path).Replace('\\', '/')
            : Short(path);

    /// <summary>
    /// The file and the two folders above it, as in deployment/environments/dev.json: enough to find it, whichever root it is below.
    /// </summary>
    public static string Short(string path) =>
        string.Join(
            '/',
            Path.GetFullPath(path)
                .Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)
                .TakeLast(path.EndsWith(".json", StringComparison.Ordinal) ? 3 : 2)
        );

    private static string Whole(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
