using System.Globalization;
using Layercake.LocalCloud.Apis.Jobs.Notebooks;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>What a task does when its turn comes: how long it takes and what comes of it, or that it is really executed.</summary>
/// <param name="notebooks">Null where nothing is executed.</param>
internal sealed class TaskWork(RunOutcomes outcomes, RunTiming timing, NotebookLibrary? notebooks)
{
    /// <summary>Marks work whose end is not known before it is there.</summary>
    public const string Executes = "executes";

    /// <summary>When it was over; absent before.</summary>
    public const string FinishedTime = "finished_time";

    /// <summary>Marks work that waits for values of other tasks.</summary>
    public const string Deferred = "deferred";

    /// <summary>The outcome is fixed when a run is made, so that a script changed later does not rewrite history.</summary>
    /// <param name="task">With its parameters resolved.</param>
    /// <param name="mayWait">False when the values of other tasks are in it as far as there are any.</param>
    public JObject Plan(string jobName, JObject task, bool mayWait)
    {
        var compute = task.ContainsKey("existing_cluster_id") || task.ContainsKey("new_cluster") || task.ContainsKey("job_cluster_key");
        var work = new JObject { ["setup_ms"] = compute ? (long)timing.Setup.TotalMilliseconds : 0 };
        var script = outcomes.For(jobName, task.Text("task_key") ?? "");
        if (mayWait && DynamicValues.AreAwaited(task))
            work[Deferred] = true;
        else if (script is null && task.Object("notebook_task") is { } notebook && notebooks is not null)
            Notebook(notebook, work);
        else
            Simulate(task, script ?? [], work);

        return work;
    }

    private void Simulate(JObject task, JObject script, JObject work)
    {
        work["execution_ms"] = script.Number("duration_ms") ?? (long)timing.Execution.TotalMilliseconds;
        work["result_state"] = script.Text("result_state") ?? "SUCCESS";
        foreach (var name in RunOutcomes.Texts)
            if (script.Text(name) is { } text)
                work[name] = text;
        if (script.Object("task_values") is { } values)
            work["task_values"] = values;

        if (task.Object("condition_task") is { } condition)
            work["outcome"] = script.Text("exit_value") ?? (Holds(condition) ? "true" : "false");
    }

    private void Notebook(JObject notebook, JObject work)
    {
        var path = notebook.Text("notebook_path") ?? "";
        if (notebook.Text("source") == "GIT")
            Pretend(work, "it comes from a Git repository");
        else if (notebooks!.Find(path) is not { } found)
        {
            work["execution_ms"] = 0;
            work["result_state"] = RunStates.InternalError;
            work["error"] =
                $"Unable to access the notebook \"{path}\". Either it does not exist, or the identity used to run this job lacks "
                + $"the required permissions.";
        }
        else if (NotebookLibrary.WhyNotExecuted(found) is { } reason)
            Pretend(work, reason);
        else
            work[Executes] = true;
    }

    private void Pretend(JObject work, string reason)
    {
        Simulate([], [], work);
        work["info"] = NotebookOutcome.SimulatedBecause(reason);
    }

    private static bool Holds(JObject condition)
    {
        var (left, right) = (condition.Text("left") ?? "", condition.Text("right") ?? "");
        var order =
            decimal.TryParse(left, CultureInfo.InvariantCulture, out var a)
            && decimal.TryParse(right, CultureInfo.InvariantCulture, out var b)
                ? a.CompareTo(b)
                : string.CompareOrdinal(left, right);
        return condition.Text("op") switch
        {
            "EQUAL_TO" => left == right,
            "NOT_EQUAL" => left != right,
            "GREATER_THAN" => order > 0,
            "GREATER_THAN_OR_EQUAL" => order >= 0,
            "LESS_THAN" => order < 0,
            "LESS_THAN_OR_EQUAL" => order <= 0,
            _ => false,
        };
    }
}
