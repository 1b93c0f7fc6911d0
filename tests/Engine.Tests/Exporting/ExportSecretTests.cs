using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Exporting;
using Layercake.Engine.Tests.Support;
using Layercake.Identity.Vault;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>A secret that the run knows never reaches the folder; what only looks like one is told.</summary>
public sealed class ExportSecretTests : IAsyncLifetime
{
    private const string Canary = "canary-\"7f3a\"-value";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_value_that_a_file_takes_from_the_vault_stays_its_reference_when_the_file_changes()
    {
        await workspace.Vault.PutAsync("db-password", Canary);
        await workspace.Vault.PutAsync("pin", "471");
        const string Variables =
            """
            "spark_env_vars": {
              "PASSWORD": "${secret.db-password}",
              "URL": "jdbc:x;password=${secret.db-password};y",
              "PIN": "${secret.pin}",
              "PORT": "471"
            }
            """;
        await workspace.With("clusters/etl.json", Samples.Cluster("etl", Variables)).DeployAsync();
        workspace.With("clusters/etl.json", Samples.Cluster("etl", Variables + """, "autotermination_minutes": 99 """));

        var result = await workspace.ExportAsync("clusters");

        var variables = JObject.Parse(workspace.Text("clusters/etl.json"))["spark_env_vars"]!;
        Assert.Equal("${secret.db-password}", (string?)variables["PASSWORD"]);
        Assert.Equal("jdbc:x;password=${secret.db-password};y", (string?)variables["URL"]);
        Assert.Equal("${secret.pin}", (string?)variables["PIN"]);
        Assert.Empty(result.Findings);
        Assert.Equal("471", (string?)variables["PORT"]);
        Assert.Equal(ExportAction.Changed, Assert.Single(result.Files).Action);
        Assert.True((await workspace.PlanAsync("clusters")).IsEmpty);
        Assert.DoesNotContain("canary", string.Concat(workspace.Files().Select(workspace.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_the_run_signed_in_with_becomes_a_reference_too_and_an_id_does_not()
    {
        const string Id = "5e0c9d1a-7b42-4f68-9c3d-2a6b8e1f4d70";
        await workspace.HasClusterAsync(Samples.Cluster("etl", $$""" "spark_conf": { "a": "{{Id}}", "b": "top-secret-value" } """));
        workspace.Environment = workspace.Environment with { SecretPrefix = "dev-" };

        await workspace.ExportAsync(
            request =>
                request with
                {
                    Secrets = [new VaultSecret("tenant-id", "1", Id), new VaultSecret("dev-client-secret", "1", "top-secret-value")],
                },
            ["clusters"]
        );

        Assert.Equal(
            $$"""{"a":"{{Id}}","b":"${secret.client-secret}"}""",
            JObject.Parse(workspace.Text("clusters/etl.json"))["spark_conf"]!.ToString(Newtonsoft.Json.Formatting.None)
        );
    }

    [Theory]
    [InlineData("top-secret-value\n")]
    [InlineData("  top-secret-value\r\n")]
    public async Task A_value_that_the_vault_has_with_a_line_end_and_the_workspace_without_is_not_written(string stored)
    {
        await workspace.HasClusterAsync(Samples.Cluster("etl", """ "spark_conf": { "a": "top-secret-value" } """));
        await workspace.HasFileAsync("/Shared/app/notebooks/a", "password = 'top-secret-value'", "SOURCE", "PYTHON");

        var result = await workspace.ExportAsync(
            request => request with { Secrets = [new VaultSecret("client-secret", "1", stored)] },
            ["clusters", "notebooks"]
        );

        Assert.Equal(["EXP004", "EXP004"], result.Findings.Select(finding => finding.Code));
        Assert.Empty(workspace.Files());
    }

    [Fact]
    public async Task A_notebook_that_holds_a_known_secret_is_not_written()
    {
        await workspace.HasFileAsync("/Shared/app/notebooks/a", "password = 'top-secret-value'", "SOURCE", "PYTHON");

        var result = await workspace.ExportAsync(
            request => request with { Secrets = [new VaultSecret("client-secret", "1", "top-secret-value")] },
            ["notebooks"]
        );

        Assert.Equal("EXP004", Assert.Single(result.Findings).Code);
        Assert.DoesNotContain("top-secret", result.Findings[0].Message, StringComparison.Ordinal);
        Assert.Empty(workspace.Files());
    }

    [Theory]
    [InlineData("DB_PASSWORD", "hunter2hunter2")]
    [InlineData("DB_PW", "hunter2hunter2")]
    [InlineData("ANY", "Endpoint=sb://x;SharedAccessKey=abc123==")]
    public async Task What_looks_like_a_secret_is_told_without_its_value(string name, string value)
    {
        await workspace.HasClusterAsync(Samples.Cluster("etl", $$""" "spark_env_vars": { "{{name}}": "{{value}}" } """));

        var warning = Assert.Single((await workspace.ExportAsync("clusters")).Findings);

        Assert.Equal(("EXP011", Severity.Warning), (warning.Code, warning.Severity));
        Assert.Contains(name, warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DB_PASSWORD", "{{secrets/scope/key}}")]
    [InlineData("TOKEN_PROVIDER", "org.apache.hadoop.Tokens")]
    [InlineData("NAME", "hunter2hunter2")]
    public async Task What_names_a_secret_or_is_none_is_not_told(string name, string value)
    {
        await workspace.HasClusterAsync(Samples.Cluster("etl", $$""" "spark_env_vars": { "{{name}}": "{{value}}" } """));

        Assert.Empty((await workspace.ExportAsync("clusters")).Findings);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_secret_that_only_the_environment_names_is_known_too(bool asVariable)
    {
        await workspace.Vault.PutAsync("db-password", Canary);
        await workspace.HasClusterAsync(
            Samples.Cluster("etl", $$""" "spark_conf": { "a": {{Newtonsoft.Json.JsonConvert.ToString(Canary)}} } """)
        );
        NameInEnvironment(asVariable);

        await workspace.ExportAsync("clusters");

        Assert.Equal("${secret.db-password}", (string?)JObject.Parse(workspace.Text("clusters/etl.json"))["spark_conf"]!["a"]);
    }

    [Fact]
    public async Task A_secret_that_another_kind_names_is_known_too()
    {
        await workspace.Vault.PutAsync("db-password", Canary);
        await workspace.HasClusterAsync(
            Samples.Cluster("etl", $$""" "spark_conf": { "a": {{Newtonsoft.Json.JsonConvert.ToString(Canary)}} } """)
        );
        workspace.With(
            "jobs/nightly.json",
            Samples.Job("nightly", compute: """ "max_retries": 1, "description": "${secret.db-password}" """)
        );

        await workspace.ExportAsync("clusters");

        Assert.Equal("${secret.db-password}", (string?)JObject.Parse(workspace.Text("clusters/etl.json"))["spark_conf"]!["a"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_exported_while_a_secret_of_the_environment_cannot_be_read(bool asVariable)
    {
        await workspace.HasClusterAsync(Samples.Cluster("etl", """ "spark_conf": { "a": "1" } """));
        NameInEnvironment(asVariable);

        var result = await workspace.TryExportAsync("clusters");

        Assert.Equal("EXP002", Assert.Single(result.Findings).Code);
        Assert.Empty(workspace.Files());
    }

    private void NameInEnvironment(bool asVariable) =>
        workspace.Environment = asVariable
            ? workspace.Environment with
            {
                Variables = new Dictionary<string, EnvironmentVariable>
                {
                    ["password"] = new("password", "${secret.db-password}", new SourceLocation("test.json", 1, 1)),
                },
            }
            : workspace.Environment with
            {
                Overlays = JObject.Parse("""{ "clusters/other": { "spark_conf": { "p": "${secret.db-password}" } } }"""),
            };

    [Fact]
    public async Task A_file_whose_secret_cannot_be_read_stays_as_it_is()
    {
        await workspace.Vault.PutAsync("db-password", Canary);
        workspace.With("clusters/etl.json", Samples.Cluster("etl", """ "spark_env_vars": { "P": "${secret.db-password}" } """));
        await workspace.DeployAsync("clusters");
        await workspace.Vault.DeleteAsync("db-password");
        var before = workspace.Text("clusters/etl.json");

        var result = await workspace.TryExportAsync("clusters");

        Assert.Equal("EXP002", Assert.Single(result.Findings).Code);
        Assert.Equal(before, workspace.Text("clusters/etl.json"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_rotation_the_reference_is_written_and_no_version_of_the_value(bool intoAnEmptyFolder)
    {
        await DeployWithSecretAsync();
        await workspace.Vault.PutAsync("db-password", "canary-second-value");
        Touch(intoAnEmptyFolder);

        await workspace.ExportAsync("clusters");

        AssertOnlyReferences();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_an_edit_by_hand_the_reference_is_written_and_not_what_was_put_there(bool intoAnEmptyFolder)
    {
        await workspace.Vault.PutAsync("db-password", Canary);
        await workspace.With("jobs/nightly.json", JobOf("nightly", "load", "${secret.db-password}")).DeployAsync();
        var id = (long)(await workspace.JobAsync("nightly"))["job_id"]!;
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/reset",
            new JObject { ["job_id"] = id, ["new_settings"] = JObject.Parse(JobOf("nightly", "load", "canary-by-hand")) }
        );
        if (intoAnEmptyFolder)
            workspace.Without("jobs/nightly.json");

        await workspace.ExportAsync("jobs");

        Assert.Equal(
            "${secret.db-password}",
            (string?)JObject.Parse(workspace.Text("jobs/nightly.json")).SelectToken("tasks[0].notebook_task.base_parameters.password")
        );
        AssertNoCanary();
    }

    [Fact]
    public async Task A_job_and_its_task_that_were_renamed_by_hand_after_a_rotation_keep_the_reference()
    {
        await workspace.Vault.PutAsync("db-password", Canary);
        await workspace.With("jobs/nightly.json", JobOf("nightly", "load", "${secret.db-password}")).DeployAsync();
        await workspace.Vault.PutAsync("db-password", "canary-second-value");
        var id = (long)(await workspace.JobAsync("nightly"))["job_id"]!;
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/reset",
            new JObject { ["job_id"] = id, ["new_settings"] = JObject.Parse(JobOf("renamed", "fetch", "canary-by-hand")) }
        );

        await workspace.ExportAsync("jobs");

        Assert.Equal(
            "${secret.db-password}",
            (string?)JObject.Parse(workspace.Text("jobs/renamed.json")).SelectToken("tasks[0].notebook_task.base_parameters.password")
        );
        AssertNoCanary();
    }

    [Fact]
    public async Task A_list_in_which_the_secret_cannot_be_told_is_an_error_and_nothing_is_written()
    {
        await workspace.Vault.PutAsync("db-password", Canary);
        const string Declared =
            """
            "max_retries": 0,
            "spark_python_task": { "python_file": "dbfs:/a.py", "parameters": ["--password", "${secret.db-password}"] }
            """;
        await workspace.With("jobs/nightly.json", PythonJob(Declared)).DeployAsync();
        await workspace.Vault.PutAsync("db-password", "canary-second-value");
        var id = (long)(await workspace.JobAsync("nightly"))["job_id"]!;
        var settings = PythonJob(
            Declared.Replace("\"${secret.db-password}\"", "\"--verbose\", \"canary-by-hand\"", StringComparison.Ordinal)
        );
        await workspace.Cloud.PostAsync("/api/2.2/jobs/reset", new JObject { ["job_id"] = id, ["new_settings"] = JObject.Parse(settings) });
        workspace.Without("jobs/nightly.json");

        var result = await workspace.TryExportAsync("jobs");

        Assert.Contains(result.Findings, finding => finding.Code == "EXP016");
        Assert.DoesNotContain("canary", string.Concat(result.Findings), StringComparison.Ordinal);
        AssertNoCanary();
    }

    private static string PythonJob(string task) =>
        $$"""
        {
          "name": "nightly",
          "tasks": [{
            "task_key": "load",
            "new_cluster": {
              "spark_version": "16.4.x-scala2.12",
              "node_type_id": "Standard_D4ds_v5",
              "num_workers": 1
            },
            {{task}}
          }]
        }
        """;

    private static string JobOf(string name, string task, string password) =>
        $$"""
        {
          "name": "{{name}}",
          "tasks": [{
            "task_key": "{{task}}",
            "new_cluster": {
              "spark_version": "16.4.x-scala2.12",
              "node_type_id": "Standard_D4ds_v5",
              "num_workers": 1
            },
            "notebook_task": { "notebook_path": "/Shared/a", "base_parameters": { "password": "{{password}}" } }
          }]
        }
        """;

    private async Task DeployWithSecretAsync()
    {
        await workspace.Vault.PutAsync("db-password", Canary);
        await workspace
            .With(
                "clusters/etl.json",
                Samples.Cluster(
                    "etl",
                    """
                    "spark_env_vars": {
                      "PASSWORD": "${secret.db-password}",
                      "URL": "jdbc:x;password=${secret.db-password};y",
                      "OPEN": "1"
                    }
                    """
                )
            )
            .DeployAsync("clusters");
    }

    private void Touch(bool intoAnEmptyFolder)
    {
        if (intoAnEmptyFolder)
            workspace.Without("clusters/etl.json");
    }

    private void AssertOnlyReferences()
    {
        var variables = JObject.Parse(workspace.Text("clusters/etl.json"))["spark_env_vars"]!;
        Assert.Equal("${secret.db-password}", (string?)variables["PASSWORD"]);
        Assert.Equal("jdbc:x;password=${secret.db-password};y", (string?)variables["URL"]);
        AssertNoCanary();
    }

    private void AssertNoCanary() =>
        Assert.DoesNotContain("canary", string.Concat(workspace.Files().Select(workspace.Text)), StringComparison.Ordinal);
}
