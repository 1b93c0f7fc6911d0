namespace Layercake.Engine.Memory;

/// <summary>The state of a lease.</summary>
public enum LeaseState
{
    /// <summary>Its deployment writes, as far as is known.</summary>
    Live,

    /// <summary>Its deployment has ended.</summary>
    Ended,

    /// <summary>Made by Unlock: it takes the environment away from the lease before it and belongs to no deployment.</summary>
    Broken,
}

/// <summary>The right of one deployment to write to an environment: the one of the highest number has it.</summary>
public sealed record Lease
{
    /// <summary>
    /// One more than that of the deployment before; part of the file's name. 0 in a file of an earlier version of this tool.
    /// </summary>
    public required long Number { get; init; }

    /// <summary>32 hexadecimal digits, used once: a deployment knows its own lease by them.</summary>
    public required string Nonce { get; init; }

    /// <summary>Who deploys, and on which machine or in which run of a pipeline.</summary>
    public required string Owner { get; init; }

    /// <summary>By the clock of the machine that took it. For people only; never compared with another clock.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    public LeaseState State { get; init; }

    /// <summary>Grows with each renewal, so that two reads show whether the deployment is alive.</summary>
    public long Beat { get; init; }

    /// <summary>It ended before the service had answered one of its writes, which may still take effect.</summary>
    public bool LeftUnanswered { get; init; }

    /// <summary>
    /// SHA-256 of the manifest that the deployment saved last, told when it has ended, so that the next reads that one and no earlier
    /// one; null when it saved none.
    /// </summary>
    public string? Manifest { get; init; }

    public static Lease New(long number, string owner, DateTimeOffset now) =>
        new()
        {
            Number = number,
            Nonce = Guid.NewGuid().ToString("N"),
            Owner = owner,
            TakenAt = now,
        };
}
