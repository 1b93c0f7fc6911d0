using System.Globalization;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace Layercake.LocalCloud.Apis.Entra;

/// <summary>
/// Signs people in to an application, by choice from a list where Entra asks for a password, and sends them back with a code.
/// </summary>
internal sealed class AuthorizeEndpoints(
    CloudAccounts accounts,
    AppRegistry apps,
    RedirectAddresses redirects,
    TenantUsers users,
    AuthorizationCodes codes,
    IdTokens tokens
) : IEndpoints
{
    public void Map(RouteTable routes)
    {
        Add("GET", "/{tenant}/oauth2/v2.0/authorize", Authorize);
        Add("POST", "/{tenant}/oauth2/v2.0/authorize", Authorize);
        Add("GET", "/{tenant}/oauth2/v2.0/logout", _ => SignInPage.Say(200, "Signed out", "Close this page."));
        Add("GET", "/{tenant}/discovery/v2.0/keys", _ => ApiResponse.Json(tokens.Keys()));

        void Add(string method, string template, Func<ApiRequest, ApiResponse> endpoint) =>
            routes.Add(
                method,
                template,
                Access.Anonymous,
                (request, _) => Task.FromResult(IsOurs(request) ? endpoint(request) : Unknown("tenant", 90002))
            );
    }

    private ApiResponse Authorize(ApiRequest request)
    {
        // Nobody is sent to an address that the application did not register, not even with an error.
        if (apps.Find(request.Text("client_id")) is not { } app)
            return Unknown("application", 700016);
        if (request.Text("redirect_uri") is not { } address || !redirects.MayBe(app, address))
            return SignInPage.Say(
                400,
                "AADSTS50011",
                $"The redirect URI {request.Text("redirect_uri")} does not match one that is registered for the application."
            );

        if (Problem(request) is var (error, description))
            return SendBack(request, address, ("error", error), ("error_description", description));
        if (users.Find(request.Text("login_hint")) is not { } user)
            return SignInPage.Choose(request, users.All);

        var code = codes.Issue(
            new AuthorizationCode(app, user, address, request.Text("scope")!)
            {
                Nonce = request.Text("nonce"),
                Challenge = request.Text("code_challenge"),
            }
        );
        return SendBack(request, address, ("code", code));
    }

    private static (string Error, string Description)? Problem(ApiRequest request)
    {
        if (request.Text("response_type") != "code")
            return ("unsupported_response_type", "The local cloud knows the response_type code only.");
        if (request.Text("response_mode") is { } mode && mode != "query")
            return ("invalid_request", "The local cloud knows the response_mode query only.");
        if (request.Text("scope")?.Split(' ').Contains("openid") != true)
            return ("invalid_request", "The scope must contain openid.");
        if (request.Text("code_challenge") is not null && request.Text("code_challenge_method") != "S256")
            return ("invalid_request", "The local cloud knows the code_challenge_method S256 only.");

        return null;
    }

    private static ApiResponse SendBack(ApiRequest request, string address, params (string Name, string Value)[] answer)
    {
        var query = answer.Select(field => KeyValuePair.Create(field.Name, (string?)field.Value)).ToList();
        if (request.Text("state") is { } state)
            query.Add(KeyValuePair.Create("state", (string?)state));
        return new ApiResponse
        {
            Status = 302,
            Headers = new Dictionary<string, string>
            {
                ["Location"] = QueryHelpers.AddQueryString(address, query),
                ["Cache-Control"] = "no-store",
            },
        };
    }

    private bool IsOurs(ApiRequest request) =>
        string.Equals(request.RouteValues["tenant"], accounts.TenantId, StringComparison.OrdinalIgnoreCase);

    private static ApiResponse Unknown(string what, int number) =>
        SignInPage.Say(400, string.Create(CultureInfo.InvariantCulture, $"AADSTS{number}"), $"This cloud has no such {what}.");
}
