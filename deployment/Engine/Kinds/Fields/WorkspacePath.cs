namespace Layercake.Engine.Kinds.Fields;

/// <summary>The spellings of one path in the workspace.</summary>
internal static class WorkspacePath
{
    /// <summary>What may stand in front of any path of the workspace's tree.</summary>
    public const string Root = "/Workspace";

    /// <summary>The first folders of absolute paths that are not in the tree: other stores, and the disks of a cluster.</summary>
    private static readonly string[] Elsewhere =
    [
        "Volumes",
        "dbfs",
        "databricks",
        "local_disk0",
        "mnt",
        "tmp",
        "usr",
        "opt",
        "etc",
        "home",
        "root",
        "var",
    ];

    /// <summary>Whether the text is a path in the workspace's tree of notebooks, files and folders.</summary>
    public static bool IsInTree(string path) =>
        path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && !Elsewhere.Contains(path.Split('/')[1]);

    /// <summary>The path without <c>dbfs:</c> and <c>/Workspace</c>, which may stand before it.</summary>
    public static string Plain(string path) =>
        WithoutRoot(path.StartsWith("dbfs:/", StringComparison.Ordinal) ? path["dbfs:".Length..] : path);

    /// <summary>The path without <c>/Workspace</c> before it and a slash at its end. One of DBFS is another path.</summary>
    public static string WithoutEnds(string path)
    {
        var plain = WithoutRoot(path);
        return plain.Length > 1 ? plain.TrimEnd('/') : plain;
    }

    private static string WithoutRoot(string path) =>
        path.StartsWith($"{Root}/", StringComparison.Ordinal) ? path[Root.Length..] : path;
}
