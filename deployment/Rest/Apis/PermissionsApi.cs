using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Apis;

/// <summary>The Permissions API.</summary>
public sealed class PermissionsApi(WorkspaceClient workspace)
{
    /// <summary>Who may do what with an object, what is inherited included.</summary>
    /// <param name="type">As the address has it: <c>directories</c>.</param>
    public Task<JObject> GetAsync(string type, string id, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Get($"/api/2.0/permissions/{type}/{Uri.EscapeDataString(id)}"), ct);
}
