using System.Globalization;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>Jobs, declared one per file in <c>jobs/</c>: bare settings, or the whole answer of <c>jobs/get</c>.</summary>
internal sealed class JobKind(JobsApi jobs, TimeProvider clock) : JsonKind("jobs", "job", "name", "settings.name")
{
    public override string? ExpectedIdForm(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : "a number";

    public override FieldRules Rules { get; } = new(JobSchema.Job);

    public override string TagsField => "tags";

    public override JObject InShapeOf(JObject declared, JObject state) =>
        JobShape.IsSingleTask(declared) ? JobShape.AsSingleTask(state) : state;

    /// <summary>A job whose listing is incomplete is read by id. One that cannot be read does not hide the others.</summary>
    public override async Task<FoundAssets> DiscoverAsync(IReadOnlyList<Declaration> declared, CancellationToken ct) =>
        new(
            await jobs.ListFirstPagesAsync(name: null, ct)
                .Select(job =>
                {
                    var live = Live(job);
                    return Found(
                        live.Name,
                        live.Id,
                        JobsApi.IsCutShort(job) ? async token => WithRunAs(await GetAsync(live.Id, token)) : _ => Task.FromResult(live)
                    );
                })
                .ToListAsync(ct)
        );

    public override JObject ToDeclaration(LiveAsset live, ICollection<string> left)
    {
        var settings = JobExport.Of(live);
        return DeclarableFields.Of(settings, Rules, left);
    }

    /// <remarks>
    /// Job names are not unique and the service has no idempotency token for jobs. This is called only when the workspace had no job of
    /// that name, so a job of that name after a lost answer is the one just sent.
    /// </remarks>
    public override async Task<string> CreateAsync(Declaration declaration, JObject wanted, string nonce, CancellationToken ct)
    {
        try
        {
            return Id(await jobs.CreateAsync(Sendable(wanted), VersionFor(wanted), ct));
        }
        catch (WorkspaceApiException e) when (e.OutcomeUnknown)
        {
            return await ReadLag.LookAsync(() => FindAsync(declaration.Name, ct), id => id is not null, clock, ct)
                ?? Id(await jobs.CreateAsync(Sendable(wanted), VersionFor(wanted), ct));
        }
    }

    public override Task UpdateAsync(string id, Declaration declaration, JObject wanted, CancellationToken ct) =>
        jobs.ResetAsync(Number(id), Sendable(wanted), VersionFor(wanted), ct);

    /// <summary>A job that does nothing, needs no compute and has no schedule or trigger.</summary>
    public override JObject Stub(Declaration declaration) =>
        new()
        {
            ["name"] = declaration.Name,
            ["description"] = "A deployment that is under way completes this job.",
            ["max_concurrent_runs"] = 1,
            ["queue"] = new JObject { ["enabled"] = true },
            ["tasks"] = new JArray(
                new JObject
                {
                    ["task_key"] = "nothing",
                    ["condition_task"] = new JObject
                    {
                        ["op"] = "EQUAL_TO",
                        ["left"] = "1",
                        ["right"] = "1",
                    },
                }
            ),
        };

    /// <summary>A job queues by default, and a reset without the field would end that.</summary>
    public override JObject MergeServerState(JObject wanted, JObject held) =>
        wanted["queue"] is null && !JobShape.IsSingleTask(wanted) && (bool?)(held["queue"] as JObject)?["enabled"] == true
            ? new JObject(wanted) { ["queue"] = held["queue"]!.DeepClone() }
            : wanted;

    public override string? ManagedBy(JObject state) =>
        (string?)state.SelectToken("deployment.kind") switch
        {
            "BUNDLE" => "a Databricks Asset Bundle",
            { Length: > 0 } tool => $"another tool ({tool})",
            _ => (string?)state["edit_mode"] == "UI_LOCKED" ? "another tool, which locked it against edits in the UI" : null,
        };

    public override Task DeleteAsync(string id, CancellationToken ct) => jobs.DeleteAsync(Number(id), ct);

    public override async Task<string?> BusyAsync(string id, CancellationToken ct) =>
        await jobs.ActiveRunsAsync(Number(id), ct).CountAsync(ct) switch
        {
            0 => null,
            1 => "a run of it is active",
            var count => $"{count} runs of it are active",
        };

    protected override IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) => jobs.ListAsync(name: null, ct);

    protected override Task<JObject> GetAsync(string id, CancellationToken ct) => jobs.GetAsync(Number(id), ct);

    protected override LiveAsset Live(JObject listed) =>
        new()
        {
            Name = (string?)listed["settings"]?["name"] ?? "",
            Id = Id((long)listed["job_id"]!),
            State = (JObject?)listed["settings"]?.DeepClone() ?? [],
            Creator = (string?)listed["creator_user_name"],
        };

    /// <remarks>The wrapper has <c>run_as</c> in the form that is read, the settings in the form that is written.</remarks>
    protected override Declaration Opened(Declaration declaration)
    {
        if (declaration.Content["name"] is not null || declaration.Content["settings"] is not JObject settings)
            return declaration;

        if (settings["run_as"] is null && (string?)(declaration.Content["run_as_user_name"] as JValue) is { Length: > 0 } identity)
            settings["run_as"] = RunAs(identity);

        return declaration with
        {
            Content = settings,
        };
    }

    protected override void Check(Declaration declaration, ICollection<Finding> findings) =>
        new JobCheck(new CheckReport(declaration, findings)).Check(declaration.Content);

    /// <summary>The answer for one job has its identity even where the settings do not; the listing never has it.</summary>
    private LiveAsset WithRunAs(JObject job)
    {
        var live = Live(job);
        if (live.State["run_as"] is null && (string?)job["run_as_user_name"] is { Length: > 0 } identity && identity != live.Creator)
            live.State["run_as"] = RunAs(identity);

        return live;
    }

    private static JObject RunAs(string identity) =>
        new() { [Guid.TryParse(identity, out _) ? "service_principal_name" : "user_name"] = identity };

    private async Task<string?> FindAsync(string name, CancellationToken ct)
    {
        var oldest = (JObject?)null;
        await foreach (var job in jobs.ListAsync(name, ct))
            if ((string?)job["settings"]?["name"] == name && (oldest is null || (long?)job["created_time"] < (long?)oldest["created_time"]))
                oldest = job;

        return oldest is null ? null : Id((long)oldest["job_id"]!);
    }

    private static JobsVersion VersionFor(JObject settings) => JobShape.IsSingleTask(settings) ? JobsVersion.V20 : JobsVersion.V22;

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static long Number(string id) => long.Parse(id, CultureInfo.InvariantCulture);
}
