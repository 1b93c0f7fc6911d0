using System.Globalization;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>What a task does when its turn comes: how long it takes, and what comes of it.</summary>
/// <remarks>
/// Outcomes are scripted in the table <c>run-outcomes</c>, under <c>job name/task_key</c> or <c>*</c>, as
/// <c>{"result_state","error","error_trace","exit_value","logs","duration_ms"}</c>, each optional. Without one, a task succeeds.
/// </remarks>
internal sealed class TaskWork(CloudState state, RunTiming timing)
{
    private readonly Table outcomes = state.Table("run-outcomes");

    /// <summary>The outcome is fixed when a run is made, so that a script changed later does not rewrite history.</summary>
    /// <param name="task">With its parameters resolved.</param>
    public JObject Plan(string jobName, JObject task)
    {
        var script = outcomes.Get($"{jobName}/{task.Text("task_key")}") ?? outcomes.Get("*") ?? [];
        var compute = task.ContainsKey("existing_cluster_id") || task.ContainsKey("new_cluster") || task.ContainsKey("job_cluster_key");
        var work = new JObject
        {
            ["setup_ms"] = compute ? (long)timing.Setup.TotalMilliseconds : 0,
            ["execution_ms"] = script.Number("duration_ms") ?? (long)timing.Execution.TotalMilliseconds,
            ["result_state"] = script.Text("result_state") ?? "SUCCESS",
        };
        foreach (var name in new[] { "error", "error_trace", "exit_value", "logs" })
            if (script.Text(name) is { } text)
                work[name] = text;

        if (task.Object("condition_task") is { } condition)
            work["outcome"] = script.Text("exit_value") ?? (Holds(condition) ? "true" : "false");

        return work;
    }

    private static bool Holds(JObject condition)
    {
        var (left, right) = (condition.Text("left") ?? "", condition.Text("right") ?? "");
        var order = decimal.TryParse(left, CultureInfo.InvariantCulture, out var a) && decimal.TryParse(right, CultureInfo.InvariantCulture, out var b)
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
