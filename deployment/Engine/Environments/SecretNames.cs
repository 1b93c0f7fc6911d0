namespace Layercake.Engine.Environments;

/// <summary>The names in the vault of the secrets that are needed to sign in.</summary>
public sealed record SecretNames
{
    public string TenantId { get; init; } = "tenant-id";

    public string ClientId { get; init; } = "client-id";

    public string ClientSecret { get; init; } = "client-secret";

    public string SubscriptionId { get; init; } = "subscription-id";

    /// <summary>A certificate with its key; certificates that the vault made have a secret of their own name.</summary>
    public string Certificate { get; init; } = "client-certificate";

    /// <summary>Of the PFX or the encrypted key in a file; null when it has none.</summary>
    public string? CertificatePassword { get; init; }

    /// <summary>Null leaves it to the variable <c>DATABRICKS_TOKEN</c>, and then to the secret <c>pat-token</c>.</summary>
    public string? AccessToken { get; init; }
}
