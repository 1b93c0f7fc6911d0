namespace Layercake.Identity.Tokens;

/// <summary>An application that signs in with a secret.</summary>
public sealed record AppCredentials(string TenantId, string ClientId, string ClientSecret)
{
    public override string ToString() => $"client {ClientId} of tenant {TenantId}";
}
