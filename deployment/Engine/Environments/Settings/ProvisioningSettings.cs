using static Layercake.Engine.Environments.Settings.SettingForms;

namespace Layercake.Engine.Environments.Settings;

/// <summary>What <c>ProvisionInfrastructure</c> creates.</summary>
internal static class ProvisioningSettings
{
    public static IReadOnlyList<EnvironmentSetting> All { get; } =
    [
        new()
        {
            Key = "location",
            Description = "For `ProvisionInfrastructure`: the Azure region, such as `westeurope`.",
            Pattern = "^[a-z0-9]{3,40}$",
            Form = "a region's name in lower case, such as westeurope (az account list-locations)",
        },
        new()
        {
            Key = "workspace_sku",
            Description =
                "For `ProvisionInfrastructure`: the workspace's pricing tier, `premium` or `standard`. Left out, a new one is premium.",
            Pattern = "^(premium|standard)$",
            Form = "premium or standard",
        },
        new()
        {
            Key = "vnet",
            Description = "For `ProvisionInfrastructure`: `none`, `create`, or the id of a virtual network that the workspace goes into.",
            Default = Defaults.Infrastructure.Vnet,
            Pattern =
                "^(none|create|/subscriptions/"
                + GuidPattern[1..^1]
                + @"/resourceGroups/[-\w.()]{1,90}/providers/Microsoft\.Network/virtualNetworks/[-\w.]{2,64})$",
            Form = "none, create, or /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Network/virtualNetworks/NAME",
        },
        new()
        {
            Key = "vnet_address",
            Description = "For `vnet: create`: its addresses; the first two quarters become the subnets.",
            Default = Defaults.Infrastructure.VnetAddress,
            Pattern = @"^((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])/(1[6-9]|2[0-4])$",
            Form = "IPv4 addresses from /16 to /24, such as 10.139.0.0/16",
        },
        Subnet("public_subnet", "public", Defaults.Infrastructure.PublicSubnet),
        Subnet("private_subnet", "private", Defaults.Infrastructure.PrivateSubnet),
        new()
        {
            Key = "vault_access",
            Description =
                "For `ProvisionInfrastructure`: how a new vault grants rights, by roles (`rbac`) or by access policies (`policies`).",
            Default = Defaults.Infrastructure.VaultAccess,
            Pattern = "^(rbac|policies)$",
            Form = "rbac or policies",
        },
        new()
        {
            Key = "secret_scope",
            Description =
                "For `ProvisionInfrastructure`: the secret scope of the workspace that shows the vault's secrets, for "
                + "`{{secrets/SCOPE/KEY}}`. Left out, none is created.",
            Pattern = "^[-_@.0-9a-zA-Z]{1,128}$",
            Form = "1 to 128 letters, digits, hyphens, underscores, points and @",
        },
        new()
        {
            Key = "tags",
            Description = "For `ProvisionInfrastructure`: tags of what is created, as `owner=data,cost-center=42`.",
            Pattern = "^[^=,<>%&?/\\\\]{1,512}=[^=,]{0,256}(,[^=,<>%&?/\\\\]{1,512}=[^=,]{0,256})*$",
            Form = "name=value pairs with commas between them",
        },
    ];

    private static EnvironmentSetting Subnet(string key, string which, string name) =>
        new()
        {
            Key = key,
            Description = $"For a workspace in a virtual network: its {which} subnet, delegated to Databricks.",
            Default = name,
            Pattern = @"^[0-9a-zA-Z]([-\w.]{0,78}\w)?$",
            Form = "a subnet's name: 1 to 80 letters, digits, points, hyphens and underscores",
        };
}
