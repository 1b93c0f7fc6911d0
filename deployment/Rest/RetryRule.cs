using Polly;

namespace Layercake.Rest;

/// <summary>Which failures of a service that is no workspace are repeated, and how often.</summary>
public sealed record RetryRule
{
    /// <summary>Sent once, whatever comes of it.</summary>
    public static RetryRule Never { get; } =
        new()
        {
            Statuses = [],
            Repeat = RepeatSafety.Unsafe,
            RepeatsUnanswered = false,
            MaxAttempts = 1,
        };

    /// <summary>The HTTP statuses after which the request is sent again.</summary>
    public required IReadOnlyCollection<int> Statuses { get; init; }

    /// <summary>Whether sending twice may do harm. An unsafe request is repeated only when the first certainly had no effect.</summary>
    public required RepeatSafety Repeat { get; init; }

    /// <summary>Whether a host that cannot be reached, or does not answer in time, is asked again.</summary>
    public bool RepeatsUnanswered { get; init; } = true;

    /// <summary>Null leaves it to the limit of time, and for 500 to the three attempts that every call has.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>How long one attempt may take; null stands for <see cref="RetryLimits.AttemptTimeout"/>.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>How long all attempts and the delays between them may take; null stands for <see cref="RetryLimits.Deadline"/>.</summary>
    public TimeSpan? Deadline { get; init; }

    internal bool Allows(Outcome<Answer> outcome) =>
        outcome.Result is { } answer ? Statuses.Contains(answer.Status) : RepeatsUnanswered;
}
