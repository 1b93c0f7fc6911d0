using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Apis.Trees;

/// <summary>Absolute paths with single slashes and none at the end, as every tree of the workspace spells them.</summary>
internal static class TreePath
{
    /// <summary>Each folder of a path keeps the path so far, so a long one would fill the memory.</summary>
    public const int Longest = 4096;

    /// <exception cref="ApiError">400 when the path is not absolute, too long, or holds control characters.</exception>
    public static string Normalise(string path)
    {
        if (!path.StartsWith('/'))
            throw ApiError.InvalidParameter($"Path must be absolute: {path}");
        if (path.Length > Longest)
            throw ApiError.InvalidParameter($"Path must not be longer than {Longest} characters.");
        if (path.Any(char.IsControl))
            throw ApiError.InvalidParameter("Path must not contain control characters.");

        return $"/{string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries))}";
    }

    /// <summary>The folder a path is in; the root is in itself.</summary>
    public static string Parent(string path) => path.LastIndexOf('/') is var slash and > 0 ? path[..slash] : "/";

    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    public static string Join(string folder, string name) => folder == "/" ? $"/{name}" : $"{folder}/{name}";

    /// <summary>The path itself and every folder above it, the root first.</summary>
    public static IEnumerable<string> Prefixes(string path)
    {
        yield return "/";
        for (var slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
            yield return path[..slash];
        if (path != "/")
            yield return path;
    }

    public static bool IsWithin(string path, string folder) =>
        path == folder || folder == "/" || path.StartsWith($"{folder}/", StringComparison.Ordinal);
}
