using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Exporting;
using Layercake.Engine.Tests.Support;
using Layercake.Identity.Vault;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>A secret that the run knows never reaches the folder.</summary>
public sealed class ExportSecretTests : IAsyncLifetime
{
    internal const string Canary = "canary-\"7f3a\"-value";

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
}
