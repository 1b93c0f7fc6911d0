using Layercake.Engine.Kinds.Clusters;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Kinds.ClusterPolicies;

/// <summary>The fields of a cluster policy, as of autumn 2026.</summary>
internal static class ClusterPolicySchema
{
    public static ObjectSchema Policy { get; } =
        new ObjectSchema("a cluster policy")
            .Text("name")
            .Exact()
            .Text("description", PolicyDocument.Family)
            .Any(PolicyFields.Definition, PolicyFields.Overrides)
            .Literal()
            .Whole("max_clusters_per_user")
            .Within(0)
            .Literal()
            .List("libraries", LibrarySchema.Library)
            .Unordered()
            .Object("auto_enforcement_config", new ObjectSchema("an auto_enforcement_config").Text("enforce_mode"))
            .ReadOnly("policy_id", "creator_user_name", "created_at_timestamp", "is_default");
}
