using Layercake.Engine.Environments;

namespace Layercake.Engine.Provisioning;

/// <summary>What an environment is to have in Azure, by name.</summary>
public sealed record InfrastructureTarget
{
    public required string SubscriptionId { get; init; }

    public required string ResourceGroup { get; init; }

    public required string Location { get; init; }

    public required string WorkspaceName { get; init; }

    public required string VaultName { get; init; }

    public required InfrastructureSettings Settings { get; init; }

    /// <summary>The secrets that the vault must hold, and what each of them is.</summary>
    public required IReadOnlyList<RequiredSecret> Secrets { get; init; }

    public string GroupId => $"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroup}";

    public string WorkspaceId => $"{GroupId}/providers/Microsoft.Databricks/workspaces/{WorkspaceName}";

    public string VaultId => $"{GroupId}/providers/Microsoft.KeyVault/vaults/{VaultName}";

    public bool CreatesVnet => Settings.Vnet == InfrastructureSettings.NewVnet;

    public string NewVnetName => $"vnet-{WorkspaceName}";

    public string NewVnetId => $"{GroupId}/providers/Microsoft.Network/virtualNetworks/{NewVnetName}";

    public string SecurityGroupId => $"{GroupId}/providers/Microsoft.Network/networkSecurityGroups/{NewVnetName}-databricks";

    /// <summary>The network that the workspace goes into; null for none.</summary>
    public string? VnetId =>
        Settings.Vnet switch
        {
            InfrastructureSettings.NoVnet => null,
            InfrastructureSettings.NewVnet => NewVnetId,
            var id => id,
        };

    public string SecretId(string name) => $"{VaultId}/secrets/{name}";
}

/// <summary>A secret that a deployment reads from the vault.</summary>
/// <param name="Holds">What it is, for its placeholder: <c>the client secret of the deploying service principal</c>.</param>
public sealed record RequiredSecret(string Name, string Holds);
