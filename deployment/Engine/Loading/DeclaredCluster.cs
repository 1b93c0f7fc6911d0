using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.ClusterPolicies;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Loading;

/// <summary>A cluster somewhere in a declaration, with names of objects in their short form.</summary>
/// <param name="Use">One of <see cref="ClusterUse"/>.</param>
internal sealed record DeclaredCluster(Declaration Of, HeldCluster Cluster, string Use)
{
    public JObject Settings => Cluster.Settings;

    /// <summary>The policy that it names; null when it names none.</summary>
    public string? Policy => Settings.Text(PolicyFields.OfCluster) is { Length: > 0 } name ? name : null;

    /// <inheritdoc cref="HeldCluster.PathOf"/>
    public string PathOf(IReadOnlyList<string> steps) => Cluster.PathOf(steps);

    public static IEnumerable<DeclaredCluster> In(Declaration declaration, AssetKind kind) =>
        kind is IHoldsClusters holder
            ? holder
                .ClustersIn(AssetReferences.Translate(declaration.Kind, declaration.Content, reference => reference.Value))
                .Select(cluster => new DeclaredCluster(declaration, cluster, holder.UseOfClusters))
            : [];
}
