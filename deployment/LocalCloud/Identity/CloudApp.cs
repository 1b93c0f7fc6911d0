using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Identity;

/// <summary>An application registered in the tenant, and its service principal.</summary>
/// <param name="Secret">Null for a managed identity, which nobody signs in as.</param>
internal sealed record CloudApp(string ClientId, string ObjectId, string? Secret, string DisplayName, string ScimId)
{
    /// <summary>The workspace's own secret, for <c>/oidc/v1/token</c>.</summary>
    public string? OAuthSecret { get; init; }

    /// <summary>As the workspace knows it.</summary>
    public Principal Principal => new(ScimId, ClientId, DisplayName, IsServicePrincipal: true);
}
