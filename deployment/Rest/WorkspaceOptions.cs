using Layercake.Secrecy;

namespace Layercake.Rest;

/// <summary>
/// Gives the bearer token for the workspace; <paramref name="renew"/> means that the last one was refused and a fresh one is wanted.
/// </summary>
public delegate ValueTask<string> BearerToken(bool renew, CancellationToken ct);

/// <summary>Where a workspace is, how to sign in to it, and how hard to try.</summary>
public sealed record WorkspaceOptions
{
    public required Uri Url { get; init; }

    public required BearerToken Token { get; init; }

    /// <summary>The most requests in flight at one time; fewer after the service has answered 429.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>How long one attempt may take, the answer's body included.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long all attempts of one call and the delays between them may take; waiting for a free slot does not count.
    /// </summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(5);

    internal RetryLimits Limits =>
        new()
        {
            Concurrency = Concurrency,
            AttemptTimeout = AttemptTimeout,
            Deadline = Deadline,
            Clock = Clock,
        };

    /// <summary>Learns the tokens that are sent, and blanks what it knows in messages and traces.</summary>
    public Redactor Redactor { get; init; } = new();

    /// <summary>Learns the writes that are sent.</summary>
    public SentWrites Writes { get; init; } = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public string UserAgent { get; init; } = "layercake/" + (typeof(WorkspaceOptions).Assembly.GetName().Version?.ToString(3) ?? "0.0.0");

    /// <summary>Sent with every request, such as the management token of a service principal that is not yet in the workspace.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Only the address: headers may hold tokens.</summary>
    public override string ToString() => Url.ToString();
}
