using Layercake.Identity.Tokens;

namespace Layercake.Engine.Connecting;

/// <summary>What one kind of sign-in needs from the vault, and what it makes of it.</summary>
internal sealed record SignInRecipe
{
    /// <summary>As <c>authority_type</c> spells it.</summary>
    public required string Kind { get; init; }

    /// <summary>The names of the secrets that it needs; empty when the vault is not asked.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The identity itself when the vault holds no part of it, so that it can read the vault.</summary>
    public ITokenSource? Ready { get; init; }

    /// <summary>Makes the identity of the secrets.</summary>
    public required Func<VaultValues, Deployer> Make { get; init; }

    /// <summary>One that needs nothing from the vault.</summary>
    public static SignInRecipe Of(string kind, ITokenSource source, SignInContext context) =>
        new()
        {
            Kind = kind,
            Ready = source,
            Make = _ => Deployer.ToEntra(source, context),
        };
}
