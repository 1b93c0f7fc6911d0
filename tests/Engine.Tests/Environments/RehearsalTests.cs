using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Environments.Reading;

namespace Layercake.Engine.Tests.Environments;

/// <summary>An environment that is deployed to the local cloud to try it.</summary>
public sealed class RehearsalTests : EnvironmentTests
{
    [Fact]
    public void An_environment_rehearsed_in_the_local_cloud_forgets_where_it_really_is()
    {
        Assets.Write(
            "theirs/prod.json",
            """
            {
              "workspace_url": "https://adb-1.2.azuredatabricks.net",
              "vault_name": "kv-prod",
              "tenant_id": "contoso.com",
              "client_id": "12345678-90ab-cdef-1234-567890abcdef",
              "notebooks_path": "/Shared/prod"
            }
            """
        );
        var findings = new List<Finding>();

        var environment = new EnvironmentFiles([Path.Combine(Assets.Root, "theirs")]).Load(
            "prod",
            new Dictionary<string, string> { ["cloud"] = "local" },
            findings
        )!;

        Assert.Empty(findings);
        Assert.True(environment.IsLocal);
        Assert.Equal(
            (null, null, null, null, "/Shared/prod"),
            (environment.WorkspaceUrl, environment.Vault, environment.TenantId, environment.ClientId, environment.NotebooksPath)
        );
    }

    [Fact]
    public void A_rehearsal_honours_what_the_command_line_says()
    {
        Assets.Write("theirs/prod.json", """{ "workspace_url": "https://adb-1.2.azuredatabricks.net", "vault_name": "kv-prod" }""");

        var environment = new EnvironmentFiles([Path.Combine(Assets.Root, "theirs")]).Load(
            "prod",
            new Dictionary<string, string>
            {
                ["cloud"] = "local",
                ["resource_group"] = "rg-x",
                ["workspace_name"] = "adb-x",
                ["secret_names.client_id"] = "other",
            },
            []
        )!;

        Assert.Equal(
            ("rg-x", "adb-x", "other", null),
            (environment.ResourceGroup, environment.WorkspaceName, environment.SecretNames.ClientId, environment.WorkspaceUrl)
        );
    }
}
