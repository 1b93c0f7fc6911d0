using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Runs;

/// <summary>The result of a run or a task. Only the first value is a success.</summary>
public enum RunEnd
{
    Succeeded,

    /// <summary>The last tasks succeeded, and others failed.</summary>
    SucceededWithFailures,
    Failed,
    TimedOut,
    Cancelled,
    UpstreamFailed,
    UpstreamCancelled,

    /// <summary>The condition under which it runs did not hold.</summary>
    Excluded,

    /// <summary>The job had its maximum of active runs.</summary>
    Skipped,
    InternalError,

    /// <summary>It could not be started, or its end could not be read.</summary>
    Lost,

    /// <summary>This program was stopped before the run was over.</summary>
    Interrupted,

    /// <summary>A state of the service that this version does not know.</summary>
    Unknown,
}

/// <summary>The state of a run or a task as the service gives it.</summary>
public sealed record RunState
{
    /// <summary><c>RUNNING</c> and so on.</summary>
    public required string LifeCycle { get; init; }

    /// <summary>Null while it is running.</summary>
    public RunEnd? End { get; init; }

    /// <summary>The service's words: <c>TERMINATED/FAILED</c>.</summary>
    public required string Words { get; init; }

    public string Message { get; init; } = "";

    /// <summary>Of a run or of an entry in its <c>tasks</c>.</summary>
    public static RunState Of(JObject run)
    {
        var state = run["state"] as JObject ?? [];
        var (cycle, result) = ((string?)state["life_cycle_state"] ?? "UNKNOWN", (string?)state["result_state"]);
        return new RunState
        {
            LifeCycle = cycle,
            End = EndOf(cycle, result),
            Words = result is null ? cycle : $"{cycle}/{result}",
            Message = (string?)state["state_message"] is { Length: > 0 } message
                ? message
                : (string?)run.SelectToken("status.termination_details.message") ?? "",
        };
    }

    private static RunEnd? EndOf(string cycle, string? result) =>
        cycle switch
        {
            "SKIPPED" => RunEnd.Skipped,
            "INTERNAL_ERROR" => RunEnd.InternalError,
            "TERMINATED" => result switch
            {
                "SUCCESS" => RunEnd.Succeeded,
                "SUCCESS_WITH_FAILURES" => RunEnd.SucceededWithFailures,
                "FAILED" => RunEnd.Failed,
                "TIMEDOUT" => RunEnd.TimedOut,
                "CANCELED" => RunEnd.Cancelled,
                "UPSTREAM_FAILED" => RunEnd.UpstreamFailed,
                "UPSTREAM_CANCELED" => RunEnd.UpstreamCancelled,
                "EXCLUDED" => RunEnd.Excluded,
                "MAXIMUM_CONCURRENT_RUNS_REACHED" => RunEnd.Skipped,
                _ => RunEnd.Unknown,
            },
            _ => null,
        };
}
