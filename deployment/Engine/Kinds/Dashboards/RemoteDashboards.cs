using System.Globalization;
using Layercake.Engine.Kinds.Content;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Dashboards;

/// <summary>The dashboards of a workspace, as drafts.</summary>
internal sealed class RemoteDashboards(DashboardKind kind, LakeviewApi dashboards, WorkspaceApi workspace)
    : RemoteContent(kind, workspace),
        IUpdatable
{
    public override WriteCalls Calls { get; } =
        new()
        {
            Create = WriteCall.List("POST /api/2.0/lakeview/dashboards"),
            Update = WriteCall.List("PATCH /api/2.0/lakeview/dashboards/{id}"),
            Delete = WriteCall.List("DELETE /api/2.0/lakeview/dashboards/{id}"),
            Folders = WriteCall.List("POST /api/2.0/workspace/mkdirs"),
        };

    public override Task<string> CreateAsync(AssetWrite write, CancellationToken ct) => dashboards.CreateAsync(Sendable(write.Wanted), ct);

    /// <remarks>
    /// Without the etag: the service raises it for changes of its own too, so a write that depended on it would fail for no reason.
    /// </remarks>
    public Task UpdateAsync(AssetWrite write, CancellationToken ct)
    {
        var changed = write.ChangedFields;
        var fields = new JObject(
            Sendable(write.Wanted)
                .Properties()
                .Where(field => field.Name != ContentKind.Folder && (changed.Count == 0 || changed.Contains(field.Name)))
        );
        return dashboards.UpdateAsync(write.Id!, fields, ct);
    }

    public override Task DeleteAsync(string id, CancellationToken ct) => dashboards.DeleteAsync(id, ct);

    protected override IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) => dashboards.ListAsync(ct);

    protected override Task<JObject> GetAsync(string id, CancellationToken ct) => dashboards.GetAsync(id, ct);

    protected override LiveAsset Live(JObject answer) =>
        new()
        {
            Name = (string?)answer["display_name"] ?? "",
            Id = (string)answer["dashboard_id"]!,
            State = Sendable(answer),
            Etag = (string?)answer["etag"],
            ChangedAt = ChangedAt(answer),
        };

    /// <summary>When the draft was changed last.</summary>
    public static DateTimeOffset? ChangedAt(JObject answer) => Time(answer, "update_time");

    public static DateTimeOffset? Time(JObject answer, string field) =>
        DateTimeOffset.TryParse((string?)answer[field], CultureInfo.InvariantCulture, out var time) ? time : null;
}
