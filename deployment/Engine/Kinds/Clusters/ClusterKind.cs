using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Clusters;

/// <summary>All-purpose clusters, declared one per file in <c>clusters/</c> as the UI's JSON view shows them.</summary>
internal sealed class ClusterKind() : JsonKind("clusters", "cluster", "cluster_name"), IHoldsClusters
{
    public override FieldRules Rules { get; } = new(ClusterSchema.AllPurpose);

    public override string TagsField => "custom_tags";

    public override PermissionType Permissions { get; } = new("clusters", "CAN_ATTACH_TO", "CAN_RESTART", PermissionType.Manager);

    public string UseOfClusters => ClusterUse.AllPurpose;

    public IEnumerable<HeldCluster> ClustersIn(JObject content) => [new HeldCluster("", content)];

    /// <remarks>A cluster of a single user that names none is its creator's, and whoever deploys it elsewhere creates it there.</remarks>
    public override JObject ToDeclaration(LiveAsset live, ICollection<string> left)
    {
        var cluster = base.ToDeclaration(live, left);
        if (live.Creator is { Length: > 0 } creator && (string?)cluster["single_user_name"] == creator)
            cluster.Remove("single_user_name");
        return cluster;
    }

    protected override void Check(Declaration declaration, ICollection<Finding> findings) =>
        new ClusterCheck(new CheckReport(declaration, findings)).Check(declaration.Content);
}
