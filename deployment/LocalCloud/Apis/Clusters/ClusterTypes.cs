using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>Which JSON types the fields of a cluster have, also of one that a job or a pipeline makes.</summary>
internal static class ClusterTypes
{
    private static readonly BodyShape Shape = new()
    {
        Texts =
        [
            "cluster_name",
            "spark_version",
            "node_type_id",
            "driver_node_type_id",
            "policy_id",
            "instance_pool_id",
            "driver_instance_pool_id",
            "data_security_mode",
            "single_user_name",
            "runtime_engine",
        ],
        Numbers = ["num_workers", "autotermination_minutes"],
        Flags =
        [
            "enable_elastic_disk",
            "enable_local_disk_encryption",
            "is_single_node",
            "use_ml_runtime",
            "apply_policy_default_values",
        ],
        Objects = ["autoscale", "azure_attributes", "cluster_log_conf", "docker_image", "workload_type"],
        Maps = ["spark_conf", "spark_env_vars", "custom_tags"],
        Lists = ["ssh_public_keys"],
        ObjectLists = ["init_scripts"],
    };

    private static readonly BodyShape Autoscale = new() { Numbers = ["min_workers", "max_workers"] };

    private static readonly BodyShape Azure = new() { Texts = ["availability"], Numbers = ["first_on_demand"] };

    private static readonly BodyShape Place = new() { Texts = ["destination"] };

    /// <summary>Changes <paramref name="cluster"/>, which has no nulls, in place.</summary>
    /// <exception cref="ApiError">400 when a field cannot be of its type.</exception>
    public static void Apply(JObject cluster)
    {
        Shape.Apply(cluster);
        if (cluster.Object("autoscale") is { } autoscale)
            Autoscale.Apply(autoscale);
        if (cluster.Object("azure_attributes") is { } azure)
            Azure.Apply(azure);
        foreach (var script in cluster.Objects("init_scripts"))
            Apply(script, script.Properties().Select(place => place.Name));
    }

    private static void Apply(JObject script, IEnumerable<string> places)
    {
        var names = places.ToArray();
        new BodyShape { Objects = names }.Apply(script);
        foreach (var name in names)
            Place.Apply(script.Object(name)!);
    }
}
