namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>How long the phases of a simulated run take on the cloud's clock.</summary>
public sealed record RunTiming
{
    /// <summary>A task waiting for its cluster: PENDING.</summary>
    public TimeSpan Setup { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>A task at work, unless its scripted outcome says how long: RUNNING.</summary>
    public TimeSpan Execution { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>A cancelled run letting go of its clusters: TERMINATING.</summary>
    public TimeSpan Cleanup { get; init; } = TimeSpan.FromMilliseconds(100);
}
