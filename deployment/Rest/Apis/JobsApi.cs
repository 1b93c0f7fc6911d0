using System.Globalization;
using System.Runtime.CompilerServices;
using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The form of a job's settings: single-task fields at the top level, or tasks.</summary>
public enum JobsVersion
{
    /// <summary>Single-task fields at the top level, as older files hold them; new jobs do not queue.</summary>
    V20,

    /// <summary><c>tasks</c>; new jobs queue unless they say otherwise.</summary>
    V22,
}

/// <summary>The Jobs API: read as 2.2, written as 2.2 or, for single-task files, as 2.0.</summary>
public sealed class JobsApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.2/jobs/";

    // The service cuts these at 100 elements a page, within each job.
    private static readonly string[] PagedLists = ["tasks", "job_clusters", "environments", "parameters"];

    private static readonly AnswerShape Job = new(
        Number("job_id").Needed,
        Flag("has_more"),
        Number("created_time"),
        Text("creator_user_name"),
        Text("run_as_user_name"),
        Object("settings"),
        Text("settings.name"),
        Objects("settings.parameters"),
        Text("settings.parameters[].name")
    );

    /// <summary>Newest first, each with all its tasks.</summary>
    /// <param name="name">Only jobs of this name, in any case; null for all.</param>
    public async IAsyncEnumerable<JObject> ListAsync(string? name, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var job in ListFirstPagesAsync(name, ct).ConfigureAwait(false))
            yield return IsCutShort(job) ? await GetAsync((long)job["job_id"]!, ct).ConfigureAwait(false) : job;
    }

    /// <summary>Newest first, as the list has them: of those with more than 100 tasks only the beginning.</summary>
    /// <inheritdoc cref="ListAsync"/>
    public IAsyncEnumerable<JObject> ListFirstPagesAsync(string? name, CancellationToken ct) =>
        workspace.ItemsAsync(
            "jobs",
            "job_id",
            Job,
            token => WorkspaceRequest.Get(Root + "list", ("limit", "100"), ("expand_tasks", "true"), ("name", name), ("page_token", token)),
            ct
        );

    /// <summary>Whether a listed job has more than the list says.</summary>
    public static bool IsCutShort(JObject job) => (bool?)job["has_more"] == true;

    /// <summary>The job with the lists of all its pages put together.</summary>
    public Task<JObject> GetAsync(long id, CancellationToken ct) =>
        workspace.WholeAsync(
            token => WorkspaceRequest.Get(Root + "get", ("job_id", Digits(id)), ("page_token", token)),
            page => page["settings"] as JObject,
            PagedLists,
            Job,
            ct
        );

    /// <inheritdoc cref="CreateAsync(JObject, JobsVersion, CancellationToken)"/>
    public Task<long> CreateAsync(JObject settings, CancellationToken ct) => CreateAsync(settings, JobsVersion.V22, ct);

    /// <summary>
    /// Not repeated after a failure that leaves the outcome open: names need not be unique, so that would make a second job.
    /// </summary>
    /// <returns>The job's id.</returns>
    public Task<long> CreateAsync(JObject settings, JobsVersion version, CancellationToken ct) =>
        workspace.StartAsync(WorkspaceRequest.Post(Path(version) + "create", settings, RepeatSafety.Unsafe), "job_id", ct);

    /// <inheritdoc cref="ResetAsync(long, JObject, JobsVersion, CancellationToken)"/>
    public Task ResetAsync(long id, JObject settings, CancellationToken ct) => ResetAsync(id, settings, JobsVersion.V22, ct);

    /// <summary>Replaces all settings; what they leave out gets the service's default, except <c>run_as</c>, which stays.</summary>
    public Task ResetAsync(long id, JObject settings, JobsVersion version, CancellationToken ct) =>
        workspace.SendAsync(
            WorkspaceRequest.Post(
                Path(version) + "reset",
                new JObject { ["job_id"] = id, ["new_settings"] = new JObject(settings) },
                RepeatSafety.Idempotent
            ),
            ct
        );

    public Task DeleteAsync(long id, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Post(Root + "delete", new JObject { ["job_id"] = id }, RepeatSafety.Idempotent), ct);

    /// <summary>The job's runs that are queued or not at their end yet.</summary>
    public IAsyncEnumerable<JObject> ActiveRunsAsync(long id, CancellationToken ct) =>
        new RunsApi(workspace).ListAsync(id, activeOnly: true, ct);

    private static string Path(JobsVersion version) => version == JobsVersion.V20 ? "/api/2.0/jobs/" : Root;

    private static string Digits(long id) => id.ToString(CultureInfo.InvariantCulture);
}
