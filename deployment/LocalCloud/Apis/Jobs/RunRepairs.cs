using Layercake.LocalCloud.Apis.Unconfirmed;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>Runs some tasks of a finished run again: <c>runs/repair</c>.</summary>
internal sealed class RunRepairs(RunStore runs, RunBuilder builder, CloudState state)
{
    private readonly UnconfirmedRules unconfirmed = new(state);

    public long Repair(ApiRequest request)
    {
        var id = request.Number("run_id") ?? 0;
        var repairId = CloudState.NewId();
        runs.Repair(
            id,
            stored =>
            {
                JobChecks.Require(
                    runs.State(stored) is { LifeCycle: "TERMINATED" or RunStates.InternalError },
                    $"Run {id} is active or was skipped and cannot be repaired."
                );
                var latest = stored.Objects("phases").Last().Number("repair_id");
                JobChecks.Require(
                    latest is null || latest == request.Number("latest_repair_id"),
                    $"latest_repair_id must be {latest}, the latest repair of run {id}."
                );

                var run = stored.Copy();
                var tasks = run.Objects("tasks").ToList();
                var chosen = Chosen(request, tasks, runs.Timeline(stored));
                if (chosen.Count == 0)
                    return Unchanged(stored, request);

                var attempts = run.Objects("phases")
                    .SelectMany(done => done.Objects("tasks"))
                    .ToLookup(attempt => attempt.Text("task_key")!, StringComparer.Ordinal);
                Override(run, request);
                var phase = builder.Phase(
                    run,
                    [.. tasks.Where(task => chosen.Contains(task.Text("task_key")!))],
                    key => attempts[key].Count()
                );
                phase["repair_id"] = repairId;
                phase["start_time"] = state.Now;
                ((JArray)run["phases"]!).Add(phase);
                return run;
            }
        );
        return repairId;
    }

    private static IReadOnlySet<string> Chosen(ApiRequest request, IReadOnlyList<JObject> tasks, RunTimeline timeline)
    {
        var failed = timeline.Tasks.Where(entry => RunIf.IsFailure(entry.Value.Result)).Select(entry => entry.Key);
        var named = request.Parameters.Texts("rerun_tasks");
        foreach (var key in named)
            JobChecks.Require(timeline.Tasks.ContainsKey(key), $"Task '{key}' does not exist in this run.");

        var chosen = request.Flag("rerun_all_failed_tasks") ? named.Concat(failed) : named;
        return request.Flag("rerun_dependent_tasks")
            ? TaskGraph.WithDependents(tasks, chosen)
            : chosen.ToHashSet(StringComparer.Ordinal);
    }

    private JObject Unchanged(JObject run, ApiRequest request)
    {
        JobChecks.Require(
            request.Flag("rerun_all_failed_tasks") && !unconfirmed.IsUsual(UnconfirmedRule.RepairOfSuccess),
            "There is nothing to run again: give rerun_tasks, or rerun_all_failed_tasks on a run with failed tasks."
        );
        return run;
    }

    private static void Override(JObject run, ApiRequest request)
    {
        var parameters = RunParameters.Of(request, run.Objects("job_parameters"));
        if (parameters.Job.Count > 0 && request.Parameters["job_parameters"] is JObject)
            run["job_parameters"] = parameters.Job;
        if (parameters.Overriding is not null)
            run["overriding_parameters"] = parameters.Overriding;
    }
}
