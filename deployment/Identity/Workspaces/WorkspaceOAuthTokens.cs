using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Azure.Core;
using Layercake.Identity.Errors;
using Layercake.Identity.Http;
using Layercake.Identity.Tokens;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.Workspaces;

/// <summary>Opens a workspace with the OAuth secret that a service principal has in Databricks; Entra is not asked.</summary>
/// <param name="source">Where the secret came from: <c>client-secret in vault https://…</c>. Never the secret.</param>
/// <param name="http">From <see cref="AzureHttpClientFactory"/>.</param>
public sealed class WorkspaceOAuthTokens(
    Uri workspace,
    string clientId,
    string clientSecret,
    string source,
    HttpClient http,
    TimeProvider clock
) : IWorkspaceCredential
{
    private readonly TokenCache cache = new(clock);

    public string Description => $"service principal {clientId} of the workspace";

    public async ValueTask<string> GetAsync(bool renew, CancellationToken ct) =>
        (await cache.GetAsync("all-apis", renew, FetchAsync, ct).ConfigureAwait(false)).Token;

    private async Task<AccessToken> FetchAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(workspace, "/oidc/v1/token"))
        {
            Content = new FormUrlEncodedContent(
                new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["scope"] = "all-apis" }
            ),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{clientSecret}"))
        );
        var (status, body) = await SendAsync(request, ct).ConfigureAwait(false);
        return status == HttpStatusCode.OK && Read(body) is { } token
            ? token
            : throw new SignInException(Explain(status, body)) { IsTransient = TransientFailures.IsTransientStatus((int)status) };
    }

    private async Task<(HttpStatusCode Status, JObject? Body)> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            using var response = await http.SendAsync(request, ct).ConfigureAwait(false);
            return (response.StatusCode, JsonAnswer.ParseOrNull(await response.Content.ReadAsStringAsync(ct).ConfigureAwait(false)));
        }
        catch (HttpRequestException exception)
        {
            throw new SignInException(
                $"The workspace could not be reached at {workspace}: {ErrorMessageText.OfInnermost(exception)} Check its address, "
                    + $"the network connection and the proxy settings.",
                exception
            );
        }
    }

    private string Explain(HttpStatusCode status, JObject? body)
    {
        var error = body.Text("error") ?? body.Text("error_code");
        var said = ErrorMessageText.Sentence(
            ErrorMessageText
                .FirstLine(body.Text("error_description") ?? body.Text("message") ?? $"{(int)status} {status}")
                .Replace(clientSecret, "***", StringComparison.Ordinal)
        );
        return (int)status switch
        {
            200 => $"The workspace at {workspace} answered without a token. Check that this is a workspace's address.",
            404 => $"{workspace} gives no tokens for service principals: {said} Check the workspace's address.",
            429 or >= 500 =>
                $"The workspace at {workspace} answered {(int)status} when asked for a token: {said} Run again in a few minutes.",
            _ => $"The workspace refused service principal {clientId}{(error is null ? "" : $" ({error})")}: {said} The OAuth "
                + $"secret comes from {source}; it is made in Databricks and is another than the application's secret in Entra. Check "
                + $"client_id, and put a current secret there.",
        };
    }

    // A number, or a number in quotes.
    private AccessToken? Read(JObject? body) =>
        body.Text("access_token") is { Length: > 0 } token
        && long.TryParse(body.Text("expires_in") ?? "3600", NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= int.MaxValue
            ? new AccessToken(token, clock.GetUtcNow().AddSeconds(seconds))
            : null;
}
