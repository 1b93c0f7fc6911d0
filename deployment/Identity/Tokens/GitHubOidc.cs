using System.Net.Http.Headers;
using Layercake.Identity.Errors;
using Layercake.Identity.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.Tokens;

/// <summary>Asks GitHub Actions to state which repository and branch a workflow runs for; no client library knows how.</summary>
/// <param name="variable">Reads an environment variable.</param>
/// <param name="http">From <see cref="AzureHttpClientFactory"/>.</param>
public sealed class GitHubOidc(Func<string, string?> variable, HttpClient http)
{
    public const string UrlVariable = "ACTIONS_ID_TOKEN_REQUEST_URL";
    public const string TokenVariable = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

    private const string Permission = "Give the job \"permissions: id-token: write\" in its workflow.";

    /// <exception cref="SignInException">The job may not ask, or GitHub did not answer.</exception>
    public async Task<string> FetchAsync(CancellationToken ct)
    {
        if (variable(UrlVariable) is not { Length: > 0 } url || variable(TokenVariable) is not { Length: > 0 } token)
            throw new SignInException(
                $"This is no job of GitHub Actions that may ask for a token: {UrlVariable} and {TokenVariable} are not set. {Permission}"
            );

        var separator = url.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"{url}{separator}audience={Uri.EscapeDataString(FederatedAuthentication.Audience)}"
        );
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await http.SendAsync(request, ct).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw new SignInException(
                    $"GitHub Actions gave no token for this job: it answered {(int)response.StatusCode}. {Permission}"
                );

            return (string?)JObject.Parse(await response.Content.ReadAsStringAsync(ct).ConfigureAwait(false))["value"]
                ?? throw new SignInException("GitHub Actions gave no token for this job: its answer has no value. Run the job again.");
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or UriFormatException)
        {
            throw new SignInException(
                $"GitHub Actions gave no token for this job: {ErrorMessageText.OfInnermost(exception)} Run the job again.",
                exception
            );
        }
    }
}
