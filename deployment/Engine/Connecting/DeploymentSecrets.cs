using Layercake.Identity;

namespace Layercake.Engine.Connecting;

/// <summary>Who deploys to an environment, from its file and its vault.</summary>
public sealed record DeploymentSecrets
{
    public required string TenantId { get; init; }

    public required string ClientId { get; init; }

    public required VaultSecret ClientSecret { get; init; }

    /// <summary>Null when the workspace's URL is given, so that nothing has to be looked up.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>What was read from the vault.</summary>
    public required IReadOnlyList<VaultSecret> Fetched { get; init; }

    /// <summary>Who read it.</summary>
    public required string ReadBy { get; init; }

    /// <summary>Names only.</summary>
    public override string ToString() => string.Join(", ", Fetched.Select(secret => secret.Name));
}
