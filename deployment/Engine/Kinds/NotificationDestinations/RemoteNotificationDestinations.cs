using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.NotificationDestinations;

/// <summary>The notification destinations of a workspace. Of what is secret in them only that it is set is ever read.</summary>
internal sealed class RemoteNotificationDestinations(
    NotificationDestinationKind kind,
    NotificationDestinationsApi destinations,
    TimeProvider clock
) : RemoteObjects(kind), IUpdatable
{
    public override WriteCalls Calls { get; } =
        new()
        {
            Create = WriteCall.List("POST /api/2.0/notification-destinations"),
            Update = WriteCall.List("PATCH /api/2.0/notification-destinations/{id}"),
            Delete = WriteCall.List("DELETE /api/2.0/notification-destinations/{id}"),
        };

    private const string IsSet = "_set";

    /// <summary>Without the configuration.</summary>
    protected override bool IsListedInPart => true;

    /// <remarks>
    /// Names are not unique, and there is no idempotency token. This is called only when the workspace had no destination of that name, so
    /// one of that name after a lost answer is the one just sent.
    /// </remarks>
    public override async Task<string> CreateAsync(AssetWrite write, CancellationToken ct)
    {
        try
        {
            return await destinations.CreateAsync(Sendable(write.Wanted), ct);
        }
        catch (WorkspaceApiException e) when (e.OutcomeUnknown)
        {
            if (await ReadLag.LookAsync(() => FindAsync(write.Declaration.Name, ct), id => id is not null, clock, ct) is { } id)
                return id;

            throw;
        }
    }

    /// <summary>Sends what changes; a configuration whole, and what it leaves out the service keeps.</summary>
    public Task UpdateAsync(AssetWrite write, CancellationToken ct)
    {
        var wanted = Sendable(write.Wanted);
        var changed = write.ChangedFields;
        var fields = changed.Count == 0 ? wanted : new JObject(wanted.Properties().Where(field => changed.Contains(field.Name)));
        return destinations.UpdateAsync(write.Id!, fields, ct);
    }

    public override Task DeleteAsync(string id, CancellationToken ct) => destinations.DeleteAsync(id, ct);

    protected override IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) => destinations.ListAsync(ct);

    /// <remarks>Without its configuration nothing is known of a destination: least of all that it has none.</remarks>
    protected override async Task<JObject> GetAsync(string id, CancellationToken ct)
    {
        var answer = await destinations.GetAsync(id, ct);
        return answer["config"] is JObject
            ? answer
            : throw new WorkspaceApiException($"The answer for {id} has no configuration, which the service shows to administrators only.")
            {
                Method = "GET",
                Path = $"/api/2.0/notification-destinations/{id}",
                Status = 403,
                ErrorCode = "PERMISSION_DENIED",
            };
    }

    protected override LiveAsset Live(JObject answer)
    {
        var state = Sendable(answer);
        foreach (var settings in ((state["config"] as JObject)?.PropertyValues() ?? []).OfType<JObject>())
            ShowAsSet(settings);

        return new LiveAsset
        {
            Name = (string?)answer["display_name"] ?? "",
            Id = (string)answer["id"]!,
            State = state,
        };
    }

    private static void ShowAsSet(JObject settings)
    {
        foreach (var flag in settings.Properties().Where(field => field.Name.EndsWith(IsSet, StringComparison.Ordinal)).ToList())
        {
            flag.Remove();
            if ((bool?)flag.Value == true)
                settings[flag.Name[..^IsSet.Length]] = NotificationDestinationSchema.Set;
        }
    }

    /// <summary>A listing may still show what was deleted, so what it shows is read.</summary>
    private async Task<string?> FindAsync(string name, CancellationToken ct)
    {
        var named = await destinations.ListAsync(ct).Where(listed => (string?)listed["display_name"] == name).ToListAsync(ct);
        foreach (var id in named.Select(listed => (string)listed["id"]!))
            if ((await GetByIdsAsync([ManifestEntry.Unseen(Name, name, id)], [], ct)).Found.Count > 0)
                return id;

        return null;
    }
}
