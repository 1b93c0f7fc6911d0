using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Ownership;

namespace Layercake.Engine.Planning;

/// <summary>
/// Finds the objects that an earlier deployment left running: by the recorded id, or, when no answer came, as what it began to create.
/// </summary>
internal static class PendingStops
{
    /// <summary>The ids that the manifest tells.</summary>
    public static IReadOnlyDictionary<string, string> Recorded(Manifest manifest) =>
        manifest
            .StopDue.Select(asset => (asset, manifest.Find(asset)?.Id))
            .Where(pair => pair.Id is not null)
            .ToDictionary(pair => pair.asset, pair => pair.Id!, StringComparer.Ordinal);

    /// <summary>The ids of all that can be found. What is missing stays due: a listing that lags shows it later.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> FindAsync(
        Manifest manifest,
        KnownObjects known,
        ObjectOwnership ownership,
        CancellationToken ct
    )
    {
        var ids = Recorded(manifest).ToDictionary(StringComparer.Ordinal);
        foreach (var asset in manifest.StopDue.Where(asset => !ids.ContainsKey(asset) && manifest.Creating.ContainsKey(asset)))
            if (await BegunAsync(asset, known, ownership, ct) is { } live)
                ids[asset] = live.Id;

        return ids;
    }

    /// <summary>
    /// Objects that a deployment began to create, declared or not. An object known by name alone must have been created by the deploying
    /// identity.
    /// </summary>
    private static async Task<LiveAsset?> BegunAsync(string asset, KnownObjects known, ObjectOwnership ownership, CancellationToken ct)
    {
        if (known.Matches.TryGetValue(asset, out var match))
            return match.IsForeign ? null : match.Live;

        var (kind, name) = AssetId.Parse(asset);
        var found = known.Listings.Live.GetValueOrDefault(kind)?.FirstOrDefault(live => live.Name == name);
        return found is not null && await ownership.CreatorOfAsync(found, ct) == CreatedBy.Us ? found : null;
    }
}
