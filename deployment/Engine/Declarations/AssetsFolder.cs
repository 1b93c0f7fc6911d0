namespace Layercake.Engine.Declarations;

/// <summary>The folder that holds <c>clusters/</c>, <c>jobs/</c> and the others.</summary>
public sealed class AssetsFolder(string root)
{
    /// <summary>Its full path, without a separator at its end.</summary>
    public string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>What is left out, read once.</summary>
    internal IgnoreRules Ignored => field ??= new IgnoreRules(this);

    /// <summary>A path as findings show it: below the root and with forward slashes.</summary>
    public string Relative(string fullPath) => Slashes(Path.GetRelativePath(Root, fullPath));

    /// <summary>
    /// Whether a folder of this name is there, or something else than a file that reading has to look at, such as a link that leads
    /// nowhere.
    /// </summary>
    public bool Holds(string folder)
    {
        var path = Path.Combine(Root, folder);
        return Directory.Exists(path) || (PathKinds.MayBeAt(path) && !IsFile(path));
    }

    private static bool IsFile(string path) => File.Exists(path) && PathKinds.Of(path) == PathKind.File;

    /// <summary>A backslash is a separator on Windows only; elsewhere it may be part of a name.</summary>
    internal static string Slashes(string path) =>
        Path.DirectorySeparatorChar == '/' ? path : path.Replace(Path.DirectorySeparatorChar, '/');
}
