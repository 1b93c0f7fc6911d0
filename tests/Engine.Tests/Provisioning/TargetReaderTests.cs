using Layercake.Engine.Connecting;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Provisioning;
using Layercake.Engine.Tests.Declarations;

namespace Layercake.Engine.Tests.Provisioning;

public sealed class TargetReaderTests : IDisposable
{
    private const string Named =
        "\"subscription_id\": \"12345678-90ab-cdef-1234-567890abcdef\", \"resource_group\": \"rg\", \"workspace_name\": \"adb\", "
        + "\"vault_name\": \"kv-dev\"";

    private readonly TemporaryAssets assets = new();

    public void Dispose() => assets.Dispose();

    [Fact]
    public async Task All_settings_that_are_missing_are_told_at_once()
    {
        var environment = Load("\"workspace_url\": \"https://adb-1.7.azuredatabricks.net\", \"vault_name\": \"kv-dev\"");
        using var connector = new Connector(environment!, new ConnectionOptions { Variable = _ => null });
        var findings = new List<Finding>();

        Assert.Null(TargetReader.Read(environment!, await connector.NeedsAsync(CancellationToken.None), findings));
        Assert.Equal(
            [
                Missing("subscription_id", "--subscription-id"),
                Missing("resource_group", "--resource-group"),
                Missing("location", "--location"),
                Missing("workspace_name", "--workspace-name"),
            ],
            findings.Select(finding => $"{finding.Code}: {finding.Message}")
        );
    }

    private static string Missing(string setting, string option) =>
        $"INF001: It does not say {setting}, which provisioning needs. Add it to the file, or give {option}=VALUE.";

    [Theory]
    [InlineData("vnet", "hub")]
    [InlineData("vnet", "/subscriptions/x/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/hub")]
    [InlineData(
        "vnet",
        "/subscriptions/12345678-90ab-cdef-1234-567890abcdef/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/hub/subnets/a"
    )]
    [InlineData("vnet_address", "10.0.0.0/8")]
    [InlineData("vnet_address", "10.0.0.256/16")]
    [InlineData("location", "West Europe")]
    [InlineData("vault_access", "acl")]
    [InlineData("workspace_sku", "trial")]
    [InlineData("tags", "owner")]
    [InlineData("public_subnet", "a b")]
    public void A_setting_of_another_form_is_a_finding(string setting, string value)
    {
        Assert.Null(Load($"{Named}, \"{setting}\": \"{value}\""));
        Assert.Contains($"error ENV004: {setting} must be ", Assert.Single(assets.Printed()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_say_what_is_created()
    {
        var settings = Load(
            $"{Named}, \"location\": \"westeurope\", \"vnet\": \"create\", \"tags\": \"owner=data, cost=42\", \"workspace_sku\": "
                + $"\"standard\""
        )!.Infrastructure;

        Assert.Equal(
            new InfrastructureSettings
            {
                Location = "westeurope",
                Vnet = "create",
                Tags = "owner=data, cost=42",
                WorkspaceSku = "standard",
            },
            settings
        );
        Assert.Equal(["cost 42", "owner data"], settings.TagsByName().Select(tag => $"{tag.Key} {tag.Value}").Order());
    }

    private DeploymentEnvironment? Load(string settings)
    {
        assets.Write("deployment/environments/dev.json", $"{{ {settings} }}");
        return new EnvironmentFiles([assets.PathOf("deployment/environments")]).Load(
            "dev",
            new Dictionary<string, string>(),
            assets.Findings
        );
    }
}
