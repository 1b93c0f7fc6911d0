namespace Layercake.Engine.Memory;

/// <summary>The right of one deployment to write to an environment, for as long as it lasts.</summary>
public sealed record Lease
{
    /// <summary>From taking or renewing it to its end, unless it is renewed.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan RenewedEvery = TimeSpan.FromMinutes(1);

    /// <summary>Who could not renew it stops this long before its end: clocks differ, and a request may take this long.</summary>
    public static readonly TimeSpan Reserve = TimeSpan.FromMinutes(1);

    /// <summary>32 hexadecimal digits, never used again: by this a deployment knows its own.</summary>
    public required string Nonce { get; init; }

    /// <summary>Who deploys, and on which machine or in which run of a pipeline.</summary>
    public required string Owner { get; init; }

    public required DateTimeOffset TakenAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset RenewedAt => ExpiresAt - Duration;

    public static Lease New(string owner, DateTimeOffset now) =>
        new() { Nonce = Guid.NewGuid().ToString("N"), Owner = owner, TakenAt = now, ExpiresAt = now + Duration };
}
