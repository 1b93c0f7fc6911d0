namespace Layercake.Engine.Runs;

/// <summary>Describes the end of a run in a sentence.</summary>
public static class RunMessages
{
    public static string Of(RunResult result)
    {
        var (name, message) = (result.Order.Subject, result.State.Message);
        return result.State.End switch
        {
            RunEnd.Succeeded => $"{name} succeeded.",
            RunEnd.SucceededWithFailures =>
                $"{name} ended well although tasks failed: {Names(result, task => task.IsFailure)}. It counts as failed, since not "
                    + $"all of it succeeded.",
            RunEnd.Failed => $"{name} failed: {FirstError(result) ?? Or(message, "the service does not say why")}",
            RunEnd.TimedOut => $"{name} took longer than its timeout allows, and was stopped.",
            RunEnd.Cancelled => $"{name} was cancelled in the workspace, by somebody or by the service.",
            RunEnd.UpstreamFailed => $"{name} did not run, since something that it depends on failed.",
            RunEnd.UpstreamCancelled => $"{name} did not run, since something that it depends on was cancelled.",
            RunEnd.Excluded => $"{name} did not run, since the condition under which it runs did not hold.",
            RunEnd.Skipped =>
                $"{name} was skipped: as many runs of the job as max_concurrent_runs allows were active. Wait for them, or let the "
                    + $"job queue its runs.",
            RunEnd.InternalError => $"{name} ended in an internal error: {Or(message, "the service does not say which")}",
            RunEnd.Interrupted when result.RunId == 0 => $"{name} was not run: the pipeline was cancelled before its turn came.",
            RunEnd.Interrupted => $"{name} was cancelled with the pipeline. {message}".TrimEnd(),
            RunEnd.Lost when result.RunId == 0 => $"{name} could not be started: {message}",
            RunEnd.Lost => $"{name} could not be followed to its end: {message} It goes on in the workspace.",
            _ => $"{name} ended as {result.State.Words}, which this version does not know; it counts as failed. {message}".TrimEnd(),
        };
    }

    private static string? FirstError(RunResult result) =>
        result.Tasks.FirstOrDefault(task => task is { IsFailure: true, Error: not null }) is { } task
            ? result.Tasks.Count > 1
                ? $"{task.Key}: {task.Error}"
                : task.Error
            : null;

    private static string Names(RunResult result, Func<TaskResult, bool> where) =>
        string.Join(", ", result.Tasks.Where(where).Select(task => task.Key));

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
