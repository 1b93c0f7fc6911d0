using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;

namespace Layercake.Engine.Tests.Environments;

/// <summary>What an environment is once its file has been read.</summary>
public sealed class EnvironmentSettingsTests : EnvironmentTests
{
    private static readonly IReadOnlyDictionary<string, SourceLocation> Nowhere = new Dictionary<string, SourceLocation>();

    private static readonly IReadOnlyDictionary<string, string> NoTexts = new Dictionary<string, string>();

    [Fact]
    public void An_environment_is_what_its_file_says()
    {
        var dev = Load(
            $$"""
            {
              "subscription_id": "{{Subscription}}", "resource_group": "rg-dev", "workspace_name": "adb-dev", // looked up
              "vault_name": "KV-dev", "secret_names": { "client_secret": "deployer-secret" },
              "notebooks_path": "/Shared/team/", "init_scripts_destination": "/Volumes/main/ops/init/",
              "stop_clusters": false, "concurrency": 4,
              "state_path": "/Shared/.state", "deployment_name": "billing", "tenant_id": "{{Subscription}}"
            }
            """
        );

        Assert.Empty(Assets.Printed());
        Assert.Equal(
            new DeploymentEnvironment
            {
                Name = "dev",
                File = "deployment/environments/dev.json",
                SubscriptionId = Subscription,
                ResourceGroup = "rg-dev",
                WorkspaceName = "adb-dev",
                Vault = new Uri("https://kv-dev.vault.azure.net"),
                SecretNames = new SecretNames { ClientSecret = "deployer-secret" },
                NotebooksPath = "/Shared/team",
                InitScriptsDestination = "/Volumes/main/ops/init",
                StopClusters = false,
                Concurrency = 4,
                StatePath = "/Shared/.state",
                DeploymentName = "billing",
                TenantId = Subscription,
                Settings = NoTexts,
                Positions = Nowhere,
            },
            WithoutPlaces(dev)
        );
    }

    [Fact]
    public void What_is_left_out_has_its_default() =>
        Assert.Equal(
            new DeploymentEnvironment
            {
                Positions = Nowhere,
                Settings = NoTexts,
                Name = "dev",
                File = "deployment/environments/dev.json",
                WorkspaceUrl = new Uri("https://adb-1.7.azuredatabricks.net"),
                Vault = new Uri("https://kv-dev.vault.azure.net"),
            },
            WithoutPlaces(Load($"{{ {Complete}, \"concurrency\": null, \"secret_names\": null }}"))
        );

    [Fact]
    public void Its_settings_of_workspace_and_deployment_are_there_as_text_and_those_of_signing_in_are_not()
    {
        var settings = Load($"{{ {Complete}, \"concurrency\": 4, \"client_id\": \"{Subscription}\" }}")!.Settings;

        Assert.Equal(
            ["4", "https://adb-1.7.azuredatabricks.net", "/Shared/layercake/notebooks", "True"],
            new[] { "concurrency", "workspace_url", "notebooks_path", "stop_clusters" }.Select(key => settings[key])
        );
        Assert.DoesNotContain("client_id", settings.Keys);
        Assert.DoesNotContain("variables", settings.Keys);
    }

    [Fact]
    public void An_environment_knows_where_its_file_sets_what() =>
        Assert.Equal(
            new SourceLocation("deployment/environments/dev.json", 1, 3),
            Load($"{{ {Complete} }}")!.PlaceOf("vault_url", "workspace_url")
        );

    [Fact]
    public void The_suffix_of_a_vault_is_that_of_its_cloud()
    {
        Assert.Equal(new Uri("https://kv-dev.vault.azure.cn"), Load($"{{ {Complete}, \"cloud\": \"china\" }}")!.Vault);
        Assert.Equal(
            new Uri("https://kv-dev.vault.usgovcloudapi.net"),
            Load($"{{ {Complete}, \"authority\": \"https://login.microsoftonline.us/contoso.us\" }}")!.Vault
        );
    }

    [Fact]
    public void The_local_environment_need_not_say_where_workspace_and_vault_are()
    {
        var local = Load("{}", name: "local");

        Assert.Empty(Assets.Printed());
        Assert.Null(local!.WorkspaceUrl);
        Assert.Null(local.Vault);
    }

    private static DeploymentEnvironment? WithoutPlaces(DeploymentEnvironment? environment) =>
        environment is null ? null : environment with { Positions = Nowhere, Settings = NoTexts };
}
