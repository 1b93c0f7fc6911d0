using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Dashboards;

/// <summary>What is published of the dashboards of a workspace.</summary>
internal sealed class RemotePublish(PublishKind kind, LakeviewApi dashboards) : RemoteParts(kind), IExportedPart, IUsesOthers
{
    public override WriteCalls Calls { get; } =
        WriteCalls.OfPart("POST /api/2.0/lakeview/dashboards/{id}/published", "DELETE /api/2.0/lakeview/dashboards/{id}/published");

    /// <summary>Published as Git says; what Git says nothing of any more is withdrawn.</summary>
    public override async Task UpdateAsync(AssetWrite write, CancellationToken ct)
    {
        var (_, id) = Named(write.Wanted);
        var wanted = (JObject)write.Wanted[Kind.Field]!;
        if (wanted.Count > 0)
        {
            await dashboards.PublishAsync(id, WithoutVersion(wanted), ct);
            return;
        }

        try
        {
            await dashboards.UnpublishAsync(id, ct);
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            // Someone else has withdrawn it meanwhile.
        }
    }

    public async Task<JObject?> ReadAsync(AssetKind kind, LiveAsset live, JObject? declared, CancellationToken ct)
    {
        if (!Kind.IsOf(kind) || await PublishedAsync(live.Id, ct) is not { } published)
            return null;

        var part = new JObject { ["embed_credentials"] = published["embed_credentials"] ?? false };
        if (declared?[Kind.Field]?["warehouse_id"] is { } warehouse)
            part["warehouse_id"] = warehouse;

        return part;
    }

    public string WhyUnknown => "a published dashboard may use it, and what is published may not be read";

    public bool CanUse(RemoteKind kind, string id) => kind.Name == "warehouses";

    /// <summary>What is published may run on another warehouse than the draft.</summary>
    public async Task<IReadOnlyDictionary<string, JObject>?> UsesAsync(IReadOnlyList<LiveAsset> objects, CancellationToken ct)
    {
        try
        {
            var published = await Task.WhenAll(objects.Select(async draft => (draft.Id, Content: await PublishedAsync(draft.Id, ct))));
            return published
                .Where(one => one.Content is not null)
                .ToDictionary(one => one.Id, one => one.Content!, StringComparer.Ordinal);
        }
        catch (WorkspaceApiException e) when (e.IsForbidden)
        {
            return null;
        }
    }

    public bool IsSame(JObject part, JObject? declared) =>
        declared?[Kind.Field] is JObject written && JsonValues.Equal(part, WithoutVersion(written));

    public void Write(JObject document, JObject part, JObject? before) => document[Kind.Field] = part.DeepClone();

    public void Keep(JObject document, JObject? before)
    {
        if (before?[Kind.Field] is { } written)
            document[Kind.Field] = written.DeepClone();
    }

    protected override bool NamesObject(string field) => field == DashboardKind.Folders;

    /// <summary>
    /// A dashboard that is not published has an empty part: what is not there can be told from what may not be seen.
    /// </summary>
    protected override async Task<JObject> ReadAsync(PartObject of, CancellationToken ct)
    {
        var changed = of.Live is { IsPartial: false } draft
            ? draft.ChangedAt
            : RemoteDashboards.ChangedAt(await dashboards.GetAsync(of.Id, ct));
        var published = await PublishedAsync(of.Id, ct);
        return new JObject { [of.Field] = of.Id, [Kind.Field] = published is null ? [] : Part(published, changed) };
    }

    private static JObject Part(JObject published, DateTimeOffset? draft) =>
        new(published.Properties().Where(field => field.Name is "embed_credentials" or "warehouse_id"))
        {
            [PublishKind.Version] =
                RemoteDashboards.Time(published, "revision_create_time") < draft ? "an earlier draft" : PublishKind.Draft,
        };

    private static JObject WithoutVersion(JObject part)
    {
        var sent = (JObject)part.DeepClone();
        sent.Remove(PublishKind.Version);
        return sent;
    }

    private async Task<JObject?> PublishedAsync(string id, CancellationToken ct)
    {
        try
        {
            return await dashboards.GetPublishedAsync(id, ct);
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            return null;
        }
    }
}
