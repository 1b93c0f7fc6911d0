namespace Layercake.Engine.Kinds.Clusters;

/// <summary>What became of a restart that was due.</summary>
/// <param name="Restarts">Whether the cluster restarts now, or did.</param>
/// <param name="WaitsFor">The run of a job that is at work on the cluster; null when none is, or none may be seen.</param>
internal sealed record RestartAttempt(bool Restarts, string? WaitsFor = null)
{
    public static RestartAttempt None { get; } = new(false);

    public static RestartAttempt Made { get; } = new(true);
}
