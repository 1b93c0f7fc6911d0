using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Kinds.Clusters;

/// <summary>All-purpose clusters, declared one per file in <c>clusters/</c> as the UI's JSON view shows them.</summary>
internal sealed class ClusterKind() : JsonKind("clusters", "cluster", "cluster_name")
{
    public override FieldRules Rules { get; } =
        ClusterFields
            .In(new FieldRules(), "")
            .ReadOnly(
                "cluster_id",
                "creator_user_name",
                "driver",
                "executors",
                "spark_context_id",
                "jdbc_port",
                "state",
                "state_message",
                "start_time",
                "terminated_time",
                "last_state_loss_time",
                "last_activity_time",
                "last_restarted_time",
                "termination_reason",
                "cluster_memory_mb",
                "cluster_cores",
                "default_tags",
                "cluster_source",
                "spec",
                "disk_spec",
                "instance_source",
                "driver_instance_source",
                "effective_spark_version",
                "init_scripts_safe_mode",
                "pinned_by_user_name",
                "cluster_log_status"
            )
            .Exact("cluster_name", "num_workers", "autoscale.min_workers", "autoscale.max_workers", "node_type_id", "spark_version")
            .ServerDefault("autotermination_minutes", because: "policies and the workspace's settings fill it")
            .ServerDefault("single_user_name", because: "the service fills in the creator when the access mode is for a single user")
            .Alias(sent: "DATA_SECURITY_MODE_STANDARD", read: "USER_ISOLATION")
            .Alias(sent: "DATA_SECURITY_MODE_DEDICATED", read: "SINGLE_USER");

    public override string TagsField => "custom_tags";

    protected override void Check(Declaration declaration, ICollection<Finding> findings)
    {
        var report = new CheckReport(declaration, findings);
        new ShapeCheck(report).Check(declaration.Content, ClusterShapes.Cluster, Rules.ReadOnlyFields);
        new ClusterCheck(report).Check(declaration.Content);
    }
}
