using System.Globalization;
using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The runs of the Jobs API, 2.2.</summary>
public sealed class RunsApi(WorkspaceClient workspace)
{
    private const string Jobs = "/api/2.2/jobs/";
    private const string Root = Jobs + "runs/";

    // The service cuts these at 100 elements a page.
    private static readonly string[] PagedLists = ["tasks", "job_clusters", "job_parameters", "iterations"];

    private static readonly AnswerField[] Ended =
    [
        Object("state"),
        Text("state.life_cycle_state"),
        Text("state.result_state"),
        Text("state.state_message"),
        Text("status.termination_details.message"),
        Number("start_time"),
        Number("end_time"),
        Text("run_page_url"),
    ];

    private static readonly AnswerField[] OfTask = [Text("task_key"), Number("run_id"), Number("attempt_number"), .. Ended];

    private static readonly AnswerShape Run = new([Number("run_id").Needed, .. Ended, .. OfEach("tasks"), .. OfEach("iterations")]);

    private static readonly AnswerShape Listed = new([Number("run_id").Needed, .. Ended]);

    private static readonly AnswerShape Output = new(
        Object("notebook_output"),
        Text("notebook_output.result"),
        Flag("notebook_output.truncated"),
        Text("error"),
        Text("error_trace"),
        Text("logs"),
        Text("info")
    );

    private static readonly AnswerShape View = new(Text("name"), Text("content"));

    /// <summary>Starts a one-time run.</summary>
    /// <param name="idempotencyToken">At most 64 characters. However often it is sent, there is one run for it, which every answer
    /// names.</param>
    /// <returns>The run's id.</returns>
    public Task<long> SubmitAsync(JObject run, string idempotencyToken, CancellationToken ct) =>
        StartAsync(Root + "submit", run, idempotencyToken, ct);

    /// <summary>Starts a run of a job.</summary>
    /// <param name="parameters">What the request holds besides: <c>job_parameters</c>, <c>notebook_params</c>, <c>queue</c>, …</param>
    /// <inheritdoc cref="SubmitAsync"/>
    public Task<long> RunNowAsync(long jobId, JObject parameters, string idempotencyToken, CancellationToken ct) =>
        StartAsync(Jobs + "run-now", new JObject(parameters) { ["job_id"] = jobId }, idempotencyToken, ct);

    /// <summary>The run, or the run of one task, with the lists of all its pages put together.</summary>
    public Task<JObject> GetAsync(long id, CancellationToken ct) =>
        workspace.WholeAsync(
            token => WorkspaceRequest.Get(Root + "get", ("run_id", Digits(id)), ("page_token", token)),
            page => page,
            PagedLists,
            Run,
            ct
        );

    /// <summary>Newest first, without their tasks.</summary>
    /// <param name="jobId">Of one job; null for all.</param>
    public IAsyncEnumerable<JObject> ListAsync(long? jobId, bool activeOnly, CancellationToken ct) =>
        workspace.ItemsAsync(
            "runs",
            "run_id",
            Listed,
            token =>
                WorkspaceRequest.Get(
                    Root + "list",
                    ("limit", "25"),
                    ("job_id", jobId is { } id ? Digits(id) : null),
                    ("active_only", activeOnly ? "true" : null),
                    ("page_token", token)
                ),
            ct
        );

    /// <summary>What the run of one task left: its exit value, or its error.</summary>
    /// <param name="taskRunId">Not the run of the whole job.</param>
    public Task<JObject> GetOutputAsync(long taskRunId, CancellationToken ct) =>
        workspace.ReadAsync(WorkspaceRequest.Get(Root + "get-output", ("run_id", Digits(taskRunId))), Output, ct);

    /// <summary>Asks the run to stop, which takes a while; one that is over stays as it is.</summary>
    public Task CancelAsync(long id, CancellationToken ct) => PostAsync("cancel", new JObject { ["run_id"] = id }, ct);

    /// <summary>Asks all runs of a job to stop, those in the queue included.</summary>
    public Task CancelAllAsync(long jobId, CancellationToken ct) => PostAsync("cancel-all", new JObject { ["job_id"] = jobId }, ct);

    /// <summary>Of a run that is over.</summary>
    public Task DeleteAsync(long id, CancellationToken ct) => PostAsync("delete", new JObject { ["run_id"] = id }, ct);

    /// <summary>Runs the failed tasks again, with those that depend on them.</summary>
    /// <param name="latestRepairId">Of the repair before; null at the first. With another one the service refuses, so a repeated request
    /// makes no second repair.</param>
    /// <returns>The repair's id.</returns>
    public Task<long> RepairAsync(long id, long? latestRepairId, CancellationToken ct)
    {
        var body = new JObject
        {
            ["run_id"] = id,
            ["rerun_all_failed_tasks"] = true,
            ["rerun_dependent_tasks"] = true,
        };
        if (latestRepairId is not null)
            body["latest_repair_id"] = latestRepairId;
        return workspace.StartAsync(WorkspaceRequest.Post(Root + "repair", body, RepeatSafety.Unsafe), "repair_id", ct);
    }

    /// <summary>The pages of a notebook's run, each with <c>name</c>, <c>type</c> and its HTML as <c>content</c>.</summary>
    public Task<IReadOnlyList<JObject>> ExportAsync(long taskRunId, CancellationToken ct) =>
        workspace.ListAsync(
            "views",
            View,
            WorkspaceRequest.Get(Root + "export", ("run_id", Digits(taskRunId)), ("views_to_export", "ALL")),
            ct
        );

    private Task<long> StartAsync(string path, JObject run, string idempotencyToken, CancellationToken ct) =>
        workspace.StartAsync(
            WorkspaceRequest.Post(path, new JObject(run) { ["idempotency_token"] = idempotencyToken }, RepeatSafety.Idempotent),
            "run_id",
            ct
        );

    private static IEnumerable<AnswerField> OfEach(string list) =>
        [Objects(list), .. OfTask.Select(field => field with { Path = $"{list}[].{field.Path}" })];

    private Task PostAsync(string call, JObject body, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Post(Root + call, body, RepeatSafety.Idempotent), ct);

    private static string Digits(long id) => id.ToString(CultureInfo.InvariantCulture);
}
