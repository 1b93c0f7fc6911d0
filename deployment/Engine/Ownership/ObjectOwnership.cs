using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;

namespace Layercake.Engine.Ownership;

/// <summary>Who made an object, as far as its creator tells.</summary>
internal enum CreatedBy
{
    /// <summary>The kind has no creator, or the workspace does not tell it.</summary>
    Unknown,

    /// <summary>An identity that deploys.</summary>
    Us,

    Someone,
}

/// <summary>Tells whether an object is this deployment's own.</summary>
/// <remarks>
/// The workspace names the creator of a cluster and a job. Of a file it tells none: there the manifest is the proof, and where the
/// environment wants more (<c>owner_only</c>), only where not everybody may write it.
/// </remarks>
internal sealed class ObjectOwnership(SignedInUser user, StateFolderRights state)
{
    /// <summary>Asks who deploys only where the object has a creator.</summary>
    public async Task<CreatedBy> CreatorOfAsync(LiveAsset live, CancellationToken ct) =>
        live.Creator is not { Length: > 0 } creator ? CreatedBy.Unknown
        : (await user.DeployersAsync(ct)).Contains(creator, StringComparer.OrdinalIgnoreCase) ? CreatedBy.Us
        : CreatedBy.Someone;

    /// <summary>The proof that <c>owner_only</c> asks for.</summary>
    /// <param name="entry">What the manifest knows of this very object; null when nothing.</param>
    /// <param name="isBegun">The manifest says that a deployment that was cut short began to create it.</param>
    /// <returns>Why it is not ours; null when it is.</returns>
    public async Task<string?> ForeignAsync(LiveAsset live, ManifestEntry? entry, CancellationToken ct, bool isBegun = false)
    {
        switch (await CreatorOfAsync(live, ct))
        {
            case CreatedBy.Us:
                return null;
            case CreatedBy.Someone:
                return $"made by {live.Creator} (owner_only)";
        }

        if (entry is { Adopted: true } || (entry is null && !isBegun))
            return "nobody can tell who made it (owner_only)";

        return await state.IsProtectedAsync(ct)
            ? null
            : $"nobody can tell who made it: all users may write to {state.Path}, so what is recorded there is no proof (owner_only)";
    }
}
