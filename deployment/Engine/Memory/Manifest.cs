using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Memory;

/// <summary>What this repository deployed to one environment: the memory that makes a second deployment silent and drift visible.</summary>
public sealed record Manifest
{
    /// <summary>Raised when an older version of this tool could no longer read it.</summary>
    public const int CurrentFormat = 1;

    public static Manifest Empty { get; } = new();

    /// <summary>By kind and name.</summary>
    public ImmutableSortedDictionary<string, ManifestEntry> Entries { get; init; } = ImmutableSortedDictionary.Create<string, ManifestEntry>(StringComparer.Ordinal);

    /// <summary>Assets that a deployment was about to create when it was last heard of; theirs is what is found under these names.</summary>
    public ImmutableSortedSet<string> Creating { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Clusters that a deployment wrote and has not stopped yet.</summary>
    public ImmutableSortedSet<string> StopDue { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The commit of the last deployment; null when it came from outside a repository.</summary>
    public string? Commit { get; init; }

    /// <summary>Digest of the file it was read from; null when there was none.</summary>
    internal string? Stamp { get; init; }

    public ManifestEntry? Find(string asset) => Entries.GetValueOrDefault(asset);

    /// <summary>What the assets of a kind looked like after our last write, by name.</summary>
    public IReadOnlyDictionary<string, JObject> Remembered(string kind) =>
        Entries.Values.Where(entry => entry.Kind == kind).ToDictionary(entry => entry.Name, entry => entry.Baseline, StringComparer.Ordinal);
}

/// <summary>One asset that was deployed.</summary>
public sealed record ManifestEntry
{
    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required string Id { get; init; }

    /// <summary>Where it was declared, relative to the assets' root; null in manifests that are older than this.</summary>
    public string? File { get; init; }

    /// <summary>What was declared, references as names and secrets as references.</summary>
    public required JObject Declared { get; init; }

    /// <summary>What the service answered after our last write, without the values of secrets.</summary>
    public required JObject Baseline { get; init; }

    /// <summary>Vault, name and version of each secret it was deployed with, by what the declaration calls it.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary>It was there before the first deployment from Git.</summary>
    public bool Adopted { get; init; }

    public string Asset => $"{Kind}.{Name}";
}
