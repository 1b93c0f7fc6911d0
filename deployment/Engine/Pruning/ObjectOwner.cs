using Layercake.Engine.Kinds;
using Layercake.Engine.Memory;

namespace Layercake.Engine.Pruning;

/// <summary>Tells whether an object is this deployment's own, where the environment wants that proved (<c>owner_only</c>).</summary>
/// <remarks>
/// The workspace names the creator of a cluster and a job. Of a file it tells none: there the manifest is the proof, and only where not everybody may write it.
/// </remarks>
internal sealed class ObjectOwner(SignedInUser user, StateFolderRights state)
{
    /// <param name="entry">What the manifest knows of this very object; null when nothing.</param>
    /// <param name="isBegun">The manifest says that a deployment that was cut short began to create it.</param>
    /// <returns>Why it is not ours; null when it is.</returns>
    public async Task<string?> ForeignAsync(LiveAsset live, ManifestEntry? entry, CancellationToken ct, bool isBegun = false)
    {
        if (live.Creator is { Length: > 0 } creator)
            return string.Equals(creator, await user.NameAsync(ct), StringComparison.OrdinalIgnoreCase) ? null : $"made by {creator} (owner_only)";
        if (entry is { Adopted: true } || (entry is null && !isBegun))
            return "nobody can tell who made it (owner_only)";

        return await state.IsProtectedAsync(ct) ? null
            : $"nobody can tell who made it: all users may write to {state.Path}, so what is recorded there is no proof (owner_only)";
    }
}
