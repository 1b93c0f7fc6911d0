using Layercake.Engine.Loading;
using Layercake.Engine.Memory;

namespace Layercake.Engine.Planning;

/// <summary>Objects that deployments made for declarations that are gone.</summary>
internal static class WithdrawnObjects
{
    /// <returns>
    /// By kind and id. Without what was there before, and without what is declared under another name. Nothing where not all that Git
    /// declares could be read.
    /// </returns>
    public static IReadOnlySet<(string Kind, string Id)> Of(DeclaredAssets read, Manifest manifest, KnownObjects known)
    {
        var names = read.Declarations.Select(declaration => declaration.Asset).ToHashSet(StringComparer.Ordinal);
        var gone = manifest.Entries.Values.Where(entry => !read.IsPartial && !entry.Adopted && !names.Contains(entry.Asset));
        return gone.Select(entry => (entry.Kind, entry.Id)).Where(entry => !known.Claimed.Contains(entry)).ToHashSet();
    }
}
