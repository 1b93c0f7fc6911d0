using Layercake.Engine.Kinds;
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

    /// <inheritdoc cref="DeploymentSession.DescribeAsync"/>
    internal static async Task<EnvironmentState> ReadAsync(SessionParts parts, CancellationToken ct)
    {
        var manifest = await parts.Manifests.LoadCheckedAsync(ct);
        var counts = manifest.Entries.Values.CountBy(entry => entry.Kind).ToDictionary();
        return new EnvironmentState
        {
            WorkspaceId = await parts.User.WorkspaceIdAsync(parts.Client, ct),
            SignedInAs = await parts.User.NameAsync(ct),
            Recorded = [.. from kind in KindTable.Names where counts.ContainsKey(kind) select KeyValuePair.Create(kind, counts[kind])],
            Commit = manifest.Commit,
            Lease = parts.Manifests.Seen?.Lease,
            Lock = manifest.Lock,
        };
    }
}
