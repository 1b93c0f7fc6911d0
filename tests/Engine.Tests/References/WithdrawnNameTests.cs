using Layercake.Engine.Tests.Support;

namespace Layercake.Engine.Tests.References;

/// <summary>References to what was deployed from Git and is not declared there any more.</summary>
public sealed class WithdrawnNameTests : IAsyncLifetime
{
    private const string Job = """
        { "name": "watch", "tasks": [{ "task_key": "a", "pipeline_task": { "pipeline_id": "orders" } }] }
        """;

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync();
        workspace.With("jobs/watch.json", Job);
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_warning_says_that_no_other_environment_would_have_it()
    {
        await workspace.With("pipelines/orders.json", """{ "name": "orders" }""").DeployAsync();
        workspace.Without("pipelines/orders.json");

        Assert.EndsWith(
            "warning REF010: jobs.watch: tasks[0].pipeline_task.pipeline_id names the pipeline orders, which was deployed from Git and is "
                + "not declared there any more, so no other environment would have it. Declare it again, or name another.",
            Assert.Single(await workspace.FindingsAsync())
        );
    }

    [Fact]
    public async Task What_was_there_before_or_is_declared_under_another_name_is_no_such_thing()
    {
        await workspace.Cloud.PostAsync("/api/2.0/pipelines", new() { ["name"] = "orders" });
        await workspace.With("pipelines/orders.json", """{ "name": "orders" }""").DeployAsync();
        workspace.Without("pipelines/orders.json");

        Assert.Empty(await workspace.FindingsAsync());
    }

    [Fact]
    public async Task A_legacy_alert_of_the_name_of_a_declared_one_is_told_where_that_is_named()
    {
        workspace
            .With("warehouses/w.json", """{ "name": "w", "cluster_size": "Small" }""")
            .With("alerts/late.json", Samples.Alert("late", "w"))
            .With(
                "jobs/watch.json",
                """
                {
                  "name": "watch",
                  "tasks": [{ "task_key": "a", "sql_task": { "warehouse_id": "w", "alert": { "alert_id": "late" } } }]
                }
                """
            );

        Assert.EndsWith(
            "alerts/late.json declares an alert of that name, which is another kind: name it in alert_task.alert_id.",
            Assert.Single(await workspace.FindingsAsync())
        );
    }
}
