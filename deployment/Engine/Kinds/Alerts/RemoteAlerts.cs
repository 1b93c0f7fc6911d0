using Layercake.Engine.Kinds.Content;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Alerts;

/// <summary>The SQL alerts of a workspace, without legacy ones.</summary>
internal sealed class RemoteAlerts(AlertKind kind, AlertsApi alerts, WorkspaceApi workspace, TimeProvider clock)
    : RemoteContent(kind, workspace),
        IUpdatable
{
    public override WriteCalls Calls { get; } =
        new()
        {
            Create = WriteCall.List("POST /api/2.0/alerts", "DELETE /api/2.0/alerts/{id}"),
            Update = WriteCall.List("PATCH /api/2.0/alerts/{id}"),
            Delete = WriteCall.List("DELETE /api/2.0/alerts/{id}"),
            Folders = WriteCall.List("POST /api/2.0/workspace/mkdirs"),
        };

    /// <summary>Only when the folder has no alert of that name which can be seen.</summary>
    /// <remarks>A name that is taken is not refused: the alert gets another one, and would run beside the one that is not seen.</remarks>
    public override async Task<string> CreateAsync(AssetWrite write, CancellationToken ct)
    {
        var spec = Sendable(write.Wanted);
        var (id, name) = await MadeAsync(write, spec, ct);
        return name is null || name == (string?)spec[Kind.NameField] ? id : throw await TakenBackAsync(id, name, spec, ct);
    }

    public Task UpdateAsync(AssetWrite write, CancellationToken ct)
    {
        var (fields, mask) = Masked(write);
        return alerts.UpdateAsync(write.Id!, fields, mask, ct);
    }

    public override Task DeleteAsync(string id, CancellationToken ct) => alerts.DeleteAsync(id, ct);

    protected override IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) => alerts.ListAsync(ct);

    protected override Task<JObject> GetAsync(string id, CancellationToken ct) => alerts.GetAsync(id, ct);

    protected override LiveAsset Live(JObject answer)
    {
        var state = Sendable(answer);
        if (state[ContentKind.Folder] is null && answer["effective_parent_path"] is { } folder)
            state[ContentKind.Folder] = folder.DeepClone();

        return new LiveAsset
        {
            Name = (string?)answer[Kind.NameField] ?? "",
            Id = (string)answer["id"]!,
            State = state,
            Creator = (string?)answer["owner_user_name"],
        };
    }

    /// <summary>After a lost answer, an alert of that name in the folder is the one just sent. There is no idempotency token.</summary>
    private async Task<(string Id, string? Name)> MadeAsync(AssetWrite write, JObject spec, CancellationToken ct)
    {
        try
        {
            var made = await alerts.CreateAsync(spec, ct);
            return ((string)made["id"]!, (string?)made[Kind.NameField]);
        }
        catch (WorkspaceApiException e) when (e.OutcomeUnknown)
        {
            if (await ReadLag.LookAsync(() => FindAsync(write, ct), id => id is not null, clock, ct) is { } id)
                return (id, null);

            throw;
        }
    }

    private async Task<WorkspaceApiException> TakenBackAsync(string id, string name, JObject spec, CancellationToken ct)
    {
        await alerts.DeleteAsync(id, ct);
        return new WorkspaceApiException(
            $"{ContentKind.FolderOf(spec)} has an alert {spec[Kind.NameField]} already, which this identity does not see, so the service "
                + $"called the new one {name}; it was moved to the trash. Ask for permission on the other, or rename one of them."
        )
        {
            Method = "POST",
            Path = "/api/2.0/alerts",
            // As after a refusal nothing is left that a later run would have to look for.
            Status = 400,
        };
    }

    private async Task<string?> FindAsync(AssetWrite write, CancellationToken ct)
    {
        var name = write.Declaration.Name;
        var named = await alerts
            .ListAsync(ct)
            .Where(listed => (string?)listed[Kind.NameField] == name)
            .Select(listed => ManifestEntry.Unseen(Name, name, (string)listed["id"]!))
            .ToListAsync(ct);
        var found = (await GetByIdsAsync(named, [], ct)).Found;
        return found.FirstOrDefault(alert => !alert.IsInTrash && !ContentKind.IsElsewhere(write.Declaration, alert))?.Id;
    }
}
