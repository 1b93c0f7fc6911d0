using Layercake.Identity.Tokens;

namespace Layercake.Engine.Connecting;

/// <summary>What signing in to an environment takes.</summary>
/// <param name="Kind">As <c>authority_type</c> spells it; never <c>auto</c>.</param>
/// <param name="Choice">Where the environment said <c>auto</c>: what was picked, and why the others were not.</param>
/// <param name="Secrets">The names of the secrets that are read from the vault.</param>
/// <param name="Reader">Who reads them.</param>
public sealed record SignInRequirements(string Kind, string? Choice, IReadOnlyList<string> Secrets, ITokenSource Reader);
