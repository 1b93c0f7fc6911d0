namespace Layercake.Engine.Runs;

/// <summary>A finished run and its tasks.</summary>
public sealed record RunResult
{
    public required RunOrder Order { get; init; }

    public required long RunId { get; init; }

    public required string PageUrl { get; init; }

    public required RunState State { get; init; }

    /// <summary>Between its start and its end, on the service's clock.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The last attempt of each, in the order the service gives.</summary>
    public required IReadOnlyList<TaskResult> Tasks { get; init; }

    public bool Succeeded => State.End == RunEnd.Succeeded;
}

/// <summary>A task of a finished run.</summary>
public sealed record TaskResult
{
    public required string Key { get; init; }

    public required long RunId { get; init; }

    public required RunState State { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Its run can be exported.</summary>
    public bool IsNotebook { get; init; }

    /// <summary>The value of <c>dbutils.notebook.exit</c>; null when there is none.</summary>
    public string? ExitValue { get; init; }

    /// <summary>In one line; null when it did not fail, or its output could not be read.</summary>
    public string? Error { get; init; }

    public string? Trace { get; init; }

    /// <summary>A remark, such as that the run was only simulated.</summary>
    public string? Note { get; init; }

    /// <summary>Whether it failed. A task that was skipped because of its condition did not fail.</summary>
    public bool IsFailure => State.End is not (RunEnd.Succeeded or RunEnd.Excluded);
}
