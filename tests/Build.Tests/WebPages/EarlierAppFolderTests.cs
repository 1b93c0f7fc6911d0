using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;
using Layercake.Testing;
using Layercake.Web.Runs;
using Newtonsoft.Json.Linq;

namespace Layercake.Build.Tests.WebPages;

/// <summary>The folder that an earlier app for jobs wrote: what <c>jobs/get</c> answers, with names in the place of ids.</summary>
public sealed class EarlierAppFolderTests : IDisposable
{
    private const string Principal = "692bc6d0-ffa3-11ed-be56-0242ac120002";
    private const string User = "etl@contoso.example";

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_folder_imports_as_it_is_with_the_variables_of_the_app()
    {
        await using var cloud = await LocalCloudFixture.StartAsync();
        await FillAsync(cloud);
        WriteFolder("assets/jobs");
        await using var page = new ServedPage(
            folder,
            new Dictionary<string, string>
            {
                ["DATABRICKS_HOST"] = cloud.Description.WorkspaceHttp,
                ["DATABRICKS_TOKEN"] = cloud.Description.Token,
                ["NUM_THREADS"] = "4",
                ["RESOURCE_NAME_MAPPINGS_FILE_PATH"] = folder["mappings.json"],
            }
        );

        var validated = await page.RunAsync(RunTask.Validate, "workspace");
        Assert.DoesNotContain(validated.End.Findings, finding => finding.Severity == Severity.Error);
        Assert.Equal((RunState.Succeeded, null), (validated.End.State, validated.End.Failure));
        Assert.Equal(["a", "b", "nightly", "team/etl"], Names(validated.End, ChangeAction.Create));

        var applied = await page.RunAsync(RunTask.Apply, "workspace", validated);
        Assert.Equal((RunState.Succeeded, null), (applied.End.State, applied.End.Failure));

        var again = await page.RunAsync(RunTask.Validate, "workspace");
        Assert.Equal(["a", "b", "nightly", "team/etl"], Names(again.End, ChangeAction.None));
        Assert.Equal(4, again.End.Changes.Count);
        Assert.Empty(Names((await page.RunAsync(RunTask.FindDeleted, "workspace")).End, ChangeAction.Delete));
        await AssertJobsAsync(cloud);
    }

    private static async Task AssertJobsAsync(LocalCloudFixture cloud)
    {
        var jobs = (await cloud.GetAsync("/api/2.2/jobs/list?expand_tasks=true"))["jobs"]!.ToDictionary(job => Text(job, "settings.name"));
        var etl = Text((await cloud.GetAsync("/api/2.1/clusters/list"))["clusters"]![0]!, "cluster_id");

        Assert.Equal([etl, etl], jobs["nightly"].SelectTokens("settings.tasks[*].existing_cluster_id").Select(id => (string?)id));
        Assert.Equal(Text(jobs["b"], "job_id"), Text(jobs["a"], "settings.tasks[0].run_job_task.job_id"));
        Assert.Equal(Text(jobs["a"], "job_id"), Text(jobs["b"], "settings.tasks[0].run_job_task.job_id"));
        Assert.Equal((User, Principal), (await RunsAsAsync(cloud, jobs["nightly"]), await RunsAsAsync(cloud, jobs["a"])));
    }

    private static async Task<string?> RunsAsAsync(LocalCloudFixture cloud, JToken job) =>
        (string?)(await cloud.GetAsync($"/api/2.2/jobs/get?job_id={job["job_id"]}"))["run_as_user_name"];

    /// <summary>What the other workspace has under other names.</summary>
    private static async Task FillAsync(LocalCloudFixture cloud)
    {
        var cluster = new JObject
        {
            ["cluster_name"] = "etl-prod",
            ["spark_version"] = "15.4.x-scala2.12",
            ["node_type_id"] = "Standard_DS3_v2",
            ["num_workers"] = 1,
        };
        await cloud.PostAsync("/api/2.1/clusters/create", cluster);
        await cloud.PostAsync("/api/2.0/sql/warehouses", JObject.Parse("""{ "name": "bi-prod", "cluster_size": "2X-Small" }"""));
        await cloud.PostAsync("/api/2.0/preview/scim/v2/Users", new JObject { ["userName"] = User });
        await cloud.PostAsync("/api/2.0/preview/scim/v2/ServicePrincipals", new JObject { ["applicationId"] = Principal });
    }

    private void WriteFolder(string jobs)
    {
        folder.Write(
            "mappings.json",
            $$"""
            {
              // from the names of the development workspace
              "compute_name_mappings": {
                "cluster_name_mappings": { "etl-dev": "etl-prod", "unknown": "etl-prod" },
                "warehouse_name_mappings": { "starter": "bi-prod", "unknown": "bi-prod" }
              },
              "run_as_mappings": {
                "developer@contoso.example": { "user_name": "{{User}}" },
                "default": { "service_principal_name": "{{Principal}}" }
              }
            }
            """
        );
        folder.Write(
            $"{jobs}/nightly.json",
            Answer(
                "nightly",
                "developer@contoso.example",
                """
                { "task_key": "a", "existing_cluster_id": "__CLUSTER__etl-dev__", "notebook_task": { "notebook_path": "/Shared/a" } },
                { "task_key": "b", "existing_cluster_id": "__CLUSTER__unknown__", "notebook_task": { "notebook_path": "/Shared/b" } },
                { "task_key": "c", "sql_task": { "warehouse_id": "__WAREHOUSE__starter__", "file": { "path": "/Shared/c.sql" } } }
                """
            )
        );
        folder.Write($"{jobs}/a.json", Answer("a", "someone.else@contoso.example", RunJob("b")));
        folder.Write($"{jobs}/b.json", Answer("b", "developer@contoso.example", RunJob("a")));
        folder.Write($"{jobs}/team-etl.json", $$"""{ "name": "team/etl", "tasks": [ {{RunJob("nightly")}} ] }""");
    }

    private static string RunJob(string name) =>
        $$"""{ "task_key": "run", "run_job_task": { "job_id": "__JOB__{{name}}__" } }""";

    private static string Answer(string name, string runAs, string tasks) =>
        $$"""
        {
          "created_time": 1700000000000,
          "creator_user_name": "developer@contoso.example",
          "job_id": 12345,
          "run_as_owner": true,
          "run_as_user_name": "{{runAs}}",
          "settings": {
            "name": "{{name}}", "email_notifications": {}, "format": "MULTI_TASK", "max_concurrent_runs": 1, "timeout_seconds": 0,
            "webhook_notifications": {}, "tasks": [ {{tasks}} ]
          }
        }
        """;

    private static List<string> Names(RunSnapshot run, ChangeAction action) =>
        [.. run.Changes.Where(change => change.Action == action).Select(change => change.Name).Order(StringComparer.Ordinal)];

    private static string Text(JToken token, string path) => (string)token.SelectToken(path)!;
}
