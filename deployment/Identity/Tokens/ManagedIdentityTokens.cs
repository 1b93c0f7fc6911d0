using System.Globalization;
using System.Net;
using Azure.Core;
using Layercake.Identity.Errors;
using Layercake.Identity.Http;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.Tokens;

/// <summary>Tokens for the identity that Azure gave to the machine or the app that this runs on.</summary>
/// <remarks>Written by hand; <c>docs/decisions/0008-managed-identity-by-hand.md</c> says why.</remarks>
/// <param name="clientId">Of a user-assigned identity; null for the system-assigned one.</param>
/// <param name="variable">Reads an environment variable.</param>
/// <param name="http">From <see cref="AzureHttpClientFactory"/>.</param>
public sealed class ManagedIdentityTokens(string? clientId, Func<string, string?> variable, HttpClient http, TimeProvider clock)
    : ITokenSource
{
    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private readonly TokenCache cache = new(clock);

    public string Description => clientId is null ? "the machine's managed identity" : $"managed identity {clientId}";

    private bool IsAppService => variable("IDENTITY_ENDPOINT") is { Length: > 0 } && variable("IDENTITY_HEADER") is { Length: > 0 };

    /// <summary>Whether there is a service to ask: App Service says so, and a virtual machine answers.</summary>
    public async Task<bool> IsPresentAsync(TimeSpan timeout, CancellationToken ct)
    {
        if (IsAppService)
            return true;

        try
        {
            using var limit = new CancellationTokenSource(timeout, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
            // Without the header it refuses, which is answer enough.
            using var request = new HttpRequestMessage(
                HttpMethod.Get,
                new Uri(MetadataBase(), "/metadata/identity/oauth2/token?api-version=2018-02-01")
            );
            RetryRules.Set(request, RetryRule.Never);
            using var response = await http.SendAsync(request, both.Token).ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.BadRequest;
        }
        catch (Exception exception)
            when (exception is HttpRequestException || (exception is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }

    public ValueTask<AccessToken> GetAsync(string resource, bool renew, CancellationToken ct) =>
        cache.GetAsync(resource, renew, token => FetchAsync(resource, token), ct);

    private async Task<AccessToken> FetchAsync(string resource, CancellationToken ct)
    {
        var (status, body) = await SendAsync(resource, ct).ConfigureAwait(false);
        if (status != HttpStatusCode.OK)
            throw new SignInException(Explain(status, body));

        return Read(body)
            ?? throw new SignInException(
                $"The managed identity service at {Where} gave an answer without a token. Run again in a few minutes."
            );
    }

    private string Where => IsAppService ? variable("IDENTITY_ENDPOINT")! : MetadataBase().GetLeftPart(UriPartial.Authority);

    // The names that Azure's own libraries go by.
    private Uri MetadataBase() =>
        variable("AZURE_POD_IDENTITY_AUTHORITY_HOST") is { Length: > 0 } other && Uri.TryCreate(other, UriKind.Absolute, out var address)
            ? address
            : new Uri($"http://{AzureHttpClientFactory.MetadataHost}");

    private HttpRequestMessage Request(string resource)
    {
        var query = $"resource={Uri.EscapeDataString(resource)}{(clientId is null ? "" : $"&client_id={Uri.EscapeDataString(clientId)}")}";
        var request = new HttpRequestMessage(
            HttpMethod.Get,
            IsAppService
                ? new Uri($"{variable("IDENTITY_ENDPOINT")}?api-version=2019-08-01&{query}")
                : new Uri(MetadataBase(), $"/metadata/identity/oauth2/token?api-version=2018-02-01&{query}")
        );
        RetryRules.Set(request, RetryRules.ManagedIdentity);
        if (IsAppService)
            request.Headers.Add("X-IDENTITY-HEADER", variable("IDENTITY_HEADER"));
        else
            request.Headers.Add("Metadata", "true");

        return request;
    }

    private async Task<(HttpStatusCode Status, JObject? Body)> SendAsync(string resource, CancellationToken ct)
    {
        try
        {
            using var request = Request(resource);
            using var response = await http.SendAsync(request, ct).ConfigureAwait(false);
            return (response.StatusCode, JsonAnswer.ParseOrNull(await response.Content.ReadAsStringAsync(ct).ConfigureAwait(false)));
        }
        catch (Exception exception)
            when (exception is HttpRequestException or UriFormatException
                || (exception is OperationCanceledException && !ct.IsCancellationRequested)
            )
        {
            var words = exception is AttemptTimeoutException or OperationCanceledException
                ? "no answer in time."
                : ErrorMessageText.OfInnermost(exception);
            throw new SignInException(
                $"No managed identity service answers at {Where}: {words} Only machines and apps in Azure have one; choose another "
                    + $"authority_type elsewhere.",
                exception
            );
        }
    }

    private string Explain(HttpStatusCode status, JObject? body)
    {
        var said = ErrorMessageText.Sentence(
            ErrorMessageText.FirstLine(body.Text("error_description") ?? body.Text("message") ?? $"{(int)status} {status}")
        );
        return (int)status switch
        {
            400 or 404 when clientId is not null =>
                $"This machine has no managed identity with client id {clientId}: {said} Assign it (az vm identity assign "
                    + $"--identities …, az webapp identity assign --identities …), or correct client_id.",
            400 or 404 => $"This machine has no managed identity of its own: {said} Give it one (az vm identity assign, az webapp identity "
                + $"assign), or name a user-assigned one in client_id.",
            401 or 403 =>
                $"The managed identity service at {Where} refused this process: {said} Check IDENTITY_HEADER, which App Service sets.",
            _ => $"The managed identity service at {Where} answered {(int)status}: {said} Run again in a few minutes.",
        };
    }

    private AccessToken? Read(JObject? body) =>
        body.Text("access_token") is { Length: > 0 } token && Expiry(body!) is { } expiry ? new AccessToken(token, expiry) : null;

    // Seconds since 1970 as text, or seconds from now.
    private DateTimeOffset? Expiry(JObject body)
    {
        if (long.TryParse(body.Text("expires_on"), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= LastSecond)
            return DateTimeOffset.FromUnixTimeSeconds(at);

        return long.TryParse(body.Text("expires_in"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= int.MaxValue
            ? clock.GetUtcNow().AddSeconds(seconds)
            : null;
    }
}
