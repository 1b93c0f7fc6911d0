using Layercake.Engine.Memory;

namespace Layercake.Engine;

/// <summary>How an environment stands, as its workspace tells.</summary>
public sealed record EnvironmentState
{
    /// <summary>Null where the service names none.</summary>
    public required string? WorkspaceId { get; init; }

    public required string SignedInAs { get; init; }

    /// <summary>How many assets of each kind were deployed from here and are still recorded, by kind in order of deployment.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> Recorded { get; init; }

    /// <summary>The commit of the last deployment; null when it came from outside a repository, or none was made.</summary>
    public required string? Commit { get; init; }

    /// <summary>Of the deployment that is under way, or else of the last one; null before the first.</summary>
    public required Lease? Lease { get; init; }

    /// <summary>Null when there is none.</summary>
    public required FoundLock? Lock { get; init; }
}
