using Layercake.Engine.Exporting;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>Secret scopes as files: keys with references in the place of values, and who may use them.</summary>
public sealed class SecretScopeExportTests : IAsyncLifetime
{
    private const string File = "secret-scopes/app.json";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync();
        await workspace.Cloud.PostAsync("/api/2.0/secrets/scopes/create", new JObject { ["scope"] = "app" });
        await PutAsync("db_password");
        await workspace.Cloud.PostAsync(
            "/api/2.0/secrets/acls/put",
            JObject.Parse("""{ "scope": "app", "principal": "users", "permission": "READ" }""")
        );
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_new_file_has_a_reference_for_each_key_and_a_finding_says_what_the_vault_needs()
    {
        var result = await workspace.TryExportAsync("secret-scopes");

        Assert.True(
            JToken.DeepEquals(
                JObject.Parse(
                    """
                    {
                      "name": "app",
                      "secrets": { "db_password": "${secret.db-password}" },
                      "acls": [{ "principal": "users", "permission": "READ" }]
                    }
                    """
                ),
                JObject.Parse(workspace.Text(File))
            ),
            workspace.Text(File)
        );
        var finding = Assert.Single(result.Findings);
        Assert.Equal(("EXP019", "secret-scopes.app"), (finding.Code, finding.Asset));
        Assert.Contains("into the vault: db-password (", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(await workspace.Cloud.RequestsAsync(), request => request.Contains("/secrets/get", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_exported_can_be_deployed_when_the_vault_has_the_values()
    {
        await workspace.ExportAsync("secret-scopes");
        await workspace.Vault.PutAsync("db-password", "canary-1");

        await workspace.DeployAsync();

        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.Equal(ExportAction.Unchanged, Assert.Single((await workspace.ExportAsync("secret-scopes")).Files).Action);
    }

    [Fact]
    public async Task A_file_keeps_its_own_references_and_entries()
    {
        await workspace.Vault.PutAsync("other-name", "canary-1");
        const string Written = """{ "name": "app", "secrets": { "db_password": "${secret.other-name}" } }""";
        workspace.With(File, Written);

        var result = await workspace.ExportAsync("secret-scopes");

        Assert.Equal(ExportAction.Unchanged, Assert.Single(result.Files).Action);
        Assert.Equal(Written, workspace.Text(File));
        Assert.Empty(result.Findings);
    }

    private Task PutAsync(string key) =>
        workspace.Cloud.PostAsync(
            "/api/2.0/secrets/put",
            new JObject
            {
                ["scope"] = "app",
                ["key"] = key,
                ["string_value"] = "canary-workspace",
            }
        );
}
