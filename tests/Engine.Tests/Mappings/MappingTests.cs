using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Mappings;

/// <summary>What names and identities in Git are called in one environment.</summary>
public sealed class MappingTests : IAsyncLifetime
{
    private const string File = "deployment/environments/test.mappings.json";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync();
        workspace.Environment = workspace.Environment with { MappingsFile = workspace.Assets[File] };
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task Clusters_and_warehouses_are_called_otherwise_here_and_the_plan_says_how()
    {
        var cluster = (string?)
            (await workspace.Cloud.PostAsync("/api/2.1/clusters/create", JObject.Parse(Samples.Cluster("etl-prod"))))["cluster_id"];
        var warehouse = (string?)
            (
                await workspace.Cloud.PostAsync(
                    "/api/2.0/sql/warehouses",
                    JObject.Parse("""{ "name": "sql-prod", "cluster_size": "2X-Small" }""")
                )
            )["id"];
        workspace
            .With(
                File,
                """
                {
                  // as in the other workspace → as here
                  "compute_name_mappings": {
                    "cluster_name_mappings": { "etl-dev": "etl-prod", "unknown": "etl-prod" },
                    "warehouse_name_mappings": { "starter": "sql-prod" }
                  }
                }
                """
            )
            .With(
                "jobs/j.json",
                """
                { "name": "j", "tasks": [
                  { "task_key": "a", "existing_cluster_id": "etl-dev", "notebook_task": { "notebook_path": "/Shared/x" } },
                  { "task_key": "b", "existing_cluster_id": "__CLUSTER__unknown__", "notebook_task": { "notebook_path": "/Shared/x" } },
                  { "task_key": "c", "sql_task": { "warehouse_id": "__WAREHOUSE__starter__", "file": { "path": "/Shared/x.sql" } } } ] }
                """
            );
        Assert.Empty(workspace.Check());

        await workspace.DeployAsync();

        var job = await workspace.JobAsync("j");
        Assert.Equal([cluster, cluster], job.SelectTokens("settings.tasks[*].existing_cluster_id").Select(id => (string?)id));
        Assert.Equal(warehouse, (string?)job.SelectToken("settings.tasks[2].sql_task.warehouse_id"));
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        await workspace.Cloud.PostAsync("/api/2.1/clusters/create", JObject.Parse(Samples.Cluster("etl-large")));
        var change = Assert.Single(
            (
                await workspace
                    .With(
                        File,
                        """
                        {
                          "compute_name_mappings": {
                            "cluster_name_mappings": { "etl-dev": "etl-large", "unknown": "etl-prod" },
                            "warehouse_name_mappings": { "starter": "sql-prod" }
                          }
                        }
                        """
                    )
                    .PlanAsync()
            ).Writes
        );
        var field = Assert.Single(change.Fields);
        Assert.Equal(
            "changed in Git tasks[a].existing_cluster_id: etl-prod → etl-large",
            $"{change.Reason} {field.Path}: {field.Old} → {field.New}"
        );
    }

    [Fact]
    public async Task Every_kind_that_can_be_named_has_a_list()
    {
        workspace
            .With(File, """{ "job_name_mappings": { "next-dev": "next" } }""")
            .With("jobs/next.json", Samples.Job("next", compute: """ "environment_key": "e" """))
            .With("jobs/j.json", """{ "name": "j", "tasks": [ { "task_key": "a", "run_job_task": { "job_id": "next-dev" } } ] }""");

        await workspace.DeployAsync();

        Assert.Equal(
            (await workspace.JobAsync("next"))["job_id"],
            (await workspace.JobAsync("j")).SelectToken("settings.tasks[0].run_job_task.job_id")
        );
    }

    [Theory]
    [InlineData("""{ "user_name": "dev@contoso.example" }""", "user_name", "etl@contoso.example")]
    [InlineData("""{ "user_name": "DEV@contoso.example" }""", "user_name", "etl@contoso.example")]
    [InlineData("""{ "service_principal_name": "1234d931-d019-48a3-b606-431cc316ecdd" }""", "user_name", "ops@contoso.example")]
    [InlineData("""{ "user_name": "anyone@contoso.example" }""", "service_principal_name", "692bc6d0-ffa3-11ed-be56-0242ac120002")]
    public async Task A_job_runs_as_somebody_else_here(string runAs, string field, string identity)
    {
        await workspace.HasPrincipalAsync(identity);
        workspace.With(File, RunAs).With("jobs/j.json", Samples.Job("j", $""" "run_as": {runAs} """, """ "environment_key": "e" """));

        await workspace.DeployAsync();

        Assert.Equal(
            [(field, identity)],
            ((JObject)(await workspace.JobAsync("j")).SelectToken("settings.run_as")!)
                .Properties()
                .Select(property => (property.Name, (string?)property.Value))
        );
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData("dev@contoso.example", "user_name", "etl@contoso.example")]
    [InlineData("1234d931-d019-48a3-b606-431cc316ecdd", "user_name", "ops@contoso.example")]
    [InlineData("someone@contoso.example", "service_principal_name", "692bc6d0-ffa3-11ed-be56-0242ac120002")]
    public async Task The_identity_in_the_wrapper_of_an_exported_job_counts_too(string runAsUserName, string field, string identity)
    {
        await workspace.HasPrincipalAsync(identity);
        workspace
            .With(File, RunAs)
            .With(
                "jobs/j.json",
                Wrapped(Samples.Job("j", compute: """ "environment_key": "e" """), runAsUserName)
            );

        await workspace.DeployAsync();

        Assert.Equal(identity, (string?)(await workspace.JobAsync("j")).SelectToken($"settings.run_as.{field}"));
    }

    [Fact]
    public async Task Without_mappings_the_identity_in_the_wrapper_is_the_one_it_runs_as()
    {
        const string runAs = """ "run_as": { "user_name": "etl@contoso.example" } """;
        const string compute = """ "environment_key": "e" """;
        foreach (var principal in new[] { "dev@contoso.example", "etl@contoso.example", "1234d931-d019-48a3-b606-431cc316ecdd" })
            await workspace.HasPrincipalAsync(principal);
        workspace.Environment = workspace.Environment with { MappingsFile = null };
        workspace
            .With("jobs/a.json", Wrapped(Samples.Job("a", compute: compute), "dev@contoso.example"))
            .With("jobs/b.json", Wrapped(Samples.Job("b", runAs, compute), "dev@contoso.example"))
            .With("jobs/c.json", Wrapped(Samples.Job("c", compute: compute), "1234d931-d019-48a3-b606-431cc316ecdd"));

        await workspace.DeployAsync();

        Assert.Equal("dev@contoso.example", (string?)(await workspace.JobAsync("a")).SelectToken("settings.run_as.user_name"));
        Assert.Equal("etl@contoso.example", (string?)(await workspace.JobAsync("b")).SelectToken("settings.run_as.user_name"));
        Assert.Equal(
            "1234d931-d019-48a3-b606-431cc316ecdd",
            (string?)(await workspace.JobAsync("c")).SelectToken("settings.run_as.service_principal_name")
        );
    }

    private static string Wrapped(string settings, string runAsUserName) =>
        $$"""{ "settings": {{settings}}, "run_as_user_name": "{{runAsUserName}}" }""";

    [Fact]
    public void A_mapping_that_nothing_uses_is_told_and_the_ones_for_all_cases_are_not()
    {
        workspace.With(
            File,
            """
            {
              "compute_name_mappings": { "cluster_name_mappings": { "etl-dev": "etl", "unknown": "etl" } },
              "run_as_mappings": {
                "gone@contoso.example": { "user_name": "x@contoso.example" },
                "default": { "user_name": "x@contoso.example" }
              }
            }
            """
        );

        Assert.Equal(
            [
                $"{File}(2,57): warning MAP002: This mapping is not used: no declaration names the cluster etl-dev. Remove it or "
                    + $"correct the name.",
                $"{File}(4,5): warning MAP002: This mapping is not used: nothing runs as gone@contoso.example. Remove it or "
                    + $"correct the name.",
            ],
            workspace.Check()
        );
    }

    [Fact]
    public async Task A_mapping_to_nothing_is_told_at_the_mapping_and_at_the_job()
    {
        workspace
            .With("clusters/etl.json", Samples.Cluster("etl-prod"))
            .With(File, """{ "compute_name_mappings": { "cluster_name_mappings": { "etl-dev": "etl-prd" } } }""")
            .With("jobs/j.json", Samples.Job("j", compute: """ "existing_cluster_id": "etl-dev" """));

        var findings = await workspace.FindingsAsync();

        Assert.Equal(2, findings.Count);
        Assert.Contains(
            "warning MAP003: The cluster etl-dev is mapped to etl-prd, which neither Git nor the workspace has. Did you mean "
                + "etl-prod? Correct the name.",
            findings[0]
        );
        Assert.StartsWith($"{File}(1,", findings[0]);
        Assert.Equal(
            $"jobs/j.json(1,73): error REF001: jobs.j: tasks[0].existing_cluster_id names the cluster etl-prd (what {File} makes "
                + $"of etl-dev), which neither Git nor the workspace has. Did you mean etl-prod? Known clusters: etl-prod.",
            findings[1]
        );
    }

    [Theory]
    [InlineData("""{ "compute_name_mapping": {} }""", "compute_name_mapping is no list of mappings. Did you mean compute_name_mappings?")]
    [InlineData(
        """{ "cluster_name_mappings": {} }""",
        "cluster_name_mappings belongs into compute_name_mappings: { \"compute_name_mappings\": { \"cluster_name_mappings\": … } }."
    )]
    [InlineData("""{ "compute_name_mappings": [] }""", "compute_name_mappings must be an object of lists such as cluster_name_mappings.")]
    [InlineData("""{ "compute_name_mappings": { "clusters": {} } }""", "compute_name_mappings.clusters is no list of mappings.")]
    [InlineData(
        """{ "compute_name_mappings": { "cluster_name_mappings": "etl" } }""",
        "compute_name_mappings.cluster_name_mappings must be an object such as"
    )]
    [InlineData(
        """{ "compute_name_mappings": { "cluster_name_mappings": { "etl": 7 } } }""",
        "compute_name_mappings.cluster_name_mappings: etl must be mapped to a name"
    )]
    [InlineData("""{ "job_name_mappings": { "a": " " } }""", "job_name_mappings: a must be mapped to a name")]
    [InlineData("""{ "job_name_mappings": { "": "b" } }""", "job_name_mappings: an empty name must be mapped to a name")]
    [InlineData(
        """{ "run_as_mappings": { "default": "x@contoso.example" } }""",
        "run_as_mappings: default must be mapped to { \"user_name\": \"…\" } or"
    )]
    [InlineData("""{ "run_as_mappings": { "default": { "user": "x" } } }""", "run_as_mappings: default must be mapped to")]
    [InlineData(
        """{ "run_as_mappings": { "a": { "user_name": "x", "service_principal_name": "y" } } }""",
        "run_as_mappings: a must be mapped to"
    )]
    public void A_mapping_file_of_another_shape_is_a_finding(string text, string message)
    {
        var finding = Assert.Single(workspace.With(File, text).Check());

        Assert.StartsWith($"{File}(1,", finding);
        Assert.Contains($"error MAP001: {message}", finding);
    }

    [Fact]
    public void A_mapping_file_that_is_not_JSON_is_a_finding() =>
        Assert.Contains($"{File}(1,", Assert.Single(workspace.With(File, """{ "run_as_mappings" """).Check()));

    private const string RunAs = """
        {
          "run_as_mappings": {
            "dev@contoso.example": { "user_name": "etl@contoso.example" },
            "1234d931-d019-48a3-b606-431cc316ecdd": { "user_name": "ops@contoso.example" },
            "default": { "service_principal_name": "692bc6d0-ffa3-11ed-be56-0242ac120002" }
          }
        }
        """;
}
