namespace Layercake.Engine.Tests.Checks;

public sealed class ClusterCheckTests
{
    [Theory]
    [InlineData(
        """ "autoscale": { "min_workers": 8, "max_workers": 4 }""",
        "error CLU002: clusters.c: autoscale.min_workers is 8, max_workers is 4. Raise max_workers to 8 or lower min_workers."
    )]
    [InlineData(
        """ "num_workers": 1, "autoscale": { "min_workers": 1, "max_workers": 4 }""",
        "error CLU003: clusters.c: num_workers stands beside autoscale, and only one of them gives the size."
    )]
    [InlineData(""" "num_workers": -1""", "error CLU003: clusters.c: num_workers is negative.")]
    [InlineData(""" "num_workers": 0""", "warning CLU005: clusters.c: the cluster has no workers and is not set up as a single node")]
    [InlineData(""" "instance_pool_id": "pool" """, "warning CLU006: clusters.c: node_type_id stands beside instance_pool_id")]
    [InlineData(
        """ "autotermination_minutes": 9""",
        "error CLU007: clusters.c: autotermination_minutes is 9. Write 0, which means never, or 10 to 10000."
    )]
    [InlineData(
        """ "custom_tags": { "Vendor": "x" }""",
        "warning CLU007: clusters.c: custom_tags.Vendor is a tag that the service sets itself."
    )]
    [InlineData(
        """ "init_scripts": [ { "dbfs": { "destination": "dbfs:/x.sh" } } ]""",
        "warning CLU008: clusters.c: init_scripts[0] is on DBFS"
    )]
    [InlineData(
        """ "init_scripts": [ { "workspaces": { "destination": "/x.sh" } } ]""",
        "warning FLD001: clusters.c: init_scripts[0].workspaces is no field of an init script that is known here. Did you mean workspace?"
    )]
    [InlineData(
        """ "init_scripts": [ 1 ]""",
        "error FLD002: clusters.c: init_scripts[0] is neither the name of a file in init-scripts/ nor an object with its place."
    )]
    public void A_cluster_that_cannot_be_is_told(string fields, string says) =>
        Assert.Contains(says, Assert.Single(Checked.Cluster(fields)), StringComparison.Ordinal);

    [Fact]
    public void A_cluster_needs_a_size_a_version_and_machines() =>
        Assert.Collection(
            Checked.Bare(""" "autotermination_minutes": 10 """),
            finding => Assert.Contains("error CLU003: clusters.c: the cluster has no size.", finding, StringComparison.Ordinal),
            finding => Assert.Contains("error CLU004: clusters.c: the cluster has no node_type_id.", finding, StringComparison.Ordinal),
            finding => Assert.Contains("error CLU004: clusters.c: the cluster has no spark_version.", finding, StringComparison.Ordinal)
        );

    [Theory]
    [InlineData(""" "policy_id": "small" """)]
    [InlineData(""" "spark_version": "16.4.x-scala2.12", "instance_pool_id": "pool", "num_workers": 1""")]
    [InlineData(
        """ "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "kind": "CLASSIC_PREVIEW", "is_single_node": true"""
    )]
    [InlineData(
        """
        "spark_version": "16.4.x-scala2.12",
        "node_type_id": "n",
        "num_workers": 0,
        "spark_conf": { "spark.databricks.cluster.profile": "singleNode", "spark.master": "local[*]" },
        "custom_tags": { "ResourceClass": "SingleNode" }
        """
    )]
    public void A_policy_a_pool_and_a_single_node_say_what_is_missing(string fields) => Assert.Empty(Checked.Bare(fields));

    [Fact]
    public void A_job_s_clusters_are_checked_wherever_they_stand()
    {
        const string cluster = """ "new_cluster": { "spark_version": "x", "node_type_id": "n" } """;
        var findings = Checked.Tasks(
            $$"""
            { "task_key": "a", "job_cluster_key": "main", "notebook_task": { "notebook_path": "/x" } },
            { "task_key": "b", {{cluster}}, "notebook_task": { "notebook_path": "/x" } },
            {
              "task_key": "c",
              "for_each_task": {
                "inputs": "[1]",
                "task": { "task_key": "d", {{cluster}}, "notebook_task": { "notebook_path": "/x" } }
              }
            }
            """,
            $$""" "job_clusters": [ { "job_cluster_key": "main", {{cluster}} } ]"""
        );

        Assert.Collection(
            findings,
            finding => AssertUnsized("job_clusters[0].new_cluster", finding),
            finding => AssertUnsized("tasks[1].new_cluster", finding),
            finding => AssertUnsized("tasks[2].for_each_task.task.new_cluster", finding)
        );
    }

    private static void AssertUnsized(string cluster, string finding) =>
        Assert.EndsWith(
            $": error CLU003: jobs.j: {cluster} has no size. Add num_workers, or autoscale with min_workers and max_workers.",
            finding,
            StringComparison.Ordinal
        );
}
