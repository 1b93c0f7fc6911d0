using Layercake.Engine.Declarations;
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
        var id = await workspace.HasClusterAsync(Samples.Cluster("gone"));
        await JobOnAsync(id);
        await workspace.RemoveClusterAsync(id);

        var result = await workspace.ExportAsync("jobs");

        Assert.Equal("__CLUSTER__unknown__", Reference());
        Assert.Equal(
            [
                $"warning EXP010: jobs.nightly: tasks[0].existing_cluster_id names the cluster {id}, which the "
                    + "workspace has no more or does not show, and is exported as __CLUSTER__unknown__. Choose another cluster in the "
                    + "workspace, or give unknown an entry in the mappings.",
            ],
            result.Findings.Select(finding => finding.ToString())
        );
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
        await workspace.Cloud.AddFaultAsync(
            """
            {
              "method": "GET",
              "path": "/api/2.1/clusters/list",
              "status": 403,
              "body": { "error_code": "PERMISSION_DENIED", "message": "no" }
            }
            """
        );

        var result = await workspace.TryExportAsync("jobs");

        Assert.Equal(["jobs/free.json"], workspace.Files());
        Assert.Equal("EXP002", Assert.Single(result.Findings).Code);
        Assert.Equal(ExportAction.Kept, result.Files.Single(file => file.Name == "nightly").Action);
    }

    [Theory]
    [InlineData(403, "PERMISSION_DENIED")]
    [InlineData(404, "ENDPOINT_NOT_FOUND")]
    public async Task Where_the_warehouses_are_not_shown_a_new_file_keeps_the_id_and_says_so(int status, string code)
    {
        var id = await WarehouseAsync("bi");
        await QueryJobAsync(id);
        await RefuseAsync(status, code);

        var result = await workspace.ExportAsync("jobs");

        Assert.Equal(id, Warehouse());
        Assert.Contains(
            $"tasks[0].sql_task.warehouse_id keeps the id {id}, which means nothing in another workspace: this one does not list "
                + $"its warehouses.",
            Assert.Single(result.Findings).ToString(),
            StringComparison.Ordinal
        );

        // Once they are shown, the id in the file that nobody edited becomes a name.
        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        Assert.Equal(ExportAction.Changed, Assert.Single((await workspace.ExportAsync("jobs")).Files).Action);
        Assert.Equal("bi", Warehouse());
    }

    [Fact]
    public async Task An_id_that_somebody_wrote_stays_where_it_says_the_same()
    {
        var id = await WarehouseAsync("bi");
        await QueryJobAsync(id);
        workspace.With(
            "jobs/nightly.json",
            $$"""
            {
              "name": "nightly", /* on purpose */
              "tasks": [{ "task_key": "a", "sql_task": { "warehouse_id": "{{id}}", "file": { "path": "/Shared/x.sql" } } }]
            }
            """
        );

        Assert.Equal(ExportAction.Unchanged, Assert.Single((await workspace.ExportAsync("jobs")).Files).Action);
        Assert.Equal(id, Warehouse());
    }

    [Fact]
    public async Task Where_the_warehouses_are_not_shown_any_more_a_file_that_names_one_is_not_spoilt()
    {
        await QueryJobAsync(await WarehouseAsync("bi"));
        await workspace.ExportAsync("jobs");
        await RefuseAsync(403, "PERMISSION_DENIED");

        var result = await workspace.ExportAsync("jobs");

        Assert.Equal("bi", Warehouse());
        Assert.Equal(ExportAction.Kept, Assert.Single(result.Files).Action);
        Assert.StartsWith(
            "tasks[0].sql_task.warehouse_id says bi in jobs/nightly.json, and the workspace does not list its warehouses, so that file",
            Assert.Single(result.Findings).Message
        );
    }

    [Fact]
    public async Task A_listing_that_fails_otherwise_leaves_the_files_of_those_that_need_it_alone()
    {
        await QueryJobAsync(await WarehouseAsync("bi"));
        await RefuseAsync(400, "INVALID_STATE");

        var result = await workspace.TryExportAsync("jobs");

        Assert.Empty(workspace.Files());
        Assert.StartsWith(
            "names warehouses, which could not be listed, so its file stays as it is: ",
            Assert.Single(result.Findings).Message
        );
    }

    [Fact]
    public async Task Only_what_is_named_is_listed_and_once_however_often_it_is_named()
    {
        var id = await WarehouseAsync("bi");
        for (var i = 0; i < 30; i++)
            await QueryJobAsync(id, $"job {i}");
        await workspace.Cloud.ForgetRequestsAsync();

        await workspace.ExportAsync("jobs");

        Assert.Equal(
            ["GET /api/2.0/sql/warehouses", "GET /api/2.2/jobs/list"],
            (await workspace.Cloud.RequestsAsync())
                .Where(request => !request.Contains("/workspace/", StringComparison.Ordinal))
                .Select(request => request.Split('?')[0])
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_job_that_is_called_as_another_ones_id_is_still_the_one_that_is_meant()
    {
        var other = await workspace.HasJobAsync(Samples.Job("other", compute: """ "max_retries": 1 """));
        var confusing = await workspace.HasJobAsync(
            Samples.Job(other.ToString(System.Globalization.CultureInfo.InvariantCulture), compute: """ "max_retries": 1 """)
        );
        await workspace.HasJobAsync(
            $$"""{ "name": "nightly", "tasks": [ { "task_key": "a", "run_job_task": { "job_id": {{confusing}} } } ] }"""
        );

        await workspace.ExportAsync("jobs");

        Assert.Equal(
            $"__JOB__{other}__",
            (string?)JObject.Parse(workspace.Text("jobs/nightly.json")).SelectToken("tasks[0].run_job_task.job_id")
        );
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        await workspace
            .With("jobs/nightly.json", workspace.Text("jobs/nightly.json").Replace("\"nightly\"", "\"later\"", StringComparison.Ordinal))
            .DeployAsync("jobs");
        Assert.Equal(confusing, (long?)(await workspace.JobAsync("later")).SelectToken("settings.tasks[0].run_job_task.job_id"));
    }

    [Theory]
    [InlineData("etl@contoso.example", "user_name")]
    [InlineData("692bc6d0-ffa3-11ed-be56-0242ac120002", "service_principal_name")]
    public async Task Whom_a_job_runs_as_is_taken_from_beside_its_settings_too(string identity, string field)
    {
        var tasks = string.Join(
            ", ",
            Enumerable.Range(0, 101).Select(i => $$"""{ "task_key": "t{{i}}", "notebook_task": { "notebook_path": "/Shared/x" } }""")
        );
        var id = await workspace.HasJobAsync($$"""{ "name": "long", "tasks": [ {{tasks}} ] }""");
        await workspace.Cloud.AddFaultAsync(
            $$"""
            {
              "method": "GET",
              "path": "/api/2.2/jobs/get",
              "status": 200,
              "times": 0,
              "body": {
                "job_id": {{id}},
                "creator_user_name": "dana@contoso.example",
                "run_as_user_name": "{{identity}}",
                "settings": {
                  "name": "long",
                  "tasks": [{ "task_key": "t0", "notebook_task": { "notebook_path": "/Shared/x" } }]
                }
              }
            }
            """
        );

        await workspace.ExportAsync("jobs");

        Assert.Equal(identity, (string?)JObject.Parse(workspace.Text("jobs/long.json")).SelectToken($"run_as.{field}"));
    }

    private async Task<string> WarehouseAsync(string name) =>
        (string)
            (await workspace.Cloud.PostAsync("/api/2.0/sql/warehouses", new JObject { ["name"] = name, ["cluster_size"] = "2X-Small" }))[
                "id"
            ]!;

    private Task<long> QueryJobAsync(string warehouse, string name = "nightly") =>
        workspace.HasJobAsync(
            $$"""
            {
              "name": "{{name}}",
              "tasks": [{
                "task_key": "a",
                "sql_task": { "warehouse_id": "{{warehouse}}", "file": { "path": "/Shared/x.sql" } }
              }]
            }
            """
        );

    private Task RefuseAsync(int status, string code) =>
        workspace.Cloud.AddFaultAsync(
            $$"""
            {
              "method": "GET",
              "path": "/api/2.0/sql/warehouses",
              "status": {{status}},
              "times": 0,
              "body": { "error_code": "{{code}}", "message": "No." }
            }
            """
        );

    private string? Warehouse() =>
        (string?)JObject.Parse(workspace.Text("jobs/nightly.json")).SelectToken("tasks[0].sql_task.warehouse_id");

    private Task<long> JobOnAsync(string cluster) =>
        workspace.HasJobAsync(Samples.Job("nightly", compute: $"\"existing_cluster_id\": \"{cluster}\""));

    private string? Reference() => (string?)JObject.Parse(workspace.Text("jobs/nightly.json")).SelectToken("tasks[0].existing_cluster_id");
}
