using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The SQL Warehouses API.</summary>
public sealed class WarehousesApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/sql/warehouses";

    private static readonly AnswerShape Listed = new(Text("id").Needed, Text("name"), Text("creator_name"));

    public IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) =>
        workspace.ItemsAsync("warehouses", "id", Listed, token => WorkspaceRequest.Get(Root, ("page_token", token)), ct);

    public Task<JObject> GetAsync(string id, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Get(At(id)), ct);

    /// <summary>
    /// Makes a warehouse, which starts. Not repeated after a failure that leaves the outcome open: the service would refuse the name that
    /// the first has taken.
    /// </summary>
    /// <returns>The warehouse's id.</returns>
    public Task<string> CreateAsync(JObject spec, CancellationToken ct) =>
        workspace.CreateAsync(WorkspaceRequest.Post(Root, spec, RepeatSafety.Unsafe), "id", ct);

    /// <summary>Fields that are left out stay as they are. A running warehouse may restart.</summary>
    public Task EditAsync(string id, JObject spec, CancellationToken ct) => PostAsync(id, "edit", spec, ct);

    /// <summary>Fine when it runs already.</summary>
    public Task StartAsync(string id, CancellationToken ct) => PostAsync(id, "start", [], ct);

    /// <summary>Fine when it is stopped already.</summary>
    public Task StopAsync(string id, CancellationToken ct) => PostAsync(id, "stop", [], ct);

    public Task DeleteAsync(string id, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Delete(At(id)), ct);

    private Task PostAsync(string id, string call, JObject body, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Post($"{At(id)}/{call}", body, RepeatSafety.Idempotent), ct);

    private static string At(string id) => $"{Root}/{Uri.EscapeDataString(id)}";
}
