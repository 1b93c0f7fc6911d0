using Layercake.Engine.Declarations;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>A place that had a secret keeps its reference, whatever value was put there since.</summary>
public sealed class ExportSecretRotationTests : IAsyncLifetime
{
    private const string Canary = ExportSecretTests.Canary;

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

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
