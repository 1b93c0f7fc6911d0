using System.Globalization;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds;

/// <summary>Jobs, declared one per file in <c>jobs/</c>: bare settings, or the whole answer of <c>jobs/get</c>.</summary>
public sealed class JobKind(JobsApi jobs, TimeProvider clock) : JsonKind("jobs", "job", "name", "settings.name")
{
    /// <summary>How often a job is looked for after a create whose answer was lost, before it is sent again.</summary>
    private const int LookUps = 3;

    public override FieldRules Rules { get; } = JobFields.Rules();

    public override JObject InShapeOf(JObject declared, JObject state) => JobShape.IsSingleTask(declared) ? JobShape.AsSingleTask(state) : state;

    /// <remarks>
    /// Job names are not unique and the service has no idempotency token for jobs. This is called only when the workspace
    /// held no job of that name, so one that is there after an answer was lost is the one just sent.
    /// </remarks>
    public override async Task<string> CreateAsync(Declaration declaration, JObject wanted, CancellationToken ct)
    {
        try
        {
            return Id(await jobs.CreateAsync(Sendable(wanted), VersionFor(wanted), ct));
        }
        catch (WorkspaceApiException e) when (e.OutcomeUnknown)
        {
            return await FindAsync(declaration.Name, ct) ?? Id(await jobs.CreateAsync(Sendable(wanted), VersionFor(wanted), ct));
        }
    }

    public override Task UpdateAsync(string id, Declaration declaration, JObject wanted, CancellationToken ct) =>
        jobs.ResetAsync(Number(id), Sendable(wanted), VersionFor(wanted), ct);

    public override Task DeleteAsync(string id, CancellationToken ct) => jobs.DeleteAsync(Number(id), ct);

    protected override IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) => jobs.ListAsync(name: null, ct);

    protected override Task<JObject> GetAsync(string id, CancellationToken ct) => jobs.GetAsync(Number(id), ct);

    protected override LiveAsset Live(JObject listed) => new()
    {
        Name = (string?)listed["settings"]?["name"] ?? "",
        Id = Id((long)listed["job_id"]!),
        State = (JObject?)listed["settings"]?.DeepClone() ?? [],
        Creator = (string?)listed["creator_user_name"],
    };

    protected override Declaration Opened(Declaration declaration) =>
        declaration.Content["name"] is null && declaration.Content["settings"] is JObject settings ? declaration with { Content = settings } : declaration;

    protected override void Check(Declaration declaration, ICollection<Finding> findings) => new JobCheck(new CheckReport(declaration, findings)).Check(declaration.Content, Rules.ReadOnlyFields);

    private async Task<string?> FindAsync(string name, CancellationToken ct)
    {
        for (var look = 1; look <= LookUps; look++)
        {
            // A listing may lag behind a write by seconds.
            await Task.Delay(TimeSpan.FromSeconds(look), clock, ct);

            var oldest = (JObject?)null;
            await foreach (var job in jobs.ListAsync(name, ct))
                if ((string?)job["settings"]?["name"] == name && (oldest is null || (long?)job["created_time"] < (long?)oldest["created_time"]))
                    oldest = job;

            if (oldest is not null)
                return Id((long)oldest["job_id"]!);
        }

        return null;
    }

    private static JobsVersion VersionFor(JObject settings) => JobShape.IsSingleTask(settings) ? JobsVersion.V20 : JobsVersion.V22;

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static long Number(string id) => long.Parse(id, CultureInfo.InvariantCulture);
}
