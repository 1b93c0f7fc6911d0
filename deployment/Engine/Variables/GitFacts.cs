namespace Layercake.Engine.Variables;

/// <summary>The values of <c>${git.branch}</c> and <c>${git.commit}</c>, read only when a declaration uses them.</summary>
/// <param name="Branch">Null when no branch is checked out.</param>
/// <param name="Commit">Null outside a repository.</param>
public sealed record GitFacts(Func<string?> Branch, Func<string?> Commit)
{
    public static GitFacts None { get; } = new(() => null, () => null);
}
