using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Loading;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Pruning;

/// <summary>What the decisions of a prune are based on.</summary>
/// <param name="Declared">Everything that Git declares, of all kinds.</param>
/// <param name="Live">
/// All objects, by kind: of the kinds that may refer to others and of those with something deployed; of all kinds where everything is
/// pruned.
/// </param>
/// <param name="Unread">What may not be read, so that nobody knows what it refers to.</param>
internal sealed record PruneContext(
    PlannedDeployment Planned,
    DeclaredAssets Declared,
    IReadOnlyDictionary<string, IReadOnlyList<LiveAsset>> Live,
    IReadOnlyList<ReferencingObject> Unread,
    PruneOptions Options
)
{
    /// <summary>Why what an earlier deployment made is deleted.</summary>
    public string DeletionReason => Options.Destroys ? "made by this deployment" : "no longer in Git";

    public Manifest Manifest => Planned.Manifest;

    /// <summary>The objects of one kind; none for a kind that is not listed.</summary>
    public IReadOnlyList<LiveAsset> LiveOf(RemoteKind kind) => Live.GetValueOrDefault(kind.Name) ?? [];
}
