using Azure.Core;
using Azure.Identity;

namespace Layercake.Identity;

/// <summary>An application that signs in with a secret.</summary>
public sealed record AppCredentials(string TenantId, string ClientId, string ClientSecret)
{
    public override string ToString() => $"client {ClientId} of tenant {TenantId}";
}

/// <summary>Who reads the vault: the local cloud's developer application, else the application that the environment variables name, else whoever is signed in to the Azure CLI.</summary>
public sealed class VaultSignIn : TokenCredential
{
    private static readonly string[] Variables = ["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"];

    private readonly ClientSecretTokens? application;
    private readonly CachedCredential? commandLine;

    private VaultSignIn(string description, ClientSecretTokens? application, CachedCredential? commandLine) =>
        (Description, this.application, this.commandLine) = (description, application, commandLine);

    /// <summary>Who that is, for logs: <c>the Azure CLI</c>.</summary>
    public string Description { get; }

    /// <param name="developer">The local cloud's developer application; null elsewhere.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="http">From <see cref="Transport"/>.</param>
    public static VaultSignIn Choose(AzureCloud cloud, AppCredentials? developer, Func<string, string?> variable, HttpClient http, TimeProvider clock) =>
        Choose(cloud, developer, variable, http, clock, new AzureCliCredential());

    internal static VaultSignIn Choose(
        AzureCloud cloud, AppCredentials? developer, Func<string, string?> variable, HttpClient http, TimeProvider clock, TokenCredential commandLine)
    {
        if (developer is not null)
            return Of(cloud, developer, "the local cloud's description", http);

        if (Variables.Select(variable).ToArray() is [{ Length: > 0 } tenant, { Length: > 0 } client, { Length: > 0 } secret])
            return Of(cloud, new AppCredentials(tenant, client, secret), "environment variable AZURE_CLIENT_SECRET", http);

        return new VaultSignIn("the Azure CLI", null, new CachedCredential(commandLine, clock));
    }

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        if (application is not null)
        {
            var token = await application.AcquireAsync(requestContext.Scopes, renew: requestContext.Claims is not null, cancellationToken).ConfigureAwait(false);
            return new AccessToken(token.AccessToken, token.ExpiresOn);
        }

        try
        {
            return await commandLine!.GetTokenAsync(requestContext, cancellationToken).ConfigureAwait(false);
        }
        catch (AuthenticationFailedException exception)
        {
            var words = exception.Message.Split('\r', '\n')[0].TrimEnd('.');
            throw new SignInException($"Nobody is signed in who could read the vault: {words}. Run az login, or set {string.Join(", ", Variables)} to an application that may read its secrets.", exception);
        }
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Secrets are read asynchronously.");

    private static VaultSignIn Of(AzureCloud cloud, AppCredentials app, string source, HttpClient http) =>
        new(app.ToString(), new ClientSecretTokens(cloud, app.TenantId, app.ClientId, app.ClientSecret, source, http), null);
}
