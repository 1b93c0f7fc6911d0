using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;

namespace Layercake.Engine.Tests.Faults;

/// <summary>One asset of each kind, and whether the workspace holds each exactly once.</summary>
internal static class SmallProject
{
    public static TestWorkspace WithOneOfEachKind(this TestWorkspace workspace) =>
        workspace
            .With("init-scripts/install.sh", "echo 1\n")
            .With("clusters/etl.json", Samples.Cluster("etl"))
            .With("notebooks/load.py", Samples.Notebook())
            .With("jobs/nightly.json", Samples.Job("nightly"));

    public static TestWorkspace WithEachChanged(this TestWorkspace workspace) =>
        workspace
            .With("init-scripts/install.sh", "echo 2\n")
            .With("clusters/etl.json", Samples.Cluster("etl", """ "autotermination_minutes": 20 """))
            .With("notebooks/load.py", Samples.Notebook("print(2)"))
            .With("jobs/nightly.json", Samples.Job("nightly", """ "max_concurrent_runs": 2 """));

    /// <summary>One object for each declaration, as declared, and nothing left to do.</summary>
    public static async Task AssertDeployedOnceAsync(this TestWorkspace workspace)
    {
        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        await workspace.ClusterAsync("etl");
        await workspace.JobAsync("nightly");
        var plan = await workspace.PlanAsync();
        Assert.True(plan.IsEmpty, string.Join('\n', plan.Writes.Select(change => $"{change.Asset}: {change.Reason}")));
        Assert.DoesNotContain(plan.Changes, change => change.Adopts);
    }
}
