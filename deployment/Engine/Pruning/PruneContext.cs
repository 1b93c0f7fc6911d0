using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Loading;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Pruning;

/// <summary>What the decisions of a prune are based on.</summary>
/// <param name="Declared">Everything that Git declares, of all kinds.</param>
/// <param name="Live">All objects of the kinds that may refer to others, by kind.</param>
internal sealed record PruneContext(
    PlannedDeployment Planned,
    DeclaredAssets Declared,
    IReadOnlyDictionary<string, IReadOnlyList<LiveAsset>> Live,
    PruneOptions Options
)
{
    public Manifest Manifest => Planned.Manifest;

    /// <summary>The objects of one kind; none for a kind that is not listed.</summary>
    public IReadOnlyList<LiveAsset> LiveOf(RemoteKind kind) => Live.GetValueOrDefault(kind.Name) ?? [];
}
