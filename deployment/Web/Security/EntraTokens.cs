using Layercake.Identity;
using Layercake.Web.Access;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Layercake.Web.Security;

/// <summary>
/// The tokens with which runs act as users who sign in by Entra. Each comes with a sign-in, and none can be renewed without its user, so
/// that nothing on the server lasts. When one is over, the next page that its user opens goes by Entra again, which asks for nothing while
/// the user is signed in there.
/// </summary>
internal sealed class EntraTokens(UserSignIns signIns, TimeProvider clock)
{
    /// <summary>So long before its end a token is taken for over: a run that begins with it should also end with it.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromMinutes(5);

    /// <summary>Nobody is sent to Entra again so soon: what a new sign-in did not bring, another will not.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    private static readonly string Databricks = AzureCloud.Public.DatabricksResource;

    /// <summary>Lets a sign-in ask for a token where some run needs one.</summary>
    public void AskFor(OpenIdConnectOptions identity)
    {
        if (signIns.Rules.HasUser)
            identity.Scope.Add($"{Databricks}/user_impersonation");
    }

    /// <param name="answer">What came for the code of a sign-in.</param>
    public void Keep(WebUser user, OpenIdConnectMessage? answer)
    {
        if (
            signIns.Rules.HasUser
            && user.MayAnything
            && answer?.AccessToken is { Length: > 0 } value
            && UserToken.For(Databricks, value) is { } token
        )
            signIns.Tokens.Keep(user.Name, token);
    }

    /// <summary>Has whoever opens a page sign in again when their token is over.</summary>
    public Task RenewAsync(CookieValidatePrincipalContext context)
    {
        if (
            signIns.Rules.HasUser
            && Navigation.Is(context.Request)
            && context.Properties.IssuedUtc + Shortest <= clock.GetUtcNow()
            && UserClaims.Read(context.Principal!) is { MayAnything: true } user
            && signIns.IsOver(user.Name, Reserve)
        )
            context.RejectPrincipal();
        return Task.CompletedTask;
    }
}
