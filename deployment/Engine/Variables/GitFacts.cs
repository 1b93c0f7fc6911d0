namespace Layercake.Engine.Variables;

/// <summary>What <c>${git.branch}</c> and <c>${git.commit}</c> stand for; asked only when a declaration uses them.</summary>
/// <param name="Branch">Null when no branch is checked out.</param>
/// <param name="Commit">Null outside a repository.</param>
public sealed record GitFacts(Func<string?> Branch, Func<string?> Commit)
{
    public static GitFacts None { get; } = new(() => null, () => null);
}
