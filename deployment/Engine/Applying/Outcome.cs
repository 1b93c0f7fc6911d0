using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Applying;

/// <summary>How a change ended.</summary>
public enum ChangeStatus
{
    Done,
    Failed,

    /// <summary>Not attempted, because a change it depends on failed or the deployment was stopped.</summary>
    Skipped,
}

/// <summary>The result of one change.</summary>
public sealed record ChangeOutcome
{
    public required Change Change { get; init; }

    public required ChangeStatus Status { get; init; }

    /// <summary>What went wrong and where it is declared; null when done.</summary>
    public string? Message { get; init; }

    /// <summary>The object's id after the change.</summary>
    public string? Id { get; init; }

    /// <summary>The object was stopped after it was written.</summary>
    public bool Stopped { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>The name of the asset's own log file.</summary>
    public string LogName => Change.File ?? $"{Change.Kind}/{FileNames.Of(Change.Name)}";
}

/// <summary>The result of a deployment.</summary>
public sealed record Outcome
{
    /// <summary>One for each change of the plan that writes, in the plan's order.</summary>
    public required IReadOnlyList<ChangeOutcome> Changes { get; init; }

    /// <summary>Warnings; they do not fail the deployment.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>
    /// What went wrong besides the changes: a left-over cluster that could not be stopped, a record that could not be written.
    /// </summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>The user stopped the deployment.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Assets that an earlier deployment wrote and did not stop, and that this one stopped.</summary>
    public IReadOnlyList<string> Stopped { get; init; } = [];

    /// <summary>Nothing is left of what was deployed, and the record of it was deleted.</summary>
    public bool EndedRecord { get; init; }

    public bool Succeeded => !Cancelled && Failures.Count == 0 && Changes.All(change => change.Status == ChangeStatus.Done);

    /// <summary>Whether all that a plan writes and stops was done, also where somebody asked to stop in the last moment.</summary>
    public bool DidAll(Plan plan) =>
        Failures.Count == 0 && Changes.All(change => change.Status == ChangeStatus.Done) && plan.Stops.All(WasStopped);

    /// <summary>Whether the asset's object was stopped, after it was written or because an earlier deployment left it running.</summary>
    public bool WasStopped(string asset) =>
        Stopped.Contains(asset) || Changes.Any(outcome => outcome.Stopped && outcome.Change.Asset == asset);

    public int Count(ChangeStatus status) => Changes.Count(change => change.Status == status);
}
