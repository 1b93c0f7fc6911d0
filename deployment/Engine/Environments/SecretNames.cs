namespace Layercake.Engine.Environments;

/// <summary>What the secrets that a deployment signs in with are called in the vault.</summary>
public sealed record SecretNames
{
    public string TenantId { get; init; } = "tenant-id";

    public string ClientId { get; init; } = "client-id";

    public string ClientSecret { get; init; } = "client-secret";

    public string SubscriptionId { get; init; } = "subscription-id";
}
