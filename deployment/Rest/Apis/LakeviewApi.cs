using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The Lakeview API: dashboards.</summary>
public sealed class LakeviewApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/lakeview/dashboards";

    private static readonly AnswerShape Listed = new(Text("dashboard_id").Needed, Text("display_name"));

    /// <summary>Those that are not in the trash, with id, name and warehouse; <see cref="GetAsync"/> has the rest.</summary>
    public IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) =>
        workspace.ItemsAsync(
            "dashboards",
            "dashboard_id",
            Listed,
            token => WorkspaceRequest.Get(Root, ("page_size", "100"), ("page_token", token)),
            ct
        );

    public Task<JObject> GetAsync(string id, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Get(At(id)), ct);

    /// <summary>
    /// Makes a draft. Not repeated after a failure that leaves the outcome open: the service would refuse the path that the first has
    /// taken.
    /// </summary>
    /// <returns>The dashboard's id.</returns>
    public Task<string> CreateAsync(JObject spec, CancellationToken ct) =>
        workspace.CreateAsync(WorkspaceRequest.Post(Root, spec, RepeatSafety.Unsafe), "dashboard_id", ct);

    /// <summary>Sets the fields of the draft that are given and leaves the others.</summary>
    public Task UpdateAsync(string id, JObject fields, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Patch(At(id), fields), ct);

    /// <summary>What viewers see becomes what the draft is now.</summary>
    /// <param name="options"><c>embed_credentials</c>, <c>warehouse_id</c>; may be empty.</param>
    public Task PublishAsync(string id, JObject options, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Post($"{At(id)}/published", options, RepeatSafety.Idempotent), ct);

    public Task<JObject> GetPublishedAsync(string id, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Get($"{At(id)}/published"), ct);

    public Task UnpublishAsync(string id, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Delete($"{At(id)}/published"), ct);

    /// <summary>Moves it to the trash.</summary>
    public Task DeleteAsync(string id, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Delete(At(id)), ct);

    private static string At(string id) => $"{Root}/{Uri.EscapeDataString(id)}";
}
