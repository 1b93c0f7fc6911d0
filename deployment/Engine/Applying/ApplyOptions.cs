namespace Layercake.Engine.Applying;

/// <summary>How a plan is applied.</summary>
internal sealed record ApplyOptions
{
    /// <summary>How many changes run at the same time.</summary>
    public required int Concurrency { get; init; }

    /// <summary>The kinds of which what this deployment started is stopped afterwards.</summary>
    public required IReadOnlySet<string> Stops { get; init; }

    /// <summary>The text of the environment's classes of approval, for the manifest; null when it has none.</summary>
    public string? Approve { get; init; }

    /// <summary>Whether this deployment still holds the lease and may write the manifest.</summary>
    public Func<bool> MayRecord { get; init; } = () => true;
}
