using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;

namespace Layercake.Engine.Applying;

/// <summary>What was deployed in the place of something new, and stays for those who still name it.</summary>
internal static class EarlierVersion
{
    /// <summary>The entry of it under a name of its own, so that a prune finds it.</summary>
    /// <param name="now">The entry of what is new.</param>
    /// <returns>None where it does not stay, or where nothing was.</returns>
    public static IEnumerable<ManifestEntry> Of(Manifest manifest, AssetKind kind, ManifestEntry now) =>
        manifest.Find(now.Asset) is { } before && before.Id != now.Id && kind.NameOfEarlier(before) is { } name
            ? [Named(manifest, before with { Name = name, File = null })]
            : [];

    /// <summary>The same version may be somewhere else too, from before the environment got another place for it.</summary>
    private static ManifestEntry Named(Manifest manifest, ManifestEntry earlier) =>
        manifest.Find(earlier.Asset) is { } other && other.Id != earlier.Id ? earlier with { Name = earlier.Id } : earlier;
}
