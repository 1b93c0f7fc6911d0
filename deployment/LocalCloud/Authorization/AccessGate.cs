using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;

namespace Layercake.LocalCloud.Authorization;

/// <summary>Lets a request through to a route, or refuses it in the manner of the service that the route belongs to.</summary>
internal sealed class AccessGate(
    CloudAccounts accounts,
    Tokens tokens,
    DeniedApplications denials,
    WorkspaceAccess workspace,
    VaultAccess vaults
)
{
    /// <summary>The caller; anonymous where a route asks for nobody.</summary>
    /// <exception cref="ApiError">The refusal.</exception>
    public Principal Check(AccessRequest question) =>
        question.Access switch
        {
            Access.Anonymous => Principal.Anonymous,
            Access.Workspace => workspace.Check(question),
            Access.Vault => Vault(question),
            _ => ResourceManager(question),
        };

    private Principal Vault(AccessRequest question)
    {
        var challenge = $"""Bearer authorization="{question.Authority}/{accounts.TenantId}", resource="{Audiences.Vault}" """.TrimEnd();
        if (question.BearerToken is not { } token)
            throw Refused("Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.", challenge);

        var (holder, problem) = tokens.Check(token, Audiences.Vault);
        if (holder is not { App: var app })
            throw Refused("Unauthorized", $"AKV10022: {problem}.", challenge);

        vaults.Check(app, question);
        return app.Principal;
    }

    private Principal ResourceManager(AccessRequest question)
    {
        var challenge =
            $"""Bearer authorization_uri="{question.Authority}/{accounts.TenantId}", error="invalid_token", """
            + """error_description="The authentication failed because of missing 'Authorization' header." """.TrimEnd();
        if (question.BearerToken is not { } token)
            throw Refused("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.", challenge);

        var (holder, problem) = tokens.Check(token, Audiences.ResourceManager, Audiences.ServiceManagement);
        if (holder is not { App: var app })
            throw Refused(
                problem == "Token is expired" ? "ExpiredAuthenticationToken" : "InvalidAuthenticationToken",
                $"{problem}.",
                challenge
            );

        if (denials.Has(Access.ResourceManager, app.ClientId))
            throw new ApiError(
                403,
                AzureErrors.Body(
                    "AuthorizationFailed",
                    $"The client '{app.ClientId}' with object id '{app.ObjectId}' does not have authorization to perform action "
                        + $"over scope '/subscriptions/{accounts.SubscriptionId}' or the scope is invalid."
                )
            );

        return app.Principal;
    }

    private static ApiError Refused(string code, string message, string challenge) =>
        new(401, AzureErrors.Body(code, message)) { Headers = new Dictionary<string, string> { ["WWW-Authenticate"] = challenge } };
}
