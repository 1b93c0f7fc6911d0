using System.Globalization;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>Runs and task runs as <c>runs/get</c>, <c>runs/list</c> and the outputs show them.</summary>
internal sealed class RunViews(RunStore runs, CloudState state, string workspaceId)
{
    private static readonly string[] ClusterSpec = ["existing_cluster_id", "new_cluster", "job_cluster_key", "libraries"];

    private static readonly string[] Shown = ["job_clusters", "job_parameters", "overriding_parameters", "git_source"];

    /// <param name="details">With tasks and job clusters.</param>
    public JObject Run(JObject run, JobsVersion version, string baseUrl, bool details)
    {
        var timeline = runs.Timeline(run);
        var now = state.Now;
        var current = RunStates.Of(run, timeline, now);
        var view = Head(run, run.Number("run_id")!.Value, run.Text("run_name")!, baseUrl);
        RunStates.Show(view, current);
        foreach (var name in details ? Shown : Shown.Where(name => name != "job_clusters"))
            if (run[name] is { } value)
                view[name] = value;

        var start = run.Number(RunStore.TimeField)!.Value;
        var end = run.Flag("skipped") ? start : timeline.Last.End;
        var ended = current.IsOver ? end : 0;
        if (QueueDuration(timeline, start, now) is { } queued)
            view["queue_duration"] = queued;
        if (version == JobsVersion.V20 && JobViews.IsSingle(run))
        {
            var task = run.Objects("tasks").First();
            view["format"] = "SINGLE_TASK";
            Single(view, task, timeline.Tasks[task.Text("task_key")!], now);
            view["start_time"] = start;
            view["end_time"] = ended;
            return view;
        }

        view["format"] = "MULTI_TASK";
        Times(view, start, 0, 0, 0, ended);
        if (current.IsOver)
            view["run_duration"] = end - start;
        if (details && !run.Flag("skipped"))
            view["tasks"] = new JArray(
                run.Objects("tasks").Select(task => Task(run, task, timeline.Tasks[task.Text("task_key")!], baseUrl, now))
            );

        return view;
    }

    /// <summary>How long the run waited for its turn; null when it did not, or still does.</summary>
    private static long? QueueDuration(RunTimeline timeline, long start, long now) =>
        timeline.Phases[0].Begin is { } begin && begin > start && begin <= now ? begin - start : null;

    /// <summary>One task run as a run of its own.</summary>
    public JObject TaskRun(JObject run, TaskSpan span, string baseUrl)
    {
        var task = TaskOf(run, span);
        var view = Head(run, span.Attempt.Number("run_id")!.Value, task.Text("task_key")!, baseUrl);
        RunStates.Show(view, RunStates.Of(span, state.Now));
        Single(view, task, span, state.Now);
        if (task.ContainsKey("for_each_task"))
            view["iterations"] = new JArray(
                span.Iterations.Select(iteration => Task(run, iteration.Attempt.Object("task")!, iteration, baseUrl, state.Now))
            );

        return view;
    }

    /// <summary>As it was declared, with the values put in that it waited for.</summary>
    public static JObject TaskOf(JObject run, TaskSpan span) =>
        span.Attempt.Object("task") ?? run.Objects("tasks").First(task => task.Text("task_key") == span.Attempt.Text("task_key"));

    /// <summary>The original run and its repairs, oldest first.</summary>
    public JArray History(JObject run)
    {
        var now = state.Now;
        return new JArray(
            runs.Timeline(run)
                .Phases.Select(
                    (phase, number) =>
                    {
                        var entry = new JObject
                        {
                            ["type"] = number == 0 ? "ORIGINAL" : "REPAIR",
                            ["start_time"] = phase.Begin ?? 0,
                            ["end_time"] = now >= phase.End ? phase.End : 0,
                        };
                        if (phase.Document.Number("repair_id") is { } id)
                            entry["id"] = id;
                        RunStates.Show(entry, now >= phase.End ? RunStates.Ended(phase.Result, phase.Message) : runs.State(run));
                        entry["task_run_ids"] = new JArray(phase.Document.Objects("tasks").Select(attempt => attempt["run_id"]));
                        return entry;
                    }
                )
        );
    }

    private JObject Head(JObject run, long id, string name, string baseUrl) =>
        new()
        {
            ["job_id"] = run["job_id"],
            ["run_id"] = id,
            ["number_in_job"] = id,
            ["creator_user_name"] = run["creator_user_name"],
            ["original_attempt_run_id"] = id,
            ["trigger"] = run["trigger"],
            ["run_name"] = name,
            ["run_page_url"] = Page(run, id, baseUrl),
            ["run_type"] = run["run_type"],
        };

    private JObject Task(JObject run, JObject task, TaskSpan span, string baseUrl, long now)
    {
        var view = (span.Attempt.Object("task") ?? task).Copy();
        if (view.Object("for_each_task") is { } loop)
            loop["stats"] = Statistics(span, now);
        if (view.Object("condition_task") is { } condition && now >= span.End && span.Work?.Text("outcome") is { } outcome)
            condition["outcome"] = outcome;
        var id = span.Attempt.Number("run_id")!.Value;
        view.AddFirst(new JProperty("run_id", id));
        RunStates.Show(view, RunStates.Of(span, now));
        view["run_page_url"] = Page(run, id, baseUrl);
        Running(view, span, now);
        return view;
    }

    private static JObject Statistics(TaskSpan span, long now)
    {
        var ended = span.Iterations.Where(iteration => now >= iteration.End).ToList();
        var failed = ended.Count(iteration => RunIf.IsFailure(iteration.Result));
        return new JObject
        {
            ["task_run_stats"] = new JObject
            {
                ["total_iterations"] = span.Iterations.Count,
                ["scheduled_iterations"] = span.Iterations.Count(iteration => now >= iteration.Ready),
                ["active_iterations"] = span.Iterations.Count(iteration => now >= iteration.Ready && now < iteration.End),
                ["completed_iterations"] = ended.Count,
                ["succeeded_iterations"] = ended.Count - failed,
                ["failed_iterations"] = failed,
            },
        };
    }

    private static void Single(JObject view, JObject task, TaskSpan span, long now)
    {
        view["task"] = new JObject(task.Properties().Where(property => property.Name.EndsWith("_task", StringComparison.Ordinal)));
        view["cluster_spec"] = new JObject(task.Properties().Where(property => ClusterSpec.Contains(property.Name)));
        Running(view, span, now);
    }

    private static void Running(JObject view, TaskSpan span, long now)
    {
        var over = now >= span.End;
        var work = Math.Min(span.Stopping ?? span.End, span.End);
        Times(
            view,
            now >= span.Ready ? span.Ready : 0,
            span.Executed && now >= span.Running ? span.Running - span.Ready : 0,
            over && span.Executed ? Math.Max(0, work - span.Running) : 0,
            over && span.Executed ? span.End - work : 0,
            over ? span.End : 0
        );
        if (span.Executed && now >= span.Running && span.Attempt.Object("cluster_instance") is { } cluster)
            view["cluster_instance"] = cluster;
        view["attempt_number"] = span.Attempt["attempt_number"];
    }

    private static void Times(JObject view, long start, long setup, long execution, long cleanup, long end)
    {
        view["start_time"] = start;
        view["setup_duration"] = setup;
        view["execution_duration"] = execution;
        view["cleanup_duration"] = cleanup;
        view["end_time"] = end;
    }

    private string Page(JObject run, long id, string baseUrl) =>
        string.Create(CultureInfo.InvariantCulture, $"{baseUrl}/?o={workspaceId}#job/{run.Number("job_id")}/run/{id}");
}
