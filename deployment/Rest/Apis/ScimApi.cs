using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Apis;

/// <summary>The SCIM API.</summary>
public sealed class ScimApi(WorkspaceClient workspace)
{
    /// <summary>Whom the token belongs to.</summary>
    public Task<JObject> MeAsync(CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Get("/api/2.0/preview/scim/v2/Me"), ct);
}
