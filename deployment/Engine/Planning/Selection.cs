namespace Layercake.Engine.Planning;

/// <summary>What a deployment is about.</summary>
public sealed record Selection
{
    /// <summary>The kinds to plan and write, by folder.</summary>
    public required IReadOnlySet<string> Kinds { get; init; }

    /// <summary>The Git commit of the assets; null outside a repository.</summary>
    public string? Commit { get; init; }
}
