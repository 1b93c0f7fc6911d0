using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Identity;

/// <summary>Lets a request through to a route, or refuses it in the manner of the service that the route belongs to.</summary>
internal sealed class AccessGate(CloudState state, CloudAccounts accounts, Tokens tokens)
{
    private const string Denied = "denied";

    /// <summary>The caller; anonymous where a route asks for nobody.</summary>
    /// <exception cref="ApiError">The refusal.</exception>
    public Principal Check(Access access, string? authorization, string authority)
    {
        if (access == Access.Anonymous)
            return Principal.Anonymous;

        var token = authorization?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == true ? authorization["Bearer ".Length..].Trim() : null;
        return access switch
        {
            Access.Workspace => Workspace(token ?? PasswordOf(authorization)),
            Access.Vault => Vault(token, authority),
            _ => ResourceManager(token, authority),
        };
    }

    /// <summary>From now on an application's tokens are good, yet it may do nothing in that service.</summary>
    public void Deny(Access access, string clientId) => state.Table(Denied).Put($"{access} {clientId.ToLowerInvariant()}", new JObject());

    public void AllowAll() => state.Table(Denied).Clear();

    private bool IsDenied(Access access, string clientId) => state.Table(Denied).Get($"{access} {clientId.ToLowerInvariant()}") is not null;

    private Principal Workspace(string? token)
    {
        if (string.IsNullOrEmpty(token))
            throw new ApiError(401, new JObject { ["error_code"] = 401, ["message"] = "Credential was not sent or was of an unsupported type for this API." });

        if (token == accounts.Token)
            return accounts.User;

        // Only a token that looks like a JWT is judged as one; anything else is a personal access token that nobody holds.
        if (token.Count(c => c == '.') != 2)
            throw new ApiError(403, new JObject { ["error_code"] = 403, ["message"] = "Invalid access token." });

        var (app, problem) = tokens.Check(token, Audiences.Databricks);
        if (app is null)
            throw ApiError.Of(401, "UNAUTHENTICATED", $"{problem}.");

        if (IsDenied(Access.Workspace, app.ClientId))
            throw ApiError.Of(403, "PERMISSION_DENIED", $"User {app.ClientId} is not authorized to use this workspace.");

        return app.Principal;
    }

    // The workspace takes a token for a password too, of a user by the name of token: curl -u and .netrc.
    private static string? PasswordOf(string? authorization) => BasicCredentials.Of(authorization) is { Id: "token", Secret: var secret } ? secret : null;

    private Principal Vault(string? token, string authority)
    {
        var challenge = $"""Bearer authorization="{authority}/{accounts.TenantId}", resource="{Audiences.Vault}" """.TrimEnd();
        if (string.IsNullOrEmpty(token))
            throw Refused("Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.", challenge);

        var (app, problem) = tokens.Check(token, Audiences.Vault);
        if (app is null)
            throw Refused("Unauthorized", $"AKV10022: {problem}.", challenge);

        if (!IsDenied(Access.Vault, app.ClientId))
            return app.Principal;

        var message = "Caller is not authorized to perform action on resource.\r\n"
            + $"Caller: appid={app.ClientId};oid={app.ObjectId};iss={authority}/{accounts.TenantId}/\r\n"
            + "Action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'\r\n"
            + $"Resource: '/subscriptions/{accounts.SubscriptionId}/resourcegroups/{accounts.ResourceGroup}/providers/microsoft.keyvault/vaults/{accounts.VaultName}'\r\n"
            + "Assignment: (not found)";
        throw new ApiError(403, AzureErrors.Body("Forbidden", message, "ForbiddenByRbac"));
    }

    private Principal ResourceManager(string? token, string authority)
    {
        var challenge = $"""Bearer authorization_uri="{authority}/{accounts.TenantId}", error="invalid_token", """
            + """error_description="The authentication failed because of missing 'Authorization' header." """.TrimEnd();
        if (string.IsNullOrEmpty(token))
            throw Refused("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.", challenge);

        var (app, problem) = tokens.Check(token, Audiences.ResourceManager, Audiences.ServiceManagement);
        if (app is null)
            throw Refused(problem == "Token is expired" ? "ExpiredAuthenticationToken" : "InvalidAuthenticationToken", $"{problem}.", challenge);

        if (IsDenied(Access.ResourceManager, app.ClientId))
            throw new ApiError(403, AzureErrors.Body("AuthorizationFailed",
                $"The client '{app.ClientId}' with object id '{app.ObjectId}' does not have authorization to perform action "
                + $"over scope '/subscriptions/{accounts.SubscriptionId}' or the scope is invalid."));

        return app.Principal;
    }

    private static ApiError Refused(string code, string message, string challenge) =>
        new(401, AzureErrors.Body(code, message)) { Headers = new Dictionary<string, string> { ["WWW-Authenticate"] = challenge } };
}
