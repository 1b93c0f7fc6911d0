using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The legacy SQL Alerts API: alerts that evaluate a saved query. Those of today have <see cref="AlertsApi"/>.</summary>
public sealed class LegacyAlertsApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/sql/alerts";

    private static readonly AnswerShape Listed = new(Text("id").Needed, Text("display_name"), Text("owner_user_name"));

    /// <summary>Those that are not in the trash, without <c>parent_path</c>, which <see cref="GetAsync"/> has.</summary>
    public IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) =>
        workspace.ItemsAsync("results", "id", Listed, token => WorkspaceRequest.Get(Root, ("page_size", "100"), ("page_token", token)), ct);

    public Task<JObject> GetAsync(string id, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Get(At(id)), ct);

    /// <summary>
    /// Not repeated after a failure that leaves the outcome open: the service would refuse the name that the first has taken. It is told
    /// not to find another name instead.
    /// </summary>
    /// <returns>The alert's id.</returns>
    public Task<string> CreateAsync(JObject spec, CancellationToken ct) =>
        workspace.CreateAsync(
            WorkspaceRequest.Post(
                Root,
                new JObject { ["alert"] = new JObject(spec), ["auto_resolve_display_name"] = false },
                RepeatSafety.Unsafe
            ),
            "id",
            ct
        );

    /// <summary>Sets the fields that are given and leaves the others.</summary>
    public Task UpdateAsync(string id, JObject fields, CancellationToken ct)
    {
        var body = new JObject
        {
            ["alert"] = new JObject(fields),
            ["update_mask"] = string.Join(',', fields.Properties().Select(field => field.Name)),
            ["auto_resolve_display_name"] = false,
        };
        return workspace.SendAsync(WorkspaceRequest.Patch(At(id), body), ct);
    }

    /// <summary>Moves it to the trash, from where a person can take it back for 30 days.</summary>
    public Task DeleteAsync(string id, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Delete(At(id)), ct);

    private static string At(string id) => $"{Root}/{Uri.EscapeDataString(id)}";
}
