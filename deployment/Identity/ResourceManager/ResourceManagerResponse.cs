using System.Net;
using Layercake.Identity.Errors;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.ResourceManager;

/// <summary>One answer of Azure Resource Manager, read to its end.</summary>
internal sealed record ResourceManagerResponse(HttpStatusCode Status, JObject? Body)
{
    /// <summary>Where the state of a long-running operation is.</summary>
    public string? AsyncOperation { get; init; }

    /// <summary>Where the result of a long-running operation will be.</summary>
    public string? Location { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public string? ErrorCode => (string?)Body?.SelectToken("error.code");

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public bool IsRunning => AsyncOperation is not null || (Status == HttpStatusCode.Accepted && Location is not null);

    public static async Task<ResourceManagerResponse> ReadAsync(HttpResponseMessage response, TimeProvider clock, CancellationToken ct) =>
        new(response.StatusCode, JsonAnswer.ParseOrNull(await response.Content.ReadAsStringAsync(ct).ConfigureAwait(false)))
        {
            AsyncOperation = response.Headers.TryGetValues("Azure-AsyncOperation", out var values) ? values.First() : null,
            Location = response.Headers.Location?.OriginalString,
            RetryAfter = response.Headers.RetryAfter switch
            {
                { Delta: { } delta } => delta,
                { Date: { } date } => date - clock.GetUtcNow(),
                _ => null,
            },
        };
}
