using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.Permissions;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Pipelines;

/// <summary>The pipelines of a workspace. With one go the tables that it made.</summary>
internal sealed class RemotePipelines(PipelineKind kind, PipelinesApi pipelines, PermissionsApi permissions, TimeProvider clock)
    : RemoteObjects(kind),
        IUpdatable,
        IBusy,
        IHoldsData,
        IWaits,
        IStarts
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(4);

    private static readonly string[] AtRest = ["IDLE", "FAILED", "DELETED"];

    private readonly PipelineStart start = new(pipelines, clock);

    public override WriteCalls Calls { get; } =
        new()
        {
            Create = WriteCall.List("POST /api/2.0/pipelines"),
            Update = WriteCall.List("PUT /api/2.0/pipelines/{id}"),
            Delete = WriteCall.List("DELETE /api/2.0/pipelines/{id}"),
        };

    public string Data => "the tables that it made";

    /// <summary>Without the settings.</summary>
    protected override bool IsListedInPart => true;

    /// <remarks>Names are unique, so a second one is refused after a lost answer, and the next run finds the first by its name.</remarks>
    public override async Task<string> CreateAsync(AssetWrite write, CancellationToken ct)
    {
        var id = await pipelines.CreateAsync(Sendable(write.Wanted), ct);
        start.Begun(id, write.Wanted);
        return id;
    }

    /// <summary>Until one that was made and is continuous runs. What an edit does to a run the service does not say.</summary>
    public Task WaitAsync(string id, CancellationToken ct) => start.WaitAsync(id, ct);

    /// <summary>Replaces all settings.</summary>
    public Task UpdateAsync(AssetWrite write, CancellationToken ct) => pipelines.EditAsync(write.Id!, Sendable(write.Wanted), ct);

    /// <remarks>The service deletes it later, and its name is free only then.</remarks>
    public override async Task DeleteAsync(string id, CancellationToken ct)
    {
        await pipelines.DeleteAsync(id, ct);
        var deadline = clock.GetUtcNow() + LongestWait;
        for (var delay = TimeSpan.FromSeconds(0.2); await IsThereAsync(id, ct); delay *= 2)
        {
            if (clock.GetUtcNow() >= deadline)
                throw new NotReadyException(
                    $"the service still has pipeline {id}, {LongestWait.TotalMinutes:0} minutes after it was told to delete it. Run the "
                        + "same command again later."
                );

            await Task.Delay(delay, clock, ct);
        }
    }

    public async Task<string?> BusyAsync(string id, CancellationToken ct) =>
        (string?)(await pipelines.GetAsync(id, ct))["state"] is { } state && !AtRest.Contains(state) ? $"it is {state}" : null;

    public string? StartNote(JObject wanted, LiveAsset? before, IReadOnlyList<FieldChange> fields) =>
        wanted["continuous"] is not JValue { Value: true } ? null
        : before is null ? "it is continuous, so it starts when it is made, and goes on running"
        : before.State["continuous"] is JValue { Value: true } ? "it is continuous, and an edit may restart it"
        : "it becomes continuous, so the edit may start it";

    protected override IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) => pipelines.ListAsync(ct);

    /// <exception cref="WorkspaceApiException">The answer has no settings, which must not look like a pipeline without any.</exception>
    protected override async Task<JObject> GetAsync(string id, CancellationToken ct)
    {
        var answer = await pipelines.GetAsync(id, ct);
        return AnswerReading.Try(
            Kind,
            answer,
            () => PipelineAnswer.Is(answer) || IsGone(answer) ? answer : throw new InvalidOperationException("It has no settings.")
        );
    }

    /// <remarks>Whom it runs as may follow from who owns it, which only its permissions say.</remarks>
    protected override async Task<LiveAsset> ReadForExportAsync(string id, CancellationToken ct)
    {
        var answer = await GetAsync(id, ct);
        var live = Seen(answer);
        return answer[RunAs.Field] is null && (string?)answer[RunAs.ReadField] != live.Creator
            ? live with { Owner = await OwnerAsync(id, ct) }
            : live;
    }

    protected override bool IsGone(JObject answer) => (string?)answer["state"] == "DELETED";

    protected override LiveAsset Live(JObject answer)
    {
        // A listing has no settings.
        var state = PipelineAnswer.Is(answer) ? Sendable(PipelineAnswer.State(answer)) : [];
        PipelineLabels.Fill(state);
        return new LiveAsset
        {
            Name = (string?)answer["name"] ?? "",
            Id = (string)answer["pipeline_id"]!,
            State = state,
            Creator = (string?)answer["creator_user_name"],
        };
    }

    /// <returns>Null when it may not be read.</returns>
    private async Task<string?> OwnerAsync(string id, CancellationToken ct)
    {
        try
        {
            var granted = AccessList.Direct(await permissions.GetAsync(Kind.Permissions!.Address, id, ct));
            return granted.Properties().FirstOrDefault(entry => AccessList.IsOwner(entry.Value)) is { } owner
                ? AccessList.Split(owner.Name).Name
                : null;
        }
        catch (WorkspaceApiException e) when (e.IsForbidden || e.IsMissing)
        {
            return null;
        }
    }

    private async Task<bool> IsThereAsync(string id, CancellationToken ct)
    {
        try
        {
            await pipelines.GetAsync(id, ct);
            return true;
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            return false;
        }
    }
}
