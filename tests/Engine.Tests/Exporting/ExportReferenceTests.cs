using Layercake.Engine.Exporting;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>Ids become names.</summary>
public sealed class ExportReferenceTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_cluster_is_named_plainly_where_its_name_is_no_id()
    {
        await JobOnAsync(await workspace.HasClusterAsync(Samples.Cluster("etl")));

        await workspace.ExportAsync("jobs");

        Assert.Equal("etl", Reference());
        Assert.Equal(["jobs/nightly.json"], workspace.Files());
    }

    [Theory]
    [InlineData("12345")]
    [InlineData("__odd__")]
    public async Task A_name_that_could_be_taken_for_something_else_says_what_it_is(string name)
    {
        await JobOnAsync(await workspace.HasClusterAsync(Samples.Cluster(name)));

        await workspace.ExportAsync("jobs");

        Assert.Equal($"__CLUSTER__{name}__", Reference());
    }

    [Fact]
    public async Task An_id_that_is_no_more_is_exported_as_unknown_and_told()
    {
        await JobOnAsync("0101-000000-gone1234");

        var result = await workspace.ExportAsync("jobs");

        Assert.Equal("__CLUSTER__unknown__", Reference());
        Assert.Equal(
            ["warning EXP010: jobs.nightly: tasks[0].existing_cluster_id names the cluster 0101-000000-gone1234, which the workspace has no more or does not show, and is exported as __CLUSTER__unknown__. Choose another cluster in the workspace, or give unknown an entry in the mappings."],
            result.Findings.Select(finding => finding.ToString()));
    }

    [Fact]
    public async Task An_id_whose_name_two_have_stays_an_id()
    {
        var one = await workspace.HasClusterAsync(Samples.Cluster("etl"));
        var other = await workspace.HasClusterAsync(Samples.Cluster("etl"));
        await JobOnAsync(one);

        var result = await workspace.ExportAsync("jobs");

        Assert.Equal(one, Reference());
        var warning = Assert.Single(result.Findings);
        Assert.Equal("EXP010", warning.Code);
        Assert.Contains(one, warning.Message, StringComparison.Ordinal);
        Assert.Contains(other, warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_clusters_cannot_be_listed_jobs_that_name_them_stay_as_they_are_and_others_are_exported()
    {
        await JobOnAsync(await workspace.HasClusterAsync(Samples.Cluster("etl")));
        await workspace.HasJobAsync(Samples.Job("free", compute: """ "max_retries": 1 """));
        await workspace.Cloud.AddFaultAsync("""{ "method": "GET", "path": "/api/2.1/clusters/list", "status": 403, "body": { "error_code": "PERMISSION_DENIED", "message": "no" } }""");

        var result = await workspace.TryExportAsync("jobs");

        Assert.Equal(["jobs/free.json"], workspace.Files());
        Assert.Equal("EXP002", Assert.Single(result.Findings).Code);
        Assert.Equal(ExportAction.Kept, result.Files.Single(file => file.Name == "nightly").Action);
    }

    private Task<long> JobOnAsync(string cluster) => workspace.HasJobAsync(Samples.Job("nightly", compute: $"\"existing_cluster_id\": \"{cluster}\""));

    private string? Reference() => (string?)JObject.Parse(workspace.Text("jobs/nightly.json")).SelectToken("tasks[0].existing_cluster_id");
}
