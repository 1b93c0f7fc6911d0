using System.Text.Encodings.Web;
using Layercake.Web.Access;
using Layercake.Web.Configuration;
using Layercake.Web.Security.Forwarded;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Layercake.Web.Security;

/// <summary>
/// Takes from the headers of a proxy who asks. They are believed only of a connection that comes from a trusted proxy itself: anyone else
/// could send them as well.
/// </summary>
internal sealed class HeaderSignIn(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    WebConfiguration web,
    IForwardedIdentity forwarded,
    UntrustedSenders untrusted,
    UserSignIns signIns,
    TimeProvider clock
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "forwarded";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!TrustedProxies.Have(web.TrustedProxies, Context.Connection.RemoteIpAddress))
        {
            if (Request.Headers.ContainsKey(forwarded.Header))
                untrusted.Tell(Context.Connection.RemoteIpAddress, forwarded.Header);
            return AuthenticateResult.NoResult();
        }

        if (await forwarded.ReadAsync(Request.Headers, Context.RequestAborted) is not { } identity)
            return AuthenticateResult.NoResult();

        var user = SignedIn.As(identity, web, clock);
        if (identity.Token is { } token && signIns.Rules.HasUser && user.MayAnything)
            signIns.Tokens.Keep(user.Name, token);

        return AuthenticateResult.Success(new AuthenticationTicket(UserClaims.Write(user, SchemeName), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        Refusals.NotSignedInAsync(
            Context,
            "Nobody is signed in. This server is told who asks by the proxy in front of it: open it at its public address."
        );

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Refusals.NoRoleAsync(Context);
}
