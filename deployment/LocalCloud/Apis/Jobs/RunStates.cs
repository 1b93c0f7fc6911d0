using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>What a run or a task is at one moment, as <c>state</c> and as the newer <c>status</c>.</summary>
/// <param name="Result">Only when it is over.</param>
internal sealed record RunState(string LifeCycle, string? Result, string Message)
{
    public bool IsOver => LifeCycle is "TERMINATED" or "SKIPPED" or RunStates.InternalError;

    public bool WasStopped => Result is "CANCELED" or "TIMEDOUT";
}

internal static class RunStates
{
    public const string Failure = "Workload failed, see run output for details";

    /// <summary>A life cycle to callers, and inside a result as the others are.</summary>
    public const string InternalError = "INTERNAL_ERROR";

    private const string QueueReason = "Queued due to reaching maximum concurrent runs.";

    public static RunState Of(JObject run, RunTimeline timeline, long now)
    {
        var last = timeline.Last;
        if (run.Flag("skipped"))
            return new RunState(
                "SKIPPED",
                "MAXIMUM_CONCURRENT_RUNS_REACHED",
                "Skipped because the maximum number of concurrent runs was reached."
            );
        if (now >= last.End)
            return Ended(last.Result, last.Message);
        if (last.Stopping <= now)
            return new RunState("TERMINATING", null, "");
        if (last.Begin is null)
            return new RunState("QUEUED", null, QueueReason);

        return last
            .Document.Objects("tasks")
            .Any(attempt => timeline.Tasks[attempt.Text("task_key")!] is { Executed: true } span && now >= span.Running)
            ? new RunState("RUNNING", null, "In run")
            : new RunState("PENDING", null, "Waiting for cluster");
    }

    public static RunState Of(TaskSpan span, long now) =>
        span switch
        {
            _ when now >= span.End => Ended(
                span.Result,
                span.Result switch
                {
                    "FAILED" => Failure,
                    InternalError => span.Work?.Text("error") ?? "",
                    _ => StopMessage(span.Result),
                }
            ),
            { Executed: true, Stopping: { } stopping } when now >= stopping => new RunState("TERMINATING", null, ""),
            _ when now < span.Ready || !span.Executed => new RunState("BLOCKED", null, ""),
            _ when now < span.Running => new RunState("PENDING", null, "Waiting for cluster"),
            _ => new RunState("RUNNING", null, "In run"),
        };

    public static RunState Ended(string result, string message) =>
        result == InternalError ? new RunState(InternalError, "FAILED", message) : new RunState("TERMINATED", result, message);

    public static string StopMessage(string result) =>
        result switch
        {
            "CANCELED" => "Run cancelled by user",
            "TIMEDOUT" => "Run timed out",
            _ => "",
        };

    /// <summary>Adds <c>state</c> and <c>status</c> to what is shown of a run or a task.</summary>
    public static void Show(JObject view, RunState state)
    {
        var legacy = new JObject { ["life_cycle_state"] = state.LifeCycle };
        if (state.Result is not null)
            legacy["result_state"] = state.Result;
        legacy["state_message"] = state.Message;
        legacy["user_cancelled_or_timedout"] = state.WasStopped;

        var status = new JObject { ["state"] = state.IsOver ? "TERMINATED" : state.LifeCycle };
        if (state.Result is not null)
        {
            var (code, type) = Termination(state.LifeCycle == InternalError ? InternalError : state.Result);
            status["termination_details"] = new JObject
            {
                ["code"] = code,
                ["type"] = type,
                ["message"] = state.Message,
            };
        }

        if (state.LifeCycle == "QUEUED")
        {
            legacy["queue_reason"] = state.Message;
            status["queue_details"] = new JObject { ["code"] = "MAX_CONCURRENT_RUNS_REACHED", ["message"] = state.Message };
        }

        view["state"] = legacy;
        view["status"] = status;
    }

    private static (string Code, string Type) Termination(string result) =>
        result switch
        {
            "SUCCESS" or "EXCLUDED" => ("SUCCESS", "SUCCESS"),
            "SUCCESS_WITH_FAILURES" => ("SUCCESS_WITH_FAILURES", "SUCCESS"),
            "CANCELED" => ("USER_CANCELED", "SUCCESS"),
            "UPSTREAM_CANCELED" => ("CANCELED", "SUCCESS"),
            "MAXIMUM_CONCURRENT_RUNS_REACHED" => ("MAX_CONCURRENT_RUNS_EXCEEDED", "CLIENT_ERROR"),
            InternalError => (InternalError, InternalError),
            _ => ("RUN_EXECUTION_ERROR", "CLIENT_ERROR"),
        };
}
