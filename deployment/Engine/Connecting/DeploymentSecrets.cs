using Layercake.Identity.Tokens;
using Layercake.Identity.Vault;

namespace Layercake.Engine.Connecting;

/// <summary>Who deploys to an environment, and what was read from its vault to know it.</summary>
public sealed record DeploymentSecrets
{
    /// <summary>How it signs in, as <c>authority_type</c> spells it; never <c>auto</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Where the environment said <c>auto</c>: what was picked, and why the others were not.</summary>
    public string? Choice { get; init; }

    /// <summary>Null when nothing has to be looked up.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>What was read from the vault; empty when it was not asked.</summary>
    public required IReadOnlyList<VaultSecret> Fetched { get; init; }

    /// <summary>The vault itself, for what declarations use of it.</summary>
    public required ISecretSource Vault { get; init; }

    /// <summary>Who read it, or would.</summary>
    public required ITokenSource Reader { get; init; }

    /// <summary>Who deploys.</summary>
    public required Deployer Identity { get; init; }

    /// <summary>Where a line end was cut from the end of what signs in.</summary>
    public IReadOnlyList<string> LineEndsCut { get; init; } = [];

    /// <summary>Names only.</summary>
    public override string ToString() =>
        Fetched.Count == 0 ? $"nothing: {Kind} needs nothing from the vault" : string.Join(", ", Fetched.Select(secret => secret.Name));
}
