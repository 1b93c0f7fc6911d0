using Azure.Core;
using Azure.Identity;
using Layercake.Identity.Http;
using Layercake.Identity.Tokens;

namespace Layercake.Identity.Vault;

/// <summary>
/// Who reads the vault when the deploying identity is itself in it: the local cloud's developer application, else the application that the
/// environment variables name, else whoever is signed in to the Azure CLI.
/// </summary>
public static class VaultSignIn
{
    private static readonly string[] Variables = ["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"];

    /// <param name="developer">The local cloud's developer application; null elsewhere.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="http">From <see cref="AzureHttpClientFactory"/>.</param>
    public static ITokenSource Choose(
        AzureCloud cloud,
        AppCredentials? developer,
        Func<string, string?> variable,
        HttpClient http,
        TimeProvider clock
    ) => Application(cloud, developer, variable, http) ?? CommandLine(new AzureCliCredential(), clock);

    internal static ITokenSource Choose(
        AzureCloud cloud,
        AppCredentials? developer,
        Func<string, string?> variable,
        HttpClient http,
        TimeProvider clock,
        TokenCredential commandLine
    ) => Application(cloud, developer, variable, http) ?? CommandLine(commandLine, clock);

    private static ApplicationTokens? Application(
        AzureCloud cloud,
        AppCredentials? developer,
        Func<string, string?> variable,
        HttpClient http
    )
    {
        if (developer is not null)
            return Of(cloud, developer, "the local cloud's description", http);

        return Variables.Select(variable).ToArray() is [{ Length: > 0 } tenant, { Length: > 0 } client, { Length: > 0 } secret]
            ? Of(cloud, new AppCredentials(tenant, client, secret), "environment variable AZURE_CLIENT_SECRET", http)
            : null;
    }

    private static ITokenSource CommandLine(TokenCredential commandLine, TimeProvider clock) =>
        AzureSdkTokenSources.AzureCli(
            commandLine,
            clock,
            $"Run az login, or set {string.Join(", ", Variables)} to an application that may read its secrets.",
            "Nobody is signed in who could read the vault"
        );

    private static ApplicationTokens Of(AzureCloud cloud, AppCredentials app, string source, HttpClient http) =>
        new(cloud, app.TenantId, app.ClientId, new ClientSecretAuthentication(app.ClientSecret, source), http);
}
