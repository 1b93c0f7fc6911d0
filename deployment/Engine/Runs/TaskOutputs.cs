using System.Text;
using System.Text.RegularExpressions;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Runs;

/// <summary>Reads exit values and errors of tasks, also of the iterations of for-each tasks.</summary>
internal sealed partial class TaskOutputs(RunsApi runs)
{
    /// <summary>Further failed iterations are only counted.</summary>
    private const int MostIterations = 20;

    private static readonly RunEnd[] NeverRan = [RunEnd.Excluded, RunEnd.UpstreamFailed, RunEnd.UpstreamCancelled, RunEnd.Skipped];

    /// <param name="task">An entry of the run's <c>tasks</c>.</param>
    public async Task<TaskResult> ReadAsync(JObject task, CancellationToken ct)
    {
        var state = RunState.Of(task);
        var result = new TaskResult
        {
            Key = (string?)task["task_key"] ?? "",
            RunId = (long?)task["run_id"] ?? 0,
            State = state,
            Duration = DurationOf(task),
            IsNotebook = task["notebook_task"] is JObject,
        };
        if (state.End is { } end && NeverRan.Contains(end))
            return result;

        if (task["for_each_task"] is JObject)
            return result.IsFailure ? await WithIterationsAsync(result, ct) : result;

        return await WithOutputAsync(result, ct);
    }

    public static TimeSpan DurationOf(JObject run) =>
        (long?)run["end_time"] is > 0 and var end && (long?)run["start_time"] is > 0 and var start
            ? TimeSpan.FromMilliseconds(Math.Max(0, end - start))
            : TimeSpan.Zero;

    private async Task<TaskResult> WithOutputAsync(TaskResult result, CancellationToken ct)
    {
        try
        {
            var output = await runs.GetOutputAsync(result.RunId, ct);
            var isCut = (bool?)output.SelectToken("notebook_output.truncated") == true;
            return result with
            {
                ExitValue = (string?)output.SelectToken("notebook_output.result"),
                Error = Plain((string?)output["error"]),
                Trace = Plain((string?)output["error_trace"] ?? (result.IsFailure ? (string?)output["logs"] : null)),
                Note = (string?)output["info"] ?? (isCut ? "The exit value is longer than what the service gives of it." : null),
            };
        }
        catch (WorkspaceApiException e)
        {
            // The result of the task is known without its output.
            return result with { Note = $"Its output could not be fetched: {e.Message}" };
        }
    }

    private async Task<TaskResult> WithIterationsAsync(TaskResult loop, CancellationToken ct)
    {
        try
        {
            var iterations = ((await runs.GetAsync(loop.RunId, ct))["iterations"] ?? new JArray()).OfType<JObject>().ToList();
            var failed = iterations
                .Select((task, number) => (Task: task, Number: number))
                .Where(iteration => RunState.Of(iteration.Task).End != RunEnd.Succeeded)
                .ToList();
            var told = await Task.WhenAll(
                failed.Take(MostIterations).Select(async iteration => (iteration.Number, Result: await ReadAsync(iteration.Task, ct)))
            );
            var trace = new StringBuilder();
            foreach (var (number, result) in told)
                trace.AppendLine($"Iteration {number}: {result.Trace ?? result.Error ?? result.State.Words}".TrimEnd());
            if (failed.Count > told.Length)
                trace.AppendLine($"… and {failed.Count - told.Length} more.");

            return loop with
            {
                Error = $"{failed.Count} of {iterations.Count} iterations did not succeed.",
                Trace = trace.ToString(),
            };
        }
        catch (WorkspaceApiException e)
        {
            return loop with { Note = $"Its iterations could not be fetched: {e.Message}" };
        }
    }

    /// <summary>Without the colour codes in stack traces.</summary>
    private static string? Plain(string? text) => text is null ? null : Colour().Replace(text, "");

    [GeneratedRegex("\\e\\[[0-9;]*[A-Za-z]")]
    private static partial Regex Colour();
}
