namespace Layercake.Rest;

/// <summary>What one attempt brought back, read to its end.</summary>
internal sealed record Answer(int Status, byte[] Body)
{
    private ErrorBody? error;

    public string? Reason { get; init; }

    public string? ContentType { get; init; }

    public string? RequestId { get; init; }

    public Uri? Location { get; init; }

    /// <summary>The number of the workspace that answered.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>The service's own time.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>How long the service asks to wait before the next attempt.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    public ErrorBody Error => error ??= ErrorBody.Parse(Status, Reason, Body);

    public static async Task<Answer> ReadAsync(HttpResponseMessage response, TimeProvider clock, CancellationToken ct) =>
        new((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false))
        {
            Reason = response.ReasonPhrase,
            ContentType = response.Content.Headers.ContentType?.MediaType,
            RequestId = response.Headers.TryGetValues("x-request-id", out var ids) ? ids.FirstOrDefault() : null,
            Location = response.Headers.Location,
            WorkspaceId = response.Headers.TryGetValues("x-databricks-org-id", out var workspaces) ? workspaces.FirstOrDefault() : null,
            Date = response.Headers.Date,
            RetryAfter = response.Headers.RetryAfter switch
            {
                { Delta: { } delta } => delta,
                { Date: { } date } => date - clock.GetUtcNow(),
                _ => null,
            },
        };
}
