using Layercake.LocalCloud.Identity;

namespace Layercake.LocalCloud.Apis.Entra;

/// <summary>What an application asks to do as a user who signs in to it.</summary>
internal static class UserScopes
{
    private static readonly string[] OfDatabricks = ["user_impersonation", ".default"];

    /// <summary>Some of them are of Azure Databricks.</summary>
    /// <param name="scope">Scopes with spaces between them, as they were asked for.</param>
    public static bool HaveDatabricks(string scope) => scope.Split(' ').Any(IsOfDatabricks);

    private static bool IsOfDatabricks(string scope) =>
        scope.LastIndexOf('/') is >= 0 and var end
        && scope[..end].TrimEnd('/').Equals(Audiences.Databricks, StringComparison.OrdinalIgnoreCase)
        && OfDatabricks.Contains(scope[(end + 1)..], StringComparer.OrdinalIgnoreCase);
}
