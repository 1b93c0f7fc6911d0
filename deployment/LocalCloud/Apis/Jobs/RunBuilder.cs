using System.Globalization;
using System.Security.Cryptography;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>Makes the documents of new runs: a copy of the settings as they are at this moment, and what each task will do.</summary>
internal sealed class RunBuilder(CloudState state, TaskWork work)
{
    /// <param name="only">The keys of the tasks to run; all when empty.</param>
    public JObject FromJob(JObject job, RunParameters parameters, IReadOnlyList<string> only, Principal caller)
    {
        var settings = JobViews.Settings(job);
        if (only.Count > 0)
        {
            var known = settings.Objects("tasks").Select(task => task.Text("task_key")!).ToHashSet(StringComparer.Ordinal);
            foreach (var key in only)
                JobChecks.Require(known.Contains(key), $"Task '{key}' does not exist in job {job.Number("job_id")}.");
            settings["tasks"] = new JArray(settings.Objects("tasks").Where(task => only.Contains(task.Text("task_key")!)));
        }

        var run = Head(job.Number("job_id")!.Value, JobStore.Name(settings), "JOB_RUN", job.Text("format")!, caller);
        run["max_concurrent_runs"] = settings["max_concurrent_runs"];
        Complete(run, settings, parameters);
        return run;
    }

    /// <param name="settings">Of <c>runs/submit</c>, with defaults.</param>
    public JObject FromSubmit(JObject settings, bool isSingle, RunParameters parameters, Principal caller)
    {
        var run = Head(CloudState.NewId(), settings.Text("run_name")!, "SUBMIT_RUN", isSingle ? "SINGLE_TASK" : "MULTI_TASK", caller);
        run["max_concurrent_runs"] = 1;
        Complete(run, settings, parameters);
        return run;
    }

    /// <summary>One go at some of a run's tasks; without a start time it waits in the queue.</summary>
    /// <param name="tasks">In any order; they are kept so that each comes after what it waits for.</param>
    public JObject Phase(JObject run, IReadOnlyList<JObject> tasks, Func<string, long> attemptOf)
    {
        var shared = new Dictionary<string, JObject>(StringComparer.Ordinal);
        return new JObject
        {
            ["tasks"] = new JArray(TaskGraph.Ordered(tasks).Select(task => Attempt(run, task, attemptOf(task.Text("task_key")!), shared))),
        };
    }

    private static JObject Head(long jobId, string name, string type, string format, Principal caller) =>
        new()
        {
            ["run_id"] = CloudState.NewId(),
            ["job_id"] = jobId,
            ["run_name"] = name,
            ["run_type"] = type,
            ["format"] = format,
            ["trigger"] = "ONE_TIME",
            ["creator_user_name"] = caller.UserName,
        };

    private void Complete(JObject run, JObject settings, RunParameters parameters)
    {
        foreach (var name in new[] { "timeout_seconds", "job_clusters", "environments", "git_source" })
            if (settings[name] is { } value)
                run[name] = value.DeepClone();
        if (parameters.Job.Count > 0)
            run["job_parameters"] = parameters.Job;
        if (parameters.Overriding is not null)
            run["overriding_parameters"] = parameters.Overriding;

        run["tasks"] = new JArray(settings.Objects("tasks").Select(task => Resolved(run, task)));
        run["phases"] = new JArray(Phase(run, [.. run.Objects("tasks")], _ => 0));
    }

    private static JObject Resolved(JObject run, JObject task)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in run.Objects("job_parameters"))
            values[$"job.parameters.{parameter.Text("name")}"] = parameter.Text("value") ?? "";
        values["job.id"] = run.Text("job_id")!;
        values["job.name"] = run.Text("run_name")!;
        values["job.run_id"] = run.Text("run_id")!;
        values["task.name"] = task.Text("task_key")!;

        var resolved = task.Copy();
        DynamicValues.Resolve(resolved, values);
        return resolved;
    }

    /// <summary>Puts into an attempt that waited for them the values of other tasks, and says what it does with them.</summary>
    public void Resolve(JObject run, JObject attempt, RunTimeline timeline)
    {
        var task = run.Objects("tasks").First(task => task.Text("task_key") == attempt.Text("task_key")).Copy();
        DynamicValues.Resolve(task, TaskValues.Of(timeline).ToDictionary(value => value.Name, value => value.Text, StringComparer.Ordinal));
        attempt["task"] = task;
        Plan(run, task, attempt, mayWait: false);
    }

    private void Plan(JObject run, JObject task, JObject attempt, bool mayWait)
    {
        var name = run.Text("run_name")!;
        var planned = work.Plan(name, task, mayWait);
        attempt["work"] = planned;
        if (task.Object("for_each_task") is not { } loop || planned.ContainsKey(TaskWork.Deferred))
            return;

        if (ForEach.Iterations(loop, iteration => work.Plan(name, iteration, mayWait: false)) is { } iterations)
            attempt["iterations"] = iterations;
        else
            planned.Merge(
                new JObject
                {
                    ["result_state"] = "FAILED",
                    ["error"] = $"The inputs of a for-each task must be a JSON array, and are: {loop.Text("inputs")}",
                }
            );
    }

    private JObject Attempt(JObject run, JObject task, long number, Dictionary<string, JObject> shared)
    {
        var attempt = new JObject
        {
            ["task_key"] = task["task_key"],
            ["run_id"] = CloudState.NewId(),
            ["attempt_number"] = number,
        };
        Plan(run, task, attempt, mayWait: true);
        if (Cluster(task, shared) is { } cluster)
            attempt["cluster_instance"] = cluster;

        return attempt;
    }

    private JObject? Cluster(JObject task, Dictionary<string, JObject> shared)
    {
        if (task.Text("existing_cluster_id") is { } existing)
            return Instance(existing);
        if (task.ContainsKey("new_cluster"))
            return Instance(NewClusterId());
        if (task.Text("job_cluster_key") is not { } key)
            return null;

        return shared.TryGetValue(key, out var instance) ? instance : shared[key] = Instance(NewClusterId());
    }

    private string NewClusterId() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{state.Clock.GetUtcNow():MMdd-HHmmss}-{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 8)}"
        );

    private static JObject Instance(string clusterId) =>
        new() { ["cluster_id"] = clusterId, ["spark_context_id"] = RandomNumberGenerator.GetString("123456789", 18) };
}
