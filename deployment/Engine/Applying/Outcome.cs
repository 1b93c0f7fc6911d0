using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Applying;

/// <summary>How a change ended.</summary>
public enum ChangeStatus
{
    Done,
    Failed,

    /// <summary>Not tried, because something it depends on failed or the deployment was stopped.</summary>
    Skipped,
}

/// <summary>What became of one change.</summary>
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

    /// <summary>A file name of its own for what is told of it.</summary>
    public string LogName => Change.File ?? $"{Change.Kind}/{FileNames.Of(Change.Name)}";
}

/// <summary>What a deployment did.</summary>
public sealed record Outcome
{
    /// <summary>One for each change of the plan that writes, in the plan's order.</summary>
    public required IReadOnlyList<ChangeOutcome> Changes { get; init; }

    /// <summary>Things worth knowing that do not fail the deployment.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>
    /// What went wrong besides the changes: a left-over cluster that could not be stopped, a record that could not be written.
    /// </summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>The user asked to stop before the end.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Assets that were stopped although this deployment did not write them: an earlier one did and never came to it.</summary>
    public IReadOnlyList<string> Stopped { get; init; } = [];

    public bool Succeeded => !Cancelled && Failures.Count == 0 && Changes.All(change => change.Status == ChangeStatus.Done);

    public int Count(ChangeStatus status) => Changes.Count(change => change.Status == status);
}
