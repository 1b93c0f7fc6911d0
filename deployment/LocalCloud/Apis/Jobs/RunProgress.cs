using System.Diagnostics.CodeAnalysis;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>
/// Moves a run on where that takes more than the clock: tasks that wait for what others say, and notebooks that are executed.
/// </summary>
/// <param name="executor">Null where nothing is executed.</param>
internal sealed class RunProgress(RunBuilder builder, NotebookExecutor? executor, RunFailures failures)
{
    /// <summary>The run with all the values put in that are there by now; itself when there are none.</summary>
    public JObject Resolved(JObject run, Func<JObject, RunTimeline> timelineOf, long now)
    {
        while (Waiting(run, timelineOf(run), now) is { } waiting)
        {
            var timeline = timelineOf(run);
            run = run.Copy();
            Resolve(run, waiting, timeline);
        }

        return run;
    }

    /// <summary>Starts what is to be executed and stops what is no longer.</summary>
    public void Look(RunTimeline timeline, long now)
    {
        foreach (var span in timeline.Attempts.Values)
            if (span.Work is { } work && work.Flag(TaskWork.Executes) && !work.ContainsKey(TaskWork.FinishedTime))
                executor?.Look(span, now);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever fails: without an end, the task would wait for ever.")]
    private void Resolve(JObject run, long waiting, RunTimeline timeline)
    {
        var attempt = RunAttempts.Find(run, waiting)!;
        try
        {
            builder.Resolve(run, attempt, timeline);
        }
        catch (Exception e)
        {
            attempt["work"] = failures.Work(waiting, e);
        }
    }

    private static long? Waiting(JObject run, RunTimeline timeline, long now) =>
        timeline
            .Tasks.Values.FirstOrDefault(span =>
                span.Executed && span.Ready <= now && !(span.Stopping <= span.Ready) && span.Work!.Flag(TaskWork.Deferred) && now < span.End
            )
            ?.Attempt.Number("run_id");
}

/// <summary>Finds attempts in the document of a run.</summary>
internal static class RunAttempts
{
    /// <summary>Every attempt and every iteration.</summary>
    public static IEnumerable<JObject> All(JObject run) =>
        run.Objects("phases")
            .SelectMany(phase => phase.Objects("tasks"))
            .SelectMany(attempt => attempt.Objects("iterations").Prepend(attempt));

    public static JObject? Find(JObject run, long id) => All(run).FirstOrDefault(attempt => attempt.Number("run_id") == id);
}
