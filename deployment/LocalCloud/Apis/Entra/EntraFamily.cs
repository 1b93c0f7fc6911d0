using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Layercake.LocalCloud.State;

namespace Layercake.LocalCloud.Apis.Entra;

/// <summary>Sign-in: Entra, the issuers of pipelines, managed identities, and the workspace's own OAuth.</summary>
internal static class EntraFamily
{
    /// <param name="wallClock">What client assertions are judged by.</param>
    public static IReadOnlyList<IEndpoints> Create(
        CloudState state,
        CloudAccounts accounts,
        AppRegistry apps,
        Tokens tokens,
        CloudUrls urls,
        OidcIssuers issuers,
        FederatedCredentials federated,
        RedirectAddresses redirects,
        TenantUsers people,
        TimeProvider wallClock
    )
    {
        var (codes, idTokens) = (new AuthorizationCodes(state.Clock), new IdTokens(accounts, state.Clock));
        var assertions = new FederatedAssertions(federated, issuers, state.Clock);
        var clients = new ClientAuthentication(accounts, apps, urls, new CertificateAssertions(apps, wallClock), assertions);
        return
        [
            new EntraEndpoints(accounts, tokens, urls, federated, clients, codes, idTokens, state.Clock),
            new AuthorizeEndpoints(accounts, apps, redirects, people, codes, idTokens),
            new OidcEndpoints(accounts, issuers),
            new ManagedIdentityEndpoints(accounts, tokens, urls, state.Clock),
            new DiscoveryEndpoints(accounts, urls),
            new WorkspaceOAuthEndpoints(accounts, apps, tokens, urls, issuers, federated, assertions),
        ];
    }
}
