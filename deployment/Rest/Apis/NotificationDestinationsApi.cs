using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The Notification Destinations API.</summary>
public sealed class NotificationDestinationsApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/notification-destinations";

    private static readonly AnswerShape Listed = new(Text("id").Needed, Text("display_name"));

    /// <summary>Id, name and type of each; <see cref="GetAsync"/> has the configuration.</summary>
    public IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) =>
        workspace.ItemsAsync("results", "id", Listed, token => WorkspaceRequest.Get(Root, ("page_size", "100"), ("page_token", token)), ct);

    /// <summary>The destination; of what is secret in it, only that it is set.</summary>
    public Task<JObject> GetAsync(string id, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Get(At(id)), ct);

    /// <summary>Not repeated after a failure that leaves the outcome open: that could make a second one.</summary>
    /// <returns>The destination's id.</returns>
    public Task<string> CreateAsync(JObject spec, CancellationToken ct) =>
        workspace.CreateAsync(WorkspaceRequest.Post(Root, spec, RepeatSafety.Unsafe), "id", ct);

    /// <summary>Sets name, configuration or both; the type stays.</summary>
    public Task UpdateAsync(string id, JObject fields, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Patch(At(id), fields), ct);

    public Task DeleteAsync(string id, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Delete(At(id)), ct);

    private static string At(string id) => $"{Root}/{Uri.EscapeDataString(id)}";
}
