namespace Layercake.Engine.Applying;

/// <summary>How a plan is carried out.</summary>
internal sealed record ApplyOptions
{
    /// <summary>Changes under way at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Whether what this deployment wrote and costs money while it runs is stopped afterwards.</summary>
    public required bool Stop { get; init; }

    /// <summary>Whether the memory in the workspace still is this deployment's to write.</summary>
    public Func<bool> MayRecord { get; init; } = () => true;
}
