using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The Alerts API, in SDKs alerts v2: SQL alerts with a query and a schedule of their own.</summary>
public sealed class AlertsApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/alerts";

    private static readonly AnswerShape Listed = new(Text("id").Needed, Text("display_name"), Text("owner_user_name"));

    /// <summary>Those that are not in the trash. What of each is listed is not documented; <see cref="GetAsync"/> has all of it.</summary>
    public IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) =>
        workspace.ItemsAsync("alerts", "id", Listed, token => WorkspaceRequest.Get(Root, ("page_size", "100"), ("page_token", token)), ct);

    /// <summary>One that was deleted is <c>DELETED</c> in <c>lifecycle_state</c> for as long as the trash has it.</summary>
    public Task<JObject> GetAsync(string id, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Get(At(id)), ct);

    /// <summary>
    /// Not repeated after a failure that leaves the outcome open: that could make a second alert, since a name that is taken in the folder
    /// is not refused, and the new alert is called <c>name (1)</c>.
    /// </summary>
    /// <returns>The alert, with its id and the name that it has got.</returns>
    public Task<JObject> CreateAsync(JObject spec, CancellationToken ct) =>
        workspace.ReadAsync(WorkspaceRequest.Post(Root, spec, RepeatSafety.Unsafe), Listed, ct);

    /// <summary>Sets the fields that are given and leaves the others.</summary>
    public Task UpdateAsync(string id, JObject fields, CancellationToken ct) =>
        UpdateAsync(id, fields, fields.Properties().Select(field => field.Name), ct);

    /// <param name="mask">The fields that are meant; what is named here and not given is cleared.</param>
    public Task UpdateAsync(string id, JObject fields, IEnumerable<string> mask, CancellationToken ct) =>
        workspace.SendAsync(
            WorkspaceRequest.Patch(At(id), fields) with
            {
                Query = [KeyValuePair.Create("update_mask", string.Join(',', mask))],
            },
            ct
        );

    /// <summary>Moves it to the trash, from where a person can take it back for 30 days.</summary>
    public Task DeleteAsync(string id, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Delete(At(id)), ct);

    private static string At(string id) => $"{Root}/{Uri.EscapeDataString(id)}";
}
