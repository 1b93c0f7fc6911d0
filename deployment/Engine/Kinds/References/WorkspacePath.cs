namespace Layercake.Engine.Kinds.References;

/// <summary>The spellings of one path in the workspace.</summary>
internal static class WorkspacePath
{
    /// <summary>The path without <c>dbfs:</c> and <c>/Workspace</c>, which may stand before it.</summary>
    public static string Plain(string path)
    {
        var plain = path.StartsWith("dbfs:/", StringComparison.Ordinal) ? path["dbfs:".Length..] : path;
        return plain.StartsWith("/Workspace/", StringComparison.Ordinal) ? plain["/Workspace".Length..] : plain;
    }
}
