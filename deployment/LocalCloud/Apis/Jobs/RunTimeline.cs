using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>When one task of a run gets ready, runs and ends; all in epoch milliseconds.</summary>
/// <param name="Attempt">Its entry in the phase: <c>run_id</c>, <c>attempt_number</c>, cluster, work.</param>
/// <param name="Running">When its cluster is there.</param>
/// <param name="Stopping">When it was told to stop; never when null.</param>
/// <param name="Executed">False when it ended without its turn.</param>
internal sealed record TaskSpan(JObject Attempt, long Ready, long Running, long? Stopping, long End, string Result, bool Executed)
{
    public JObject? Work => Attempt.Object("work");

    /// <summary>Of a for-each task, in the order of its inputs.</summary>
    public IReadOnlyList<TaskSpan> Iterations { get; init; } = [];
}

/// <summary>A cancellation, or the end of the time that was allowed.</summary>
/// <param name="Time">When everything was told to stop.</param>
/// <param name="End">When it has stopped.</param>
internal sealed record Stop(long Time, long End, string Result);

/// <summary>The original run or one repair of it.</summary>
/// <param name="Begin">Null while it waits in the queue.</param>
internal sealed record RunPhase(JObject Document, long? Begin, long? Stopping, long End, string Result, string Message);

/// <summary>The whole course of a run, computed from what is stored: what it is at any moment needs only the clock.</summary>
/// <param name="Tasks">The latest attempt of each task, by key.</param>
/// <param name="Attempts">Every attempt and every iteration, by its own run id.</param>
internal sealed record RunTimeline(
    IReadOnlyDictionary<string, TaskSpan> Tasks,
    IReadOnlyDictionary<long, TaskSpan> Attempts,
    IReadOnlyList<RunPhase> Phases
)
{
    public RunPhase Last => Phases[^1];

    public static RunTimeline Of(JObject run)
    {
        var tasks = run.Objects("tasks").ToDictionary(task => task.Text("task_key")!, StringComparer.Ordinal);
        var upstreams = tasks.Values.SelectMany(TaskGraph.Upstream).ToHashSet(StringComparer.Ordinal);
        var leaves = tasks.Keys.Where(key => !upstreams.Contains(key)).ToList();
        var spans = new Dictionary<string, TaskSpan>(StringComparer.Ordinal);
        var all = new Dictionary<long, TaskSpan>();
        var phases = new List<RunPhase>();
        foreach (var phase in run.Objects("phases"))
        {
            var begin = phase.Number("start_time");
            var stop = StopOf(phase, begin, run.Number("timeout_seconds") ?? 0);
            var attempts = phase.Objects("tasks").ToList();
            foreach (var attempt in attempts)
            {
                var key = attempt.Text("task_key")!;
                var upstream = TaskGraph
                    .Upstream(tasks[key])
                    .Distinct()
                    .Where(spans.ContainsKey)
                    .ToDictionary(name => name, name => spans[name], StringComparer.Ordinal);
                spans[key] = Span(tasks[key], attempt, begin ?? long.MaxValue, upstream, stop);
                foreach (var span in spans[key].Iterations.Prepend(spans[key]))
                    all[span.Attempt.Number("run_id")!.Value] = span;
            }

            phases.Add(Phase(phase, begin, stop, spans, attempts.Select(attempt => spans[attempt.Text("task_key")!]), leaves));
        }

        return new RunTimeline(spans, all, phases);
    }

    private static TaskSpan Span(JObject task, JObject attempt, long begin, IReadOnlyDictionary<string, TaskSpan> upstream, Stop? stop)
    {
        var ready = upstream.Values.Select(span => span.End).Append(begin).Max();
        var isReached = ready < long.MaxValue && (stop is null || ready < stop.Time);
        return isReached && RunIf.Verdict(task, upstream) is { } verdict
            ? new TaskSpan(attempt, ready, ready, null, ready, verdict, Executed: false)
            : TaskExecution.Of(task, attempt, ready, stop);
    }

    private static RunPhase Phase(
        JObject phase,
        long? begin,
        Stop? stop,
        IReadOnlyDictionary<string, TaskSpan> spans,
        IEnumerable<TaskSpan> attempted,
        IReadOnlyList<string> leaves
    )
    {
        var ended = attempted.ToList();
        var end = ended.Select(span => span.End).Append(begin ?? stop?.End ?? long.MaxValue).Max();
        if (stop is not null && ended.Exists(span => span.Stopping is not null))
            return new RunPhase(phase, begin, stop.Time, end, stop.Result, RunStates.StopMessage(stop.Result));

        if (spans.FirstOrDefault(entry => entry.Value.Result == RunStates.InternalError) is { Key: { } broken, Value: { } span })
            return new RunPhase(
                phase,
                begin,
                null,
                end,
                RunStates.InternalError,
                $"Task {broken} failed with message: {span.Work?.Text("error")}"
            );

        var failed = spans.Where(entry => RunIf.IsFailure(entry.Value.Result)).ToDictionary(StringComparer.Ordinal);
        if (failed.Count == 0)
            return new RunPhase(phase, begin, null, end, "SUCCESS", "");

        var failedLeaves = leaves.Where(failed.ContainsKey).Select(key => failed[key].Result).Distinct().ToList();
        var first = failed.OrderByDescending(entry => entry.Value.Executed).ThenBy(entry => entry.Value.End).First();
        var message = $"Task {first.Key} failed with message: {RunStates.Failure}.";
        var result = failedLeaves switch
        {
            [] => "SUCCESS_WITH_FAILURES",
            ["TIMEDOUT"] => "TIMEDOUT",
            ["CANCELED"] => "CANCELED",
            _ => "FAILED",
        };
        return new RunPhase(phase, begin, null, end, result, result == "SUCCESS_WITH_FAILURES" ? "" : message);
    }

    private static Stop? StopOf(JObject phase, long? begin, long timeoutSeconds)
    {
        var cancelled = phase.Number("cancelled_time") is { } time
            ? new Stop(time, phase.Number("released_time") ?? time, "CANCELED")
            : null;
        var timedOut =
            timeoutSeconds > 0 && begin is { } start
                ? new Stop(start + timeoutSeconds * 1000, start + timeoutSeconds * 1000, "TIMEDOUT")
                : null;
        return cancelled is null || timedOut?.Time < cancelled.Time ? timedOut : cancelled;
    }
}
