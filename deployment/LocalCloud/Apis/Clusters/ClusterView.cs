using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>A cluster as clusters/get and clusters/list show it.</summary>
internal static class ClusterView
{
    public static JObject Of(ClusterRecord cluster, bool withSpec)
    {
        var view = new JObject { ["cluster_id"] = cluster.Id, ["creator_user_name"] = cluster.Creator };
        if (cluster.State is ClusterState.Running or ClusterState.Resizing)
            AddMachines(view, cluster);

        foreach (var field in ClusterDefaults.Fill(cluster.Spec, cluster.Creator).Properties())
            view[field.Name] = field.Value;
        view["num_workers"] = ClusterSpec.Workers(cluster.Spec);
        view["cluster_source"] = cluster.Source;
        view["disk_spec"] = new JObject();
        view["init_scripts_safe_mode"] = false;
        view["default_tags"] = Tags(cluster);
        AddState(view, cluster);
        if (cluster.PinnedBy is { } pinnedBy)
            view["pinned_by_user_name"] = pinnedBy;
        if (withSpec)
            view["spec"] = cluster.Spec;

        return view;
    }

    private static void AddState(JObject view, ClusterRecord cluster)
    {
        var reason = cluster.TerminationReason;
        view["state"] = cluster.State.ToString().ToUpperInvariant();
        view["state_message"] = reason is not null
            ? TerminationReasons.Message(reason)
            : cluster.State switch
            {
                ClusterState.Pending => "Finding instances for new nodes, acquiring more instances if necessary",
                ClusterState.Restarting => "Starting Spark",
                _ => "",
            };
        view["start_time"] = cluster.StartTime;
        view["last_state_loss_time"] = 0;
        if (cluster.LastRestarted is { } restarted)
            view["last_restarted_time"] = restarted;
        if (cluster.State == ClusterState.Terminated)
            view["terminated_time"] = cluster.Since;
        if (reason is not null)
            view["termination_reason"] = reason;
    }

    private static JObject Tags(ClusterRecord cluster)
    {
        var tags = new JObject
        {
            ["Vendor"] = "Databricks",
            ["Creator"] = cluster.Creator,
            ["ClusterName"] = cluster.Name,
            ["ClusterId"] = cluster.Id,
        };
        if (cluster.Spec["instance_pool_id"] is { } pool)
            tags["DatabricksInstancePoolId"] = pool;

        return tags;
    }

    private static void AddMachines(JObject view, ClusterRecord cluster)
    {
        var started = cluster.LastRestarted ?? cluster.Since;
        var workers = ClusterSpec.Workers(cluster.Spec);
        view["driver"] = Machine(cluster, started, 0);
        if (workers > 0)
            view["executors"] = new JArray(Enumerable.Range(1, workers).Select(number => Machine(cluster, started, number)));
        view["spark_context_id"] = BinaryPrimitives.ReadInt64BigEndian(Seed(cluster, started, -1)) & long.MaxValue;
        view["jdbc_port"] = 10000;

        var worker = NodeTypes.Find((string?)cluster.Spec["node_type_id"]);
        var driver = NodeTypes.Find((string?)cluster.Spec["driver_node_type_id"]) ?? worker;
        if (driver is null)
            return;

        view["cluster_memory_mb"] = driver.MemoryMegabytes + workers * (worker ?? driver).MemoryMegabytes;
        view["cluster_cores"] = driver.Cores + workers * (worker ?? driver).Cores;
    }

    private static JObject Machine(ClusterRecord cluster, long started, int number)
    {
        var seed = Convert.ToHexStringLower(Seed(cluster, started, number));
        return new JObject
        {
            ["node_id"] = seed[..32],
            ["instance_id"] = seed[32..],
            ["start_timestamp"] = started,
            ["host_private_ip"] = Address("10.139", number),
            ["private_ip"] = Address("10.139", number + 64 * 256),
        };
    }

    private static string Address(string network, int number) => $"{network}.{(number + 6) / 256}.{(number + 6) % 256}";

    // The same machines at every look, other ones after every restart.
    private static byte[] Seed(ClusterRecord cluster, long started, int number) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{cluster.Id}/{started}/{number}"));
}
