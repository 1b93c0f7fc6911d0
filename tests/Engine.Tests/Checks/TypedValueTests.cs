using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Checks;

/// <summary>Values in another type, which the service turns into the right one, are sent and compared as the right one.</summary>
public sealed class TypedValueTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("warehouses/w.json", """{ "name": "w", "cluster_size": "Small", "auto_stop_mins": "20" }""")]
    [InlineData("pipelines/p.json", """{ "name": "p", "development": "true", "edition": "advanced" }""")]
    [InlineData("jobs/j.json", """{ "name": "j", "max_concurrent_runs": "3", "tags": { "cost": 4711, "rate": 1.50, "on": true } }""")]
    [InlineData(
        "clusters/c.json",
        """{ "cluster_name": "c", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": "2" }"""
    )]
    public async Task A_deployed_object_is_as_declared(string file, string content)
    {
        await workspace.With(file, content).DeployAsync();

        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Only_another_value_is_a_change()
    {
        await workspace.With("warehouses/w.json", Warehouse("20")).DeployAsync();

        Assert.True((await workspace.With("warehouses/w.json", Warehouse("\"20\"")).PlanAsync()).IsEmpty);
        await workspace.With("warehouses/w.json", Warehouse("\"30\"")).DeployAsync();

        Assert.Equal(30, (int?)(await workspace.Cloud.GetAsync("/api/2.0/sql/warehouses"))["warehouses"]!.Single(IsOurs)["auto_stop_mins"]);
    }

    [Fact]
    public void A_number_in_quotes_that_is_out_of_range_is_told_with_its_line() =>
        Assert.Contains(
            workspace.With("jobs/j.json", "{\n  \"name\": \"j\",\n  \"max_concurrent_runs\": \"99999\"\n}").Check(),
            finding => finding.StartsWith("jobs/j.json(3,3): error", StringComparison.Ordinal)
        );

    private static bool IsOurs(JToken warehouse) => (string?)warehouse["name"] == "w";

    private static string Warehouse(string minutes) => $$"""{ "name": "w", "cluster_size": "Small", "auto_stop_mins": {{minutes}} }""";
}
