using Layercake.LocalCloud.Apis.Jobs.Notebooks;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>What a task run left behind: <c>runs/get-output</c> and <c>runs/export</c>.</summary>
internal sealed class RunOutputs(RunStore runs, RunViews views, CloudState state)
{
    private static readonly string[] WithLogs = ["spark_python_task", "spark_jar_task", "python_wheel_task", "spark_submit_task"];

    public JObject Output(JobsVersion version, long id, string baseUrl)
    {
        var (run, span) = TaskRun(version, id);
        var task = RunViews.TaskOf(run, span);
        var metadata = views.TaskRun(run, span, baseUrl);
        if (version != JobsVersion.V20)
            metadata.Remove("task");

        var output = new JObject { ["metadata"] = metadata };
        if (metadata.Object("state")!.Text("life_cycle_state") is not ("TERMINATED" or RunStates.InternalError) || !span.Executed)
            return output;

        var work = span.Work!;
        if (RunIf.IsFailure(span.Result))
            Copy(work, output, "error", "error_trace");
        else if (task.ContainsKey("notebook_task"))
            output["notebook_output"] = NotebookOutput(work);

        Copy(work, output, "info");
        if (WithLogs.Any(task.ContainsKey))
        {
            output["logs"] = work.Text("logs") ?? "";
            output["logs_truncated"] = false;
        }

        return output;
    }

    public JObject Export(JobsVersion version, long id)
    {
        var (run, span) = TaskRun(version, id);
        var task = RunViews.TaskOf(run, span);
        var path =
            task.Object("notebook_task")?.Text("notebook_path")
            ?? throw ApiError.InvalidParameter($"Run {id} is not a notebook run; only those can be exported.");

        var view = new JObject
        {
            ["content"] = NotebookPage.Of(path, span.Work ?? [], state),
            ["name"] = path[(path.LastIndexOf('/') + 1)..],
            ["type"] = "NOTEBOOK",
        };
        return new JObject { ["views"] = new JArray(view) };
    }

    /// <summary>The task run of that id; 2.0 also takes the id of a single-task run itself.</summary>
    private (JObject Run, TaskSpan Span) TaskRun(JobsVersion version, long id)
    {
        if (runs.FindTask(id) is { } found)
            return found;

        var run = runs.Get(id);
        JobChecks.Require(
            version == JobsVersion.V20 && JobViews.IsSingle(run),
            "Retrieving the output of runs with multiple tasks is not supported. Please retrieve the output of each individual task "
                + "run instead."
        );
        return (run, runs.Timeline(run).Tasks.Values.First());
    }

    private static JObject NotebookOutput(JObject work)
    {
        const int limit = 5 * 1024 * 1024;
        if (work.Text("exit_value") is not { } result)
            return new JObject { ["truncated"] = false };

        return new JObject { ["result"] = result.Length > limit ? result[..limit] : result, ["truncated"] = result.Length > limit };
    }

    private static void Copy(JObject from, JObject to, params string[] names)
    {
        foreach (var name in names)
            if (from[name] is { } value)
                to[name] = value;
    }
}
