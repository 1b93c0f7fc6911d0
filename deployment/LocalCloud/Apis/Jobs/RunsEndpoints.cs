using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary><c>/api/2.x/jobs/run-now</c> and <c>/api/2.x/jobs/runs/*</c>.</summary>
internal sealed class RunsEndpoints(
    JobStore jobs,
    RunStore runs,
    JobDrafts drafts,
    RunBuilder builder,
    RunViews views,
    RunOutputs outputs,
    RunRepairs repairs
) : IEndpoints
{
    public void Map(RouteTable routes)
    {
        routes.PostJobs("run-now", (_, request) => RunNow(request));
        routes.PostJobs("runs/submit", Submit);
        routes.GetJobs("runs/get", Get);
        routes.GetJobs("runs/list", List);
        routes.PostJobs("runs/cancel", (_, request) => Cancel(request));
        routes.PostJobs("runs/cancel-all", (_, request) => CancelAll(request));
        routes.PostJobs("runs/delete", (_, request) => Delete(request));
        routes.GetJobs("runs/get-output", (version, request) => ApiResponse.Json(outputs.Output(version, RunId(request), request.BaseUrl)));
        routes.GetJobs("runs/export", (version, request) => ApiResponse.Json(outputs.Export(version, RunId(request))));
        routes.PostJobs("runs/repair", (_, request) => ApiResponse.Json(new JObject { ["repair_id"] = repairs.Repair(request) }));
    }

    private ApiResponse RunNow(ApiRequest request)
    {
        var job = jobs.Get(request.Number("job_id") ?? 0);
        var id = runs.Tokens.Once(
            $"run-now/{job.Number("job_id")}",
            request.Text("idempotency_token"),
            () =>
            {
                var settings = job.Object("settings")!;
                var parameters = RunParameters.Of(request, settings.Objects("parameters"));
                var queue = (request.Parameters["queue"] as JObject ?? settings.Object("queue"))?.Flag("enabled") ?? false;
                return runs.Add(builder.FromJob(job, parameters, request.Parameters.Texts("only"), request.Caller), queue);
            }
        );
        return ApiResponse.Json(new JObject { ["run_id"] = id, ["number_in_job"] = id });
    }

    private ApiResponse Submit(JobsVersion version, ApiRequest request)
    {
        var id = runs.Tokens.Once(
            "submit",
            request.Text("idempotency_token"),
            () =>
            {
                var clean = JobDrafts.Clean(request.Parameters);
                JobChecks.Require(
                    !clean.ContainsKey("job_clusters") && !clean.Objects("tasks").Any(task => task.ContainsKey("job_cluster_key")),
                    "Shared job cluster feature is not supported in runs/submit API."
                );
                clean.Default("run_name", "Untitled");
                clean["name"] = clean["run_name"];
                var draft = drafts.Of(clean, version);
                JobDefaults.Fill(draft.Settings);
                return runs.Add(
                    builder.FromSubmit(draft.Settings, draft.IsSingle, RunParameters.Of(request, []), request.Caller),
                    mayQueue: true
                );
            }
        );
        return ApiResponse.Json(new JObject { ["run_id"] = id });
    }

    private ApiResponse Get(JobsVersion version, ApiRequest request)
    {
        if (runs.FindTask(RunId(request)) is { } found)
            return ApiResponse.Json(views.TaskRun(found.Run, found.Span, request.BaseUrl));

        var run = runs.Get(RunId(request));
        var view = views.Run(run, version, request.BaseUrl, details: true);
        if (request.Flag("include_history"))
            view["repair_history"] = views.History(run);
        if (version == JobsVersion.V22)
            ArrayPages.Cut(view, view, request.Text("page_token"));

        return ApiResponse.Json(view);
    }

    private ApiResponse List(JobsVersion version, ApiRequest request)
    {
        var (active, completed, expand) = (request.Flag("active_only"), request.Flag("completed_only"), request.Flag("expand_tasks"));
        JobChecks.Require(!active || !completed, "Only one of active_only and completed_only can be true.");

        // Until 2.1, scripts asked for up to 1000; the newer cap is given as 25 or 26, and 0 means the most there is.
        var highest = version == JobsVersion.V20 ? 1000 : 26;
        var limit = ListPage.Limit(request, 0, highest, otherwise: 20) is > 0 and var asked ? asked : highest;
        var (from, to, type) = (
            request.Number("start_time_from") ?? 0,
            request.Number("start_time_to") ?? long.MaxValue,
            request.Text("run_type")
        );

        runs.Settle(request.Number("job_id"));
        var page = ListPage.Of(
            runs.Index,
            "runs",
            request,
            request.Text("job_id"),
            limit,
            run =>
                run.Number(RunStore.TimeField) is { } time
                && time >= from
                && time <= to
                && (type is null || run.Text("run_type") == type)
                && ((!active && !completed) || runs.State(run).IsOver == completed)
        );
        return ApiResponse.Json(page.Answer("runs", run => ListedRun(run, version, request.BaseUrl, expand)));
    }

    private JObject ListedRun(JObject run, JobsVersion version, string baseUrl, bool expand)
    {
        var view = views.Run(run, version, baseUrl, expand);
        if (version == JobsVersion.V22)
            ArrayPages.CutFirst(view, view);

        return view;
    }

    private ApiResponse Cancel(ApiRequest request)
    {
        var id = RunId(request);
        runs.Cancel(runs.FindTask(id)?.Run.Number("run_id") ?? id);
        return ApiResponse.Empty;
    }

    private ApiResponse CancelAll(ApiRequest request)
    {
        var queuedOnly = request.Flag("all_queued_runs");
        var job = request.Number("job_id");
        JobChecks.Require(job is not null || queuedOnly, "Missing required field: job_id");
        if (job is { } id)
            jobs.Get(id);

        runs.CancelAll(job, queuedOnly);
        return ApiResponse.Empty;
    }

    private ApiResponse Delete(ApiRequest request)
    {
        runs.Delete(RunId(request));
        return ApiResponse.Empty;
    }

    private static long RunId(ApiRequest request) => request.Number("run_id") ?? 0;
}
