using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>Checks the keys of a job's tasks and their dependencies.</summary>
internal sealed partial class TaskGraphCheck(CheckReport report)
{
    public void Check(JObject job)
    {
        var tasks = job.Objects("tasks").ToList();
        foreach (var task in tasks)
            Key(task);

        var byKey = tasks
            .Where(task => task.Text("task_key") is not null)
            .GroupBy(task => task.Text("task_key")!, StringComparer.Ordinal)
            .ToList();
        foreach (var same in byKey)
            foreach (var task in same.Skip(1))
                report.Error("JOB006", task["task_key"]!, $"two tasks have the key {same.Key}. Rename one of them.");

        var known = byKey.ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        foreach (var dependency in tasks.SelectMany(task => task.Objects("depends_on")))
            Dependency(dependency, known);

        Cycles(known);
    }

    /// <summary>A task inside a for-each task has a key too.</summary>
    public void Key(JObject task)
    {
        var key = task.Text("task_key");
        if (!task.Has("task_key"))
            report.Error("JOB007", task, $"{task.Path} has no task_key. Add one: other tasks and the run name it by that.");
        else if (key is not null && !JsonFields.IsOpen(key) && !Keys().IsMatch(key))
            report.Error(
                "JOB007",
                task["task_key"]!,
                $"the task key {(key.Length == 0 ? "(empty)" : key)} is not 1 to 100 letters, digits, - and _ of ASCII. Rename the task."
            );
    }

    private void Dependency(JObject dependency, Dictionary<string, JObject> known)
    {
        if (dependency.Text("task_key") is not { } key || JsonFields.IsOpen(key))
            return;

        var task = TaskCheck.Named((JObject)dependency.Parent!.Parent!.Parent!);
        if (!known.TryGetValue(key, out var upstream))
            report.Error(
                "JOB004",
                dependency["task_key"]!,
                $"{task} depends on the task {key}, which the job does not have.{NameSuggestion.Suggest(key, known.Keys)} Add the "
                    + $"task or correct the key."
            );
        else if (dependency.Has("outcome") && !upstream.Has("condition_task"))
            report.Warning(
                "JOB015",
                dependency["outcome"]!,
                $"{task} waits for an outcome of the task {key}, which is no condition and has none. Remove outcome."
            );
    }

    private void Cycles(Dictionary<string, JObject> known)
    {
        var waitsFor = known.ToDictionary(
            entry => entry.Key,
            entry =>
                (IReadOnlyList<string>)
                    [
                        .. entry
                            .Value.Objects("depends_on")
                            .Select(dependency => dependency.Text("task_key"))
                            .OfType<string>()
                            .Where(known.ContainsKey),
                    ],
            StringComparer.Ordinal
        );
        foreach (var circle in TaskCycles.In(waitsFor))
            report.Error(
                "JOB005",
                known[circle[0]]["depends_on"]!,
                circle.Count == 1
                    ? $"the task {circle[0]} depends on itself. Remove that dependency."
                    : $"tasks depend on each other in a circle: {string.Join(" → ", circle.Append(circle[0]))}. Remove one of these "
                        + $"dependencies."
            );
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,100}\z")]
    private static partial Regex Keys();
}
