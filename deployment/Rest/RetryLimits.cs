namespace Layercake.Rest;

/// <summary>How long and how often calls are repeated.</summary>
public sealed record RetryLimits
{
    /// <summary>The most requests in flight at one time; fewer after the service has answered 429.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>How long one attempt may take, the answer's body included.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long all attempts of one call and the delays between them may take; waiting for a free slot does not count.
    /// </summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(5);

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
