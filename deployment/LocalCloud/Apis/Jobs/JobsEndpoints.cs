using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary><c>/api/2.x/jobs/{create,reset,update,delete,get,list}</c>.</summary>
internal sealed class JobsEndpoints(JobStore jobs, RunStore runs, JobDrafts drafts) : IEndpoints
{
    public void Map(RouteTable routes)
    {
        routes.PostJobs("create", Create);
        routes.PostJobs("reset", Reset);
        routes.PostJobs("update", Update);
        routes.PostJobs("delete", (_, request) => Delete(request));
        routes.GetJobs("get", Get);
        routes.GetJobs("list", List);
    }

    private ApiResponse Create(JobsVersion version, ApiRequest request)
    {
        var draft = drafts.Of(JobDrafts.Clean(Fields(request)), version);
        if (version == JobsVersion.V22)
            draft.Settings.Default("queue", new JObject { ["enabled"] = true });

        return ApiResponse.Json(new JObject { ["job_id"] = jobs.Create(draft, request.Caller) });
    }

    private ApiResponse Reset(JobsVersion version, ApiRequest request)
    {
        jobs.Change(
            JobId(request),
            job =>
            {
                var stored = job.Object("settings")!;
                var wanted = JobDrafts.Clean(
                    NewSettings(request) ?? throw ApiError.InvalidParameter("Missing required field: new_settings")
                );
                // Leaving run_as out of a reset keeps the previous identity; there is no way to clear it.
                if (stored["run_as"] is { } runAs)
                    wanted.Default("run_as", runAs.DeepClone());

                return drafts.Changed(wanted, version, TaskKey(job));
            }
        );
        return ApiResponse.Empty;
    }

    private ApiResponse Update(JobsVersion version, ApiRequest request)
    {
        jobs.Change(
            JobId(request),
            job =>
            {
                var stored = job.Object("settings")!.Copy();
                var changes = JobDrafts.Clean(NewSettings(request) ?? []);
                var removals = request.Parameters.Texts("fields_to_remove");
                var single = JobViews.IsSingle(job);
                var asSingle = version == JobsVersion.V20 && !changes.ContainsKey("tasks") && (single || JobShapes.HasTaskFields(changes));
                if (asSingle)
                    JobShapes.ToSingle(stored);

                var merged = JobMerge.Apply(stored, changes, removals);
                if (asSingle)
                    return drafts.Changed(merged, version, TaskKey(job));

                // What 2.2 stored may be larger than an older version could have written; only that version's changes count.
                var draft = drafts.Changed(merged, JobsVersion.V22);
                return draft with { IsSingle = single && !changes.ContainsKey("tasks") };
            }
        );
        return ApiResponse.Empty;
    }

    private ApiResponse Delete(ApiRequest request)
    {
        var id = JobId(request);
        jobs.Delete(id);
        runs.CancelAll(id, queuedOnly: false);
        return ApiResponse.Empty;
    }

    private ApiResponse Get(JobsVersion version, ApiRequest request)
    {
        var view = JobViews.Full(jobs.Get(JobId(request)), version);
        if (version == JobsVersion.V22)
            ArrayPages.Cut(view, view.Object("settings")!, request.Text("page_token"));

        return ApiResponse.Json(view);
    }

    private ApiResponse List(JobsVersion version, ApiRequest request)
    {
        if (version == JobsVersion.V20)
            return ListWhole();

        var limit = ListPage.Limit(request, 1, 100, otherwise: 20);
        var expand = request.Flag("expand_tasks");
        var page = ListPage.Of(jobs.Index, "jobs", request, request.Text("name"), limit);
        return ApiResponse.Json(page.Answer("jobs", job => JobViews.Listed(job, version, expand)));
    }

    private ApiResponse ListWhole()
    {
        var all = jobs.Index.Take(null, NewestFirst.Cursor.Start, 0, int.MaxValue);
        if (all.Count == 0)
            return ApiResponse.Empty;

        return ApiResponse.Json(
            new JObject { ["jobs"] = new JArray(all.Select(job => JobViews.Listed(job, JobsVersion.V20, expandTasks: false))) }
        );
    }

    private static long JobId(ApiRequest request) => request.Number("job_id") ?? 0;

    private static string? TaskKey(JObject job) =>
        JobViews.IsSingle(job) ? job.Object("settings")!.Objects("tasks").First().Text("task_key") : null;

    private static JObject? NewSettings(ApiRequest request) =>
        request.Parameters["new_settings"] switch
        {
            JObject settings => settings,
            null or JValue { Value: null } => null,
            _ => throw ApiError.Malformed("Could not parse request object: new_settings must be an object"),
        };

    /// <summary>The body's fields: a query such as <c>?o=123</c> is no part of the settings.</summary>
    private static JObject Fields(ApiRequest request)
    {
        var query = request.Query.Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        return new JObject(request.Parameters.Properties().Where(property => !query.Contains(property.Name)));
    }
}
