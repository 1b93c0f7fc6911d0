namespace Layercake.Engine.Declarations;

/// <summary>Resolves a path by following every link in it.</summary>
public static class RealPath
{
    /// <summary>The number of links after which Linux reports a loop.</summary>
    private const int MostLinks = 40;

    /// <summary>Null when the target does not exist.</summary>
    public static string? Of(string path)
    {
        var full = Path.GetFullPath(path);
        var current = Path.GetPathRoot(full)!;
        var rest = new Stack<string>(Parts(full[current.Length..]));
        for (var links = 0; rest.TryPop(out var part);)
        {
            if (part == "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }

            var next = Path.Combine(current, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                current = next;
                continue;
            }

            if (++links > MostLinks)
                return null;

            var root = Path.IsPathFullyQualified(target) ? Path.GetPathRoot(target)! : "";
            current = root.Length > 0 ? root : current;
            foreach (var inner in Parts(target[root.Length..]))
                rest.Push(inner);
        }

        return Path.Exists(current) ? current : null;
    }

    /// <summary>Whether a path is a folder, or in it. Links are not followed.</summary>
    public static bool IsWithin(string path, string folder)
    {
        var comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return path.Equals(folder, comparison)
            || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, comparison);
    }

    private static IEnumerable<string> Parts(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part != ".")
            .Reverse();
}
