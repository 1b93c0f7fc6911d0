namespace Layercake.Engine.Tests.Environments;

/// <summary>What is found wrong with an environment file.</summary>
public sealed class EnvironmentFindingsTests : EnvironmentTests
{
    [Fact]
    public void Everything_that_is_wrong_is_found_at_once()
    {
        Assert.Null(
            Load(
                $$"""
                {
                  {{Workspace}},
                  "notebook_path": "/Shared/x",
                  "stop_clusters": "yes",
                  "concurrency": 65,
                  "secret_names": { "client_secret": "a b", "clientid": "x" },
                  "vault_url": "kv-dev.vault.azure.net"
                }
                """
            )
        );

        Assert.Equal(
            [
                "(3,3): error ENV002: notebook_path is no setting of an environment. Did you mean notebooks_path? The settings are "
                    + "listed in docs/environments.md.",
                "(4,3): error ENV003: stop_clusters must be true or false, without quotes.",
                "(5,3): error ENV004: concurrency must be a whole number from 1 to 64.",
                "(6,21): error ENV004: secret_names.client_secret must be a secret's name: 1 to 127 letters, digits and hyphens, "
                    + "and it is \"a b\".",
                "(6,45): error ENV002: secret_names.clientid is no setting of an environment. Did you mean secret_names.client_id? "
                    + "The settings are listed in docs/environments.md.",
                "(7,3): error ENV004: vault_url must be the https address of the vault without a path, such as "
                    + "https://kv-layercake.vault.azure.net, and it is \"kv-dev.vault.azure.net\".",
            ],
            Places()
        );
    }

    [Theory]
    [InlineData(
        "\"vault_name\": \"kv-dev\"",
        ": error ENV005: It does not say where the workspace is. Add workspace_url, or resource_group and workspace_name to have "
            + "it looked up."
    )]
    [InlineData(
        "\"vault_name\": \"kv-dev\", \"workspace_name\": \"adb\"",
        "(1,27): error ENV005: workspace_name alone does not find the workspace. Add resource_group, or give workspace_url instead."
    )]
    [InlineData(
        Complete + ", \"resource_group\": \"rg\"",
        "(1,3): error ENV005: workspace_url and resource_group both say where the workspace is. Remove one of them."
    )]
    [InlineData(Workspace, ": error ENV006: It does not say where the secrets are. Add vault_name or vault_url.")]
    [InlineData(
        "\"vault_url\": \"https://x\", " + Complete,
        "(1,3): error ENV006: vault_url and vault_name both say where the vault is. Remove one of them."
    )]
    [InlineData(
        "\"state_path\": \"/Workspace/Shared/layercake/notebooks/.state\", " + Complete,
        "(1,3): warning ENV009: notebooks_path (/Shared/layercake/notebooks) and state_path (/Shared/layercake/notebooks/.state) "
            + "lie one in the other. Keep them apart, as /Shared/layercake/notebooks and /Shared/.layercake are."
    )]
    [InlineData(
        "\"secret_names.tenant_id\": \"x\", " + Complete,
        "(1,3): error ENV002: secret_names.tenant_id stands inside an object: \"secret_names\": { \"tenant_id\": … }."
    )]
    [InlineData(
        "\"secret_names\": \"x\", " + Complete,
        "(1,3): error ENV003: secret_names must be an object such as { \"client_secret\": \"client-secret\" }."
    )]
    [InlineData(
        "\"notebooks_path\": \"/Users/a@b.c/x\", " + Complete,
        "(1,3): warning ENV008: notebooks_path is a user's folder, /Users/a@b.c/x, which goes when the user does. Choose one below /Shared."
    )]
    public void Settings_must_fit_together(string content, string finding)
    {
        Load($"{{ {content} }}");

        Assert.Equal([finding], Places());
    }

    [Theory]
    [InlineData("https://adb-1.7.azuredatabricks.net", false)]
    [InlineData("https://adb-1.7.databricks.azure.us", false)]
    [InlineData("https://adb-1.7.databricks.azure.cn", false)]
    [InlineData("http://127.0.0.1:8080", false)]
    [InlineData("https://azuredatabricks.net.example", true)]
    [InlineData("https://adb-1.7.azuredatabricks.com", true)]
    public void An_address_that_is_none_of_Databricks_is_a_warning_since_it_gets_the_token(string url, bool isStrange)
    {
        Load($$"""{ "workspace_url": "{{url}}", "vault_name": "kv-dev" }""");

        Assert.Equal(isStrange, Assets.Printed().Any(finding => finding.Contains("warning ENV015", StringComparison.Ordinal)));
    }
}
