namespace Build.CommandLine;

/// <summary>The path of a Git folder of a workspace, as the command line or a variable says it.</summary>
internal static class WorkspaceFolderPath
{
    public const string Allowed = "Give the path of a folder of the workspace, such as /Workspace/team/assets, without . or .. parts.";

    private static readonly string[] Roots = ["Workspace", "Repos", "Users", "Shared"];

    /// <returns>Without a slash at its end; null where it is no such path.</returns>
    public static string? Parse(string text)
    {
        var path = text.TrimEnd('/');
        var parts = path.Split('/');
        return parts is ["", var root, _, ..] && Roots.Contains(root) && parts.Skip(1).All(IsName) ? path : null;
    }

    private static bool IsName(string part) => part is not ("" or "." or "..") && !part.Any(char.IsControl);
}
