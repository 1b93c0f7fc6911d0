using System.Globalization;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>The jobs of a workspace.</summary>
internal sealed class RemoteJobs(JobKind kind, JobsApi jobs, TimeProvider clock) : RemoteObjects(kind), IUpdatable, IBusy
{
    public override WriteCalls Calls { get; } =
        new()
        {
            Create = WriteCall.List("POST /api/2.2/jobs/create", "POST /api/2.0/jobs/create"),
            Update = WriteCall.List("POST /api/2.2/jobs/reset", "POST /api/2.0/jobs/reset"),
            Delete = WriteCall.List("POST /api/2.2/jobs/delete"),
        };

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

    /// <remarks>
    /// Job names are not unique and the service has no idempotency token for jobs. This is called only when the workspace had no job of
    /// that name, so a job of that name after a lost answer is the one just sent.
    /// </remarks>
    public override async Task<string> CreateAsync(AssetWrite write, CancellationToken ct)
    {
        try
        {
            return Id(await jobs.CreateAsync(Sendable(write.Wanted), VersionFor(write.Wanted), ct));
        }
        catch (WorkspaceApiException e) when (e.OutcomeUnknown)
        {
            return await ReadLag.LookAsync(() => FindAsync(write.Declaration.Name, ct), id => id is not null, clock, ct)
                ?? Id(await jobs.CreateAsync(Sendable(write.Wanted), VersionFor(write.Wanted), ct));
        }
    }

    public Task UpdateAsync(AssetWrite write, CancellationToken ct)
    {
        var wanted = WithHeldQueue(write.Wanted, write.Held);
        return jobs.ResetAsync(Number(write.Id!), Sendable(wanted), VersionFor(wanted), ct);
    }

    public override Task DeleteAsync(string id, CancellationToken ct) => jobs.DeleteAsync(Number(id), ct);

    public async Task<string?> BusyAsync(string id, CancellationToken ct) =>
        await jobs.ActiveRunsAsync(Number(id), ct).CountAsync(ct) switch
        {
            0 => null,
            1 => "a run of it is active",
            var count => $"{count} runs of it are active",
        };

    protected override IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) => jobs.ListAsync(name: null, ct);

    protected override Task<JObject> GetAsync(string id, CancellationToken ct) => jobs.GetAsync(Number(id), ct);

    protected override LiveAsset Live(JObject answer) =>
        new()
        {
            Name = (string?)answer["settings"]?["name"] ?? "",
            Id = Id((long)answer["job_id"]!),
            State = (JObject?)answer["settings"]?.DeepClone() ?? [],
            Creator = (string?)answer["creator_user_name"],
        };

    /// <summary>A job queues by default, and a reset without the field would end that.</summary>
    private static JObject WithHeldQueue(JObject wanted, JObject held) =>
        wanted["queue"] is null && !JobShape.IsSingleTask(wanted) && (bool?)(held["queue"] as JObject)?["enabled"] == true
            ? new JObject(wanted) { ["queue"] = held["queue"]!.DeepClone() }
            : wanted;

    /// <summary>The answer for one job has its identity even where the settings do not; the listing never has it.</summary>
    private LiveAsset WithRunAs(JObject job)
    {
        var live = Live(job);
        if (live.State[RunAs.Field] is null && (string?)job[RunAs.ReadField] != live.Creator && RunAs.ReadFrom(job) is { } identity)
            live.State[RunAs.Field] = identity;

        return live;
    }

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
