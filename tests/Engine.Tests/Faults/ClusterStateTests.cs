using Layercake.Engine.Applying;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Faults;

public sealed class ClusterStateTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task An_edit_waits_until_the_cluster_has_come_down()
    {
        await workspace.With("clusters/etl.json", Samples.Cluster("etl")).DeployAsync();
        Assert.Equal("TERMINATING", (string?)(await workspace.ClusterAsync("etl"))["state"]);

        var requests = await workspace.WritesDuringAsync(() =>
            workspace.With("clusters/etl.json", Samples.Cluster("etl", """ "autotermination_minutes": 15 """)).DeployAsync()
        );

        Assert.Equal(2, requests.Count(request => request == "POST /api/2.1/clusters/edit"));
        Assert.Equal(15, (int?)(await workspace.ClusterAsync("etl"))["autotermination_minutes"]);
    }

    [Fact]
    public async Task A_cluster_that_the_cloud_has_no_quota_for_is_deployed_with_a_warning()
    {
        workspace.Environment = workspace.Environment with { StopClusters = false };
        workspace.Cloud.Server.State.Table("cluster-failures").Put("etl", new JObject { ["code"] = "AZURE_QUOTA_EXCEEDED_EXCEPTION" });
        // The service takes a while to answer, and meanwhile the start fails.
        await workspace.Cloud.AddFaultAsync("""{ "method": "GET", "path": "/api/2.1/clusters/get", "action": "delay", "ms": 30000 }""");

        var outcome = await workspace.With("clusters/etl.json", Samples.Cluster("etl")).DeployAsync();

        Assert.StartsWith("clusters.etl: could not start: AZURE_QUOTA_EXCEEDED_EXCEPTION", Assert.Single(outcome.Warnings));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }
}
