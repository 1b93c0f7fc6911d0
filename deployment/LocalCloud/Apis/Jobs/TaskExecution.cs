using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>What becomes of a task, or of one iteration, from the moment that its turn has come.</summary>
internal static class TaskExecution
{
    private const long Never = long.MaxValue;

    /// <param name="ready">Never while what it waits for is not over.</param>
    public static TaskSpan Of(JObject task, JObject attempt, long ready, Stop? stop)
    {
        if (stop is not null && ready >= stop.Time)
            return new TaskSpan(attempt, stop.End, stop.End, stop.Time, stop.End, stop.Result, Executed: false);
        if (ready == Never)
            return new TaskSpan(attempt, ready, ready, null, ready, "", Executed: false);

        var limit = task.Number("timeout_seconds") is { } seconds and > 0 ? ready + seconds * 1000 : Never;
        var iterations = Iterations(task, attempt, ready, limit < (stop?.Time ?? Never) ? new Stop(limit, limit, "TIMEDOUT") : stop);
        var work = attempt.Object("work")!;
        var running = iterations is null ? ready + (work.Number("setup_ms") ?? 0) : ready;
        var (end, result) = iterations is null ? End(work, running) : End(iterations, ready);
        var isCut = stop is not null && (end > stop.Time || iterations?.Exists(span => span.Stopping == stop.Time) == true);
        if (end > limit)
            (end, result) = (limit, "TIMEDOUT");

        var span =
            isCut && stop!.Time <= limit
                ? new TaskSpan(attempt, ready, Math.Min(running, stop.End), stop.Time, stop.End, stop.Result, Executed: true)
                : new TaskSpan(attempt, ready, Math.Min(running, end), null, end, result, Executed: true);
        return span with { Iterations = iterations ?? [] };
    }

    /// <summary>What is really executed, or waits for values of other tasks, has no end before it is there.</summary>
    private static (long End, string Result) End(JObject work, long running)
    {
        if (work.Flag(TaskWork.Executes))
            return work.Number(TaskWork.FinishedTime) is { } finished
                ? (Math.Max(running, finished), work.Text("result_state")!)
                : (Never, "");

        return work.Flag(TaskWork.Deferred) ? (Never, "") : (running + (work.Number("execution_ms") ?? 0), work.Text("result_state")!);
    }

    private static (long End, string Result) End(List<TaskSpan> iterations, long ready) =>
        (
            iterations.Select(span => span.End).Append(ready).Max(),
            iterations.Exists(span => RunIf.IsFailure(span.Result)) ? "FAILED" : "SUCCESS"
        );

    /// <summary>As many at a time as the task allows, in the order of the inputs; null when the task is no for-each.</summary>
    private static List<TaskSpan>? Iterations(JObject task, JObject attempt, long ready, Stop? stop)
    {
        if (attempt["iterations"] is not JArray)
            return null;

        var width = (int)Math.Clamp(task.Object("for_each_task")?.Number("concurrency") ?? 1, 1, 100);
        var places = new PriorityQueue<int, long>(Enumerable.Range(0, width).Select(place => (place, ready)));
        var spans = new List<TaskSpan>();
        foreach (var iteration in attempt.Objects("iterations"))
        {
            places.TryDequeue(out var place, out var free);
            var span = Of(iteration.Object("task")!, iteration, free, stop);
            spans.Add(span);
            places.Enqueue(place, span.End);
        }

        return spans;
    }
}
