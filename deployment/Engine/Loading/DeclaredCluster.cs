using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
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
    public string? Policy => Settings.Text("policy_id") is { Length: > 0 } name ? name : null;

    public static IEnumerable<DeclaredCluster> In(Declaration declaration, AssetKind kind) =>
        kind is IHoldsClusters holder
            ? holder
                .ClustersIn(AssetReferences.Translate(declaration.Kind, declaration.Content, reference => reference.Value))
                .Select(cluster => new DeclaredCluster(declaration, cluster, holder.UseOfClusters))
            : [];

    /// <summary>The path of an attribute in the declaration, as plans name it.</summary>
    public string PathOf(IReadOnlyList<string> steps) =>
        steps.Aggregate(
            Cluster.Place,
            (path, step) =>
                !step.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-') ? $"{path}['{step}']"
                : path.Length == 0 ? step
                : $"{path}.{step}"
        );
}
