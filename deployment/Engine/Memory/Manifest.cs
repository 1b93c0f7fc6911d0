using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Memory;

/// <summary>What this repository deployed to one environment. With it, a second deployment writes nothing and drift is found.</summary>
/// <remarks>Each object has at most one entry. Kind and id identify the object; the name is its name in Git.</remarks>
public sealed record Manifest
{
    /// <summary>Raised when older versions of this tool can no longer read the file.</summary>
    public const int CurrentFormat = 2;

    public static Manifest Empty { get; } = new();

    /// <summary>By kind and name.</summary>
    public ImmutableSortedDictionary<string, ManifestEntry> Entries { get; init; } =
        ImmutableSortedDictionary.Create<string, ManifestEntry>(StringComparer.Ordinal);

    /// <summary>
    /// By kind and name, what the last deployment was about to create, and no answer has confirmed.
    /// </summary>
    public ImmutableSortedDictionary<string, Creation> Creating { get; init; } =
        ImmutableSortedDictionary.Create<string, Creation>(StringComparer.Ordinal);

    /// <summary>
    /// Deployed assets that the last deployment was about to change: differences in them may come from it.
    /// </summary>
    public ImmutableSortedSet<string> Updating { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>
    /// Parts of objects, such as permission lists, as they would be declared with those entries alone that a deployment was about to write
    /// when it was cut short: they may be there, and go when Git does not name them. Values of secrets are none of it.
    /// </summary>
    public ImmutableSortedDictionary<string, JObject> Announced { get; init; } =
        ImmutableSortedDictionary.Create<string, JObject>(StringComparer.Ordinal);

    /// <summary>Clusters that a deployment wrote and has not stopped yet.</summary>
    public ImmutableSortedSet<string> StopDue { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The commit of the last deployment; null when it came from outside a repository.</summary>
    public string? Commit { get; init; }

    /// <summary>The setting <c>approve</c> of the last deployment that changed anything, as text; null when it had none.</summary>
    public string? Approve { get; init; }

    /// <summary>Digest of the file it was read from; null when there was none.</summary>
    internal string? Stamp { get; init; }

    /// <summary>SHA-256 of the file, in hexadecimal digits; null when there was none.</summary>
    internal string? Digest { get; init; }

    /// <summary>The file in the workspace that it was read from; null before it was.</summary>
    internal string? Path { get; init; }

    /// <summary>The environment's lock, which is beside it and was read with it; null when there was none.</summary>
    internal FoundLock? Lock { get; init; }

    /// <summary>There is a file of it in the workspace.</summary>
    internal bool IsThere { get; init; }

    public ManifestEntry? Find(string asset) => Entries.GetValueOrDefault(asset);

    /// <summary>What the objects of a kind looked like after our last write, by id.</summary>
    public IReadOnlyDictionary<string, JObject> Remembered(string kind) =>
        Entries
            .Values.Where(entry => entry.Kind == kind && !entry.Unread)
            .ToDictionary(entry => entry.Id, entry => entry.Baseline, StringComparer.Ordinal);

    /// <summary>
    /// With these entries. What the same objects were called before is no entry any more, and what is recorded is no longer being created.
    /// </summary>
    public Manifest With(IReadOnlyCollection<ManifestEntry> entries)
    {
        if (entries.Count == 0)
            return this;

        var names = entries.GroupBy(entry => (entry.Kind, entry.Id)).ToDictionary(group => group.Key, group => group.Last().Asset);
        var renamed = Entries
            .Values.Where(entry => names.TryGetValue((entry.Kind, entry.Id), out var now) && now != entry.Asset)
            .ToDictionary(entry => entry.Asset, entry => names[(entry.Kind, entry.Id)], StringComparer.Ordinal);
        return this with
        {
            Entries = Entries.RemoveRange(renamed.Keys).SetItems(entries.Select(entry => KeyValuePair.Create(entry.Asset, entry))),
            Creating = Creating.RemoveRange(entries.Select(entry => entry.Asset)),
            Updating = Updating.Except(entries.Select(entry => entry.Asset).Concat(renamed.Keys)),
            Announced = Announced.RemoveRange(entries.Where(entry => !entry.Unread).Select(entry => entry.Asset).Concat(renamed.Keys)),
            StopDue = [.. StopDue.Select(asset => renamed.GetValueOrDefault(asset, asset))],
        };
    }

    /// <summary>Without the given assets.</summary>
    public Manifest Without(IReadOnlyCollection<string> assets) =>
        assets.Count == 0
            ? this
            : this with
            {
                Entries = Entries.RemoveRange(assets),
                Creating = Creating.RemoveRange(assets),
                Updating = Updating.Except(assets),
                Announced = Announced.RemoveRange(assets),
                StopDue = StopDue.Except(assets),
            };
}
