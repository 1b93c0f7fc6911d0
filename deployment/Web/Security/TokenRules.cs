using Layercake.Identity;
using Layercake.Web.Access;
using Layercake.Web.Configuration;

namespace Layercake.Web.Security;

/// <summary>Where users' tokens come from and may go, by how they sign in.</summary>
internal static class TokenRules
{
    private static readonly IReadOnlyList<string> Suffixes = [.. AzureCloud.All.Select(cloud => cloud.WorkspaceSuffix)];

    public static UserSignIns Of(WebConfiguration web, UserTokens tokens, TimeProvider clock) =>
        web.Mode == SignInMode.DatabricksApp
            ? new UserSignIns(web.DeployAs, tokens, clock)
            {
                Setup = "Turn user authorization on for the app, and load the page again.",
                MayGoTo = workspace => workspace == web.WorkspaceUrl,
                WhereTo = $"it was made for the app at {web.WorkspaceUrl?.Host}, and opens no other workspace",
            }
            : new UserSignIns(web.DeployAs, tokens, clock)
            {
                Setup =
                    web.Mode == SignInMode.Entra
                        ? "Give the app registration the delegated permission user_impersonation of AzureDatabricks with consent, sign "
                            + "out, and sign in again."
                        : "In App Service authentication, keep the token store on, ask for the scope "
                            + $"{AzureCloud.Public.DatabricksResource}/user_impersonation in loginParameters, and sign in again.",
                MayGoTo = IsDatabricks,
                WhereTo = $"it is for Azure Databricks, {string.Join(", ", Suffixes.Select(suffix => $"*.{suffix}"))} by https",
            };

    private static bool IsDatabricks(Uri workspace) =>
        workspace.IsLoopback
        || (
            workspace.Scheme == Uri.UriSchemeHttps
            && Suffixes.Any(suffix => workspace.Host.EndsWith($".{suffix}", StringComparison.OrdinalIgnoreCase))
        );
}
