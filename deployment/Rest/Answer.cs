namespace Layercake.Rest;

/// <summary>What one attempt brought back, read to its end.</summary>
internal sealed record Answer(int Status, byte[] Body)
{
    /// <summary>In bytes, unpacked: more than any listing holds, and little enough for a small agent to hold.</summary>
    public const int Longest = 64 * 1024 * 1024;

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

    /// <summary>There was more of it than is read, and nothing of it was kept.</summary>
    public bool IsTooLong { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    public ErrorBody Error => error ??= ErrorBody.Parse(Status, Reason, Body);

    /// <param name="isContent">What is asked for is content that people keep in the workspace, of any size; a failure is short all the
    /// same.</param>
    public static async Task<Answer> ReadAsync(HttpResponseMessage response, bool isContent, TimeProvider clock, CancellationToken ct)
    {
        var body = await BodyReader
            .ReadAsync(response.Content, isContent && response.IsSuccessStatusCode ? null : Longest, ct)
            .ConfigureAwait(false);
        return new Answer((int)response.StatusCode, body ?? [])
        {
            IsTooLong = body is null,
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
}
