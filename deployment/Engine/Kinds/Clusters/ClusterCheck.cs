using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Clusters;

/// <summary>Checks cluster settings, of clusters and of jobs. An error means that the service would certainly refuse them.</summary>
internal sealed class ClusterCheck(CheckReport report)
{
    private const int MostTags = 45;
    private const int MostKeys = 10;
    private const int MostInitScripts = 10;
    private const int ShortestIdleMinutes = 10;
    private const int LongestIdleMinutes = 10_000;

    /// <summary>The service sets these tags itself.</summary>
    private static readonly string[] TakenTags = ["Vendor", "Creator", "ClusterName", "ClusterId"];

    public void Check(JObject cluster)
    {
        Size(cluster);
        Workers(cluster);
        Machines(cluster);
        InitScripts(cluster);
        Limits(cluster);
    }

    private void Size(JObject cluster)
    {
        var autoscale = cluster.Object("autoscale");
        var hasWorkers = cluster.Has("num_workers");
        if (hasWorkers && autoscale is not null)
            report.Error(
                "CLU003",
                cluster["num_workers"]!,
                $"{Field(cluster, "num_workers")} stands beside autoscale, and only one of them gives the size. Remove one."
            );
        else if (!hasWorkers && autoscale is null && !cluster.Has(PolicyFields.OfCluster) && !cluster.IsTrue("is_single_node"))
            report.Error(
                "CLU003",
                cluster,
                $"{Owner(cluster)} has no size. Add num_workers, or autoscale with min_workers and max_workers."
            );
    }

    private void Workers(JObject cluster)
    {
        if (cluster.Number("num_workers") is < 0)
            report.Error("CLU003", cluster["num_workers"]!, $"{Field(cluster, "num_workers")} is negative. Write 0 or more.");
        if (
            cluster.Object("autoscale") is { } autoscale
            && autoscale.Number("min_workers") is { } min
            && autoscale.Number("max_workers") is { } max
            && min > max
        )
            report.Error(
                "CLU002",
                autoscale["min_workers"]!,
                $"{autoscale.Path}.min_workers is {min}, max_workers is {max}. Raise max_workers to {min} or lower min_workers."
            );
        if (!cluster.Has(PolicyFields.OfCluster))
            new SingleNodeCheck(report).Check(cluster);
    }

    private void Machines(JObject cluster)
    {
        if (!cluster.Has("spark_version") && !cluster.Has(PolicyFields.OfCluster))
            report.Error("CLU004", cluster, $"{Owner(cluster)} has no spark_version. Add one, such as 17.3.x-scala2.13.");
        if (!cluster.Has("node_type_id") && !cluster.Has("instance_pool_id") && !cluster.Has(PolicyFields.OfCluster))
            report.Error(
                "CLU004",
                cluster,
                $"{Owner(cluster)} has no node_type_id. Add one, such as Standard_D4ds_v5, or an instance_pool_id."
            );

        foreach (
            var field in new[] { "node_type_id", "driver_node_type_id" }.Where(field =>
                cluster.Has("instance_pool_id") && cluster.Has(field)
            )
        )
            report.Warning(
                "CLU006",
                cluster[field]!,
                $"{Field(cluster, field)} stands beside instance_pool_id; the pool says which machines these are. Remove it."
            );
        if (
            cluster.Text("runtime_engine") == "STANDARD"
            && cluster.Text("spark_version")?.Contains("-photon-", StringComparison.Ordinal) == true
        )
            report.Warning(
                "CLU006",
                cluster["runtime_engine"]!,
                $"{Field(cluster, "runtime_engine")} is STANDARD, and spark_version names a Photon runtime. Remove one of the two."
            );
    }

    private void InitScripts(JObject cluster)
    {
        if (cluster.List("init_scripts") is not { } scripts)
            return;

        foreach (var script in scripts)
            if (script is JObject entry)
                new SchemaCheck(report).Check(entry, ClusterSchema.InitScript);
            else if (script.Type != JTokenType.String)
                report.Error(
                    "FLD002",
                    script,
                    $"{script.Path} is neither the name of a file in init-scripts/ nor an object with its place."
                );

        foreach (var script in scripts.OfType<JObject>().Where(script => script.Has("dbfs")))
            report.Warning(
                "CLU008",
                script,
                $"{script.Path} is on DBFS, from where the service does not load init scripts any more. Put it into init-scripts/ "
                    + $"and name it here."
            );
        if (scripts.Count > MostInitScripts)
            report.Warning(
                "CLU007",
                scripts,
                $"{scripts.Path} has {scripts.Count} scripts; clients of the service take {MostInitScripts}. Join some of them."
            );
    }

    private void Limits(JObject cluster)
    {
        if (
            cluster.Number("autotermination_minutes")
            is not (null or 0 or (>= ShortestIdleMinutes and <= LongestIdleMinutes))
                and var minutes
        )
            report.Error(
                "CLU007",
                cluster["autotermination_minutes"]!,
                $"{Field(cluster, "autotermination_minutes")} is {minutes}. Write 0, which means never, or {ShortestIdleMinutes} "
                    + $"to {LongestIdleMinutes}."
            );
        if (cluster.Object("custom_tags") is { } tags)
            Tags(tags);
        if (cluster.List("ssh_public_keys") is { Count: > MostKeys } keys)
            report.Error("CLU007", keys, $"{keys.Path} has {keys.Count} keys; the service takes {MostKeys}.");
    }

    private void Tags(JObject tags)
    {
        if (tags.Count > MostTags)
            report.Error("CLU007", tags, $"{tags.Path} has {tags.Count} tags; the service takes {MostTags}.");
        foreach (var tag in TakenTags.Where(tags.Has))
            report.Warning("CLU007", tags[tag]!, $"{tags.Path}.{tag} is a tag that the service sets itself. Choose another name.");
    }

    private static string Owner(JObject cluster) => cluster.Path.Length == 0 ? "the cluster" : cluster.Path;

    private static string Field(JObject cluster, string name) => cluster[name]!.Path;
}
