using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Overlays;

/// <summary>What an environment changes in declarations, as a workspace sees it.</summary>
public sealed class ShapedDeploymentTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_changed_overlay_or_variable_is_a_change_in_Git()
    {
        workspace.With(
            "clusters/etl.json",
            """
            {
              "cluster_name": "etl",
              "spark_version": "16.4.x-scala2.12",
              "node_type_id": "Standard_D4ds_v5",
              "num_workers": "${var.workers}"
            }
            """
        );
        Variables(new JObject { ["workers"] = 1 });
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        Variables(new JObject { ["workers"] = 2 });
        var change = Assert.Single((await workspace.PlanAsync()).Changes);
        Assert.Equal(("changed in Git", "num_workers"), (change.Reason, Assert.Single(change.Fields).Path));
        await workspace.DeployAsync();

        workspace.Environment = workspace.Environment with
        {
            Overlays = Placed("""{ "clusters/*": { "custom_tags": { "team": "data" } } }"""),
        };
        change = Assert.Single((await workspace.PlanAsync()).Changes);
        Assert.Equal(("changed in Git", "custom_tags"), (change.Reason, Assert.Single(change.Fields).Path.Split('.')[0]));
    }

    [Fact]
    public async Task With_a_prefix_jobs_find_their_clusters()
    {
        workspace.With(
            "clusters/etl.json",
            """{ "cluster_name": "etl", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 }"""
        );
        workspace.With(
            "jobs/nightly.json",
            """
            {
              "name": "nightly",
              "tasks": [{
                "task_key": "a",
                "existing_cluster_id": "etl",
                "notebook_task": { "notebook_path": "/Shared/x" }
              }]
            }
            """
        );
        workspace.Environment = workspace.Environment with { NamePrefix = "dev-" };

        await workspace.DeployAsync();

        var job = await workspace.JobAsync("dev-nightly");
        Assert.Equal(
            (string?)(await workspace.ClusterAsync("dev-etl"))["cluster_id"],
            (string?)job["settings"]!["tasks"]![0]!["existing_cluster_id"]
        );
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task The_prefix_of_a_scope_also_stands_in_the_texts_that_read_it_and_not_in_those_that_read_another()
    {
        workspace
            .With("secret-scopes/app.json", """{ "name": "app" }""")
            .With(
                "clusters/etl.json",
                Samples.Cluster("etl", """ "spark_env_vars": { "A": "{{secrets/app/a}}", "B": "{{secrets/theirs/b}}" } """)
            );
        workspace.Environment = workspace.Environment with { NamePrefix = "dev-" };

        await workspace.DeployAsync();

        var variables = (await workspace.ClusterAsync("dev-etl"))["spark_env_vars"]!;
        Assert.Equal(("{{secrets/dev-app/a}}", "{{secrets/theirs/b}}"), ((string?)variables["A"], (string?)variables["B"]));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task With_a_prefix_a_misspelt_reference_gets_the_names_as_they_are_written()
    {
        workspace
            .With("clusters/etl-hourly.json", Samples.Cluster("etl-hourly"))
            .With("jobs/nightly.json", Samples.Job("nightly", compute: """ "existing_cluster_id": "etl-hourli" """));
        workspace.Environment = workspace.Environment with { NamePrefix = "dev-" };

        Assert.EndsWith(
            "Did you mean etl-hourly? Known clusters: etl-hourly.",
            Assert.Single(await workspace.FindingsAsync()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_secret_in_a_variable_is_sent_and_shows_in_no_plan()
    {
        await workspace.Vault.PutAsync("password", "hunter2-hunter2");
        workspace.With(
            "clusters/etl.json",
            """
            {
              "cluster_name": "etl",
              "spark_version": "16.4.x-scala2.12",
              "node_type_id": "Standard_D4ds_v5",
              "num_workers": 1,
              "spark_env_vars": { "DB": "${var.url}" }
            }
            """
        );
        Variables(new JObject { ["url"] = "jdbc:x;password=${secret.password}" });

        var plan = PlanFile.Text(await workspace.PlanAsync(), new Layercake.Secrecy.Redactor());
        await workspace.DeployAsync();

        Assert.Equal("jdbc:x;password=hunter2-hunter2", (string?)(await workspace.ClusterAsync("etl"))["spark_env_vars"]!["DB"]);
        Assert.DoesNotContain("hunter2", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_that_an_overlay_got_wrong_is_told_in_the_environments_file()
    {
        workspace.With(
            "jobs/nightly.json",
            """{ "name": "nightly", "tasks": [ { "task_key": "a", "notebook_task": { "notebook_path": "/Shared/x" } } ] }"""
        );
        workspace.Environment = workspace.Environment with
        {
            Overlays = Placed("{ \"jobs/*\": {\n  \"tasks\": { \"a\": { \"existing_cluster_id\": \"gone\" } } } }"),
        };

        Assert.StartsWith(
            "deployment/environments/test.json(2,44): error REF001: jobs.nightly: ",
            Assert.Single(await workspace.FindingsAsync()),
            StringComparison.Ordinal
        );
    }

    private void Variables(JObject variables) =>
        workspace.Environment = workspace.Environment with
        {
            Variables = variables
                .Properties()
                .ToDictionary(
                    field => field.Name,
                    field => new EnvironmentVariable(field.Name, field.Value, new SourceLocation("test.json", 1, 1))
                ),
        };

    private static JObject Placed(string text) =>
        SourceLocation.Mark(JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(text), "", [])!, "deployment/environments/test.json");
}
