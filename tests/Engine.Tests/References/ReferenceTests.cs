using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.References;

/// <summary>Tests of names in Git and ids in the workspace, for everything that a job or a cluster can name.</summary>
public abstract class ReferenceTests : IAsyncLifetime
{
    private protected TestWorkspace Workspace { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Workspace = await TestWorkspace.StartAsync();

        // What most tasks here run.
        await Workspace.HasFileAsync(Samples.NotebookPath, "print(1)", "SOURCE", "PYTHON");
        await Workspace.HasFileAsync("/Shared/x.sql", "select 1");
    }

    public async Task DisposeAsync() => await Workspace.DisposeAsync();

    private protected static string Task(string name, string task) =>
        $$"""{ "name": "{{name}}", "tasks": [ { "task_key": "main", {{task}} } ] }""";

    private protected Task<IReadOnlyList<string>> FindingsAsync(string task) =>
        Workspace.With("jobs/j.json", Task("j", task)).FindingsAsync();

    /// <summary>One object of each kind that can be named and is not deployed, called <c>my KIND</c>; their ids by kind.</summary>
    private protected async Task<Dictionary<string, string>> OneOfEachAsync()
    {
        var calls = new (string Kind, string Path, string IdField, string Spec)[]
        {
            (
                "instance-pools",
                "instance-pools/create",
                "instance_pool_id",
                """{ "instance_pool_name": "my instance-pools", "node_type_id": "Standard_D4ds_v5" }"""
            ),
            ("cluster-policies", "policies/clusters/create", "policy_id", """{ "name": "my cluster-policies", "definition": "{}" }"""),
            ("warehouses", "sql/warehouses", "id", """{ "name": "my warehouses", "cluster_size": "2X-Small" }"""),
            ("pipelines", "pipelines", "pipeline_id", """{ "name": "my pipelines", "catalog": "main" }"""),
            ("queries", "sql/queries", "id", """{ "query": { "display_name": "my queries", "query_text": "select 1" } }"""),
            ("alerts", "alerts", "id", Samples.Alert("my alerts", "w")),
            (
                "legacy-alerts",
                "sql/alerts",
                "id",
                """{ "alert": { "display_name": "my legacy-alerts", "query_id": "8f1c2a34-5b6d-4e7f-9a0b-c1d2e3f4a5b6" } }"""
            ),
            ("dashboards", "lakeview/dashboards", "dashboard_id", """{ "display_name": "my dashboards" }"""),
            (
                "notification-destinations",
                "notification-destinations",
                "id",
                """{ "display_name": "my notification-destinations", "config": { "email": { "addresses": [ "ops@contoso.example" ] } } }"""
            ),
        };
        var ids = new Dictionary<string, string>();
        foreach (var (kind, path, idField, spec) in calls)
            ids.Add(kind, (string)(await Workspace.Cloud.PostAsync($"/api/2.0/{path}", JObject.Parse(spec)))[idField]!);

        return ids;
    }
}
