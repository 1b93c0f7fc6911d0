namespace Layercake.Engine.Kinds.Fields;

/// <summary>The spellings of one path in the workspace.</summary>
internal static class WorkspacePath
{
    private const string Root = "/Workspace";

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
