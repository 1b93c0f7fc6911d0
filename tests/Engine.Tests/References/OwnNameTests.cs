using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.References;

/// <summary>What belongs to an object is written to that object, whatever the object is called.</summary>
public sealed class OwnNameTests : IAsyncLifetime
{
    private const string Dashboards = "/api/2.0/lakeview/dashboards";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    /// <summary>Names that look like a reference of the service, or like the long form of a reference.</summary>
    public static TheoryData<string> Names => ["{{job.id}}", "sales {{x", "__DASHBOARD__other__", "__JOB__other__", "__CLUSTER__other__"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_dashboard_is_published_under_its_own_id(string name)
    {
        workspace.With("dashboards/other.json", Dashboard("other", "")).With("dashboards/a.json", Dashboard(name, """, "publish": {} """));

        await workspace.DeployAsync();

        Assert.Equal([name], await PublishedAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_dashboard_that_is_called_as_another_ones_id_is_published_itself()
    {
        await workspace.With("dashboards/other.json", Dashboard("other", "")).DeployAsync();
        var id = (string)(await AllAsync()).Single()["dashboard_id"]!;
        workspace.With("dashboards/a.json", Dashboard(id, """, "publish": {} """));

        await workspace.DeployAsync();

        Assert.Equal([id], await PublishedAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_permissions_and_the_libraries_of_an_object_are_its_own(string name)
    {
        await workspace.Cloud.PostAsync("/api/2.0/preview/scim/v2/Groups", new JObject { ["displayName"] = "team" });
        const string List = """ "access_control_list": [{ "group_name": "team", "permission_level": "CAN_MANAGE" }] """;
        const string Library = """ "libraries": [{ "pypi": { "package": "requests" } }] """;
        workspace
            .With("jobs/a.json", Samples.Job(name, List, Samples.Free))
            .With("jobs/other.json", Samples.Job("other", compute: Samples.Free))
            .With("clusters/a.json", Samples.Cluster(name, $"{List}, {Library}"))
            .With("clusters/other.json", Samples.Cluster("other"));

        var outcome = await workspace.DeployAsync();

        Assert.All(outcome.Changes, change => Assert.Null(change.Message));
        var job = await workspace.Cloud.GetAsync($"/api/2.0/permissions/jobs/{(await workspace.JobAsync(name))["job_id"]}");
        Assert.Contains("team", $"{job["access_control_list"]}", StringComparison.Ordinal);
        var cluster = (await workspace.ClusterAsync(name))["cluster_id"];
        var libraries = await workspace.Cloud.GetAsync($"/api/2.0/libraries/cluster-status?cluster_id={cluster}");
        Assert.Contains("requests", $"{libraries}", StringComparison.Ordinal);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Who_names_such_an_object_writes_the_long_form()
    {
        workspace
            .With("jobs/a.json", Samples.Job("{{job.id}}", compute: Samples.Free))
            .With(
                "jobs/b.json",
                """{ "name": "b", "tasks": [ { "task_key": "run", "run_job_task": { "job_id": "__JOB__{{job.id}}__" } } ] }"""
            );

        await workspace.DeployAsync();

        Assert.Equal(
            $"{(await workspace.JobAsync("{{job.id}}"))["job_id"]}",
            $"{(await workspace.JobAsync("b")).SelectToken("settings.tasks[0].run_job_task.job_id")}"
        );
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    private static string Dashboard(string name, string more) =>
        $$"""{ "display_name": "{{name}}", "serialized_dashboard": "{ }"{{more}} }""";

    private async Task<IEnumerable<JObject>> AllAsync() => (await workspace.Cloud.GetAsync(Dashboards))["dashboards"]!.Cast<JObject>();

    private async Task<IReadOnlyList<string>> PublishedAsync()
    {
        var published = new List<string>();
        foreach (var dashboard in await AllAsync())
            try
            {
                var version = await workspace.Cloud.GetAsync($"{Dashboards}/{dashboard["dashboard_id"]}/published");
                published.Add((string)version["display_name"]!);
            }
            catch (HttpRequestException)
            {
                // It is not.
            }

        return published;
    }
}
