using Layercake.Identity.ResourceManager;
using Layercake.Identity.Vault;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Provisioning;

/// <summary>Finds out what an environment lacks in Azure; writes nothing there.</summary>
/// <param name="administratorId">The object id of who gets a policy in a new vault with access policies; null when it is not known.</param>
internal sealed class InfrastructurePlanner(
    ResourceManagerClient azure,
    InfrastructureTemplates templates,
    WorkspaceOpener workspaces,
    string? administratorId
)
{
    public const string Workspaces = "2024-05-01";
    public const string Vaults = "2023-07-01";

    private const string Groups = "2021-04-01";
    private const string Networks = "2023-09-01";

    public async Task<InfrastructurePlan> PlanAsync(
        InfrastructureTarget target,
        IProgress<OperationProgress> progress,
        CancellationToken ct
    )
    {
        var group = await azure.FindAsync(target.GroupId, Groups, ct);
        var workspace = group is null ? null : await azure.FindAsync(target.WorkspaceId, Workspaces, ct);
        var vault = group is null ? null : await azure.FindAsync(target.VaultId, Vaults, ct);
        var network = group is null || !target.CreatesVnet ? null : await azure.FindAsync(target.NewVnetId, Networks, ct);
        var isDeleted = vault is null && await IsDeletedAsync(target, ct);
        await CheckNetworkAsync(target, ct);

        var parameters = Parameters(target, workspace, vault is null, isDeleted, network is null);
        var foretold = group is null
            ? null
            : await azure.WhatIfAsync(target.GroupId, Provisioner.DeploymentName, templates.Infrastructure, parameters, progress, ct);
        var rows = new InfrastructureRows(target, foretold);
        var secrets = vault is null ? new Dictionary<string, JObject?>() : await SecretsAsync(target, ct);
        List<ResourceChange> changes =
        [
            new(
                "resource group",
                target.ResourceGroup,
                group is null ? ResourceAction.Create : ResourceAction.None,
                group is null ? "not in Azure" : "exists"
            ),
            .. rows.Network(network is not null),
            rows.Workspace(),
            rows.Vault(vault is not null, isDeleted),
        ];
        var deploys = changes.Skip(1).Any(change => change.Action != ResourceAction.None);
        var missing =
            vault is null && !isDeleted
                ? target.Secrets
                : [.. target.Secrets.Where(secret => secrets.GetValueOrDefault(secret.Name) is null && vault is not null)];
        changes.AddRange(
            target.Secrets.Select(secret =>
                InfrastructureRows.Secret(secret, missing.Contains(secret), isDeleted, secrets.GetValueOrDefault(secret.Name))
            )
        );
        var scope = await new KeyVaultScope(azure, workspaces, target).PlanAsync(workspace, ct);
        if (scope is not null)
            changes.Add(scope);

        return new InfrastructurePlan
        {
            Target = target,
            Changes = changes,
            Parameters = parameters,
            CreatesGroup = group is null,
            Deploys = deploys,
            CreatesScope = scope?.Action == ResourceAction.Create,
            MissingSecrets = missing,
            Placeholders =
            [
                .. target.Secrets.Where(secret => IsPlaceholder(secrets.GetValueOrDefault(secret.Name))).Select(secret => secret.Name),
            ],
        };
    }

    /// <summary>Which of the secrets are there; Resource Manager knows their properties and never a value.</summary>
    public async Task<IReadOnlyDictionary<string, JObject?>> SecretsAsync(InfrastructureTarget target, CancellationToken ct)
    {
        var found = await Task.WhenAll(
            target.Secrets.Select(async secret => (secret.Name, Found: await azure.FindAsync(target.SecretId(secret.Name), Vaults, ct)))
        );
        return found.ToDictionary(secret => secret.Name, secret => secret.Found, StringComparer.Ordinal);
    }

    public static bool IsPlaceholder(JObject? secret) =>
        (string?)secret?.SelectToken("properties.contentType") == SecretPlaceholder.ContentType;

    private async Task<bool> IsDeletedAsync(InfrastructureTarget target, CancellationToken ct)
    {
        var deleted = await azure.ListAsync(
            $"/subscriptions/{target.SubscriptionId}/providers/Microsoft.KeyVault/deletedVaults",
            Vaults,
            ct
        );
        if (deleted.FirstOrDefault(vault => Same((string?)vault["name"], target.VaultName)) is not { } found)
            return false;
        if (!Same((string?)found.SelectToken("properties.vaultId"), target.VaultId))
            throw new ProvisioningException(
                "vault_name",
                $"The name {target.VaultName} belongs to a deleted vault of another resource group "
                    + $"({found.SelectToken("properties.vaultId")}). Choose another vault_name, or have that vault purged."
            );
        if (
            (string?)found.SelectToken("properties.location") is { } location
            && !Same(location.Replace(" ", "", StringComparison.Ordinal), target.Location)
        )
            throw new ProvisioningException(
                "location",
                $"The deleted vault {target.VaultName} can be recovered only in {location}. Set location to it, or choose "
                    + $"another vault_name."
            );

        return true;
    }

    /// <summary>A network that is not created here must be ready for Databricks.</summary>
    private async Task CheckNetworkAsync(InfrastructureTarget target, CancellationToken ct)
    {
        if (target.VnetId is not { } id || target.CreatesVnet)
            return;

        var network =
            await azure.FindAsync(id, Networks, ct)
            ?? throw new ProvisioningException(
                "vnet",
                $"There is no virtual network {id}, or {azure.Caller} may not see it. Correct vnet, or set it to create."
            );
        var subnets = (network.SelectToken("properties.subnets") as JArray ?? []).OfType<JObject>().ToList();
        foreach (
            var (setting, name) in new[]
            {
                ("public_subnet", target.Settings.PublicSubnet),
                ("private_subnet", target.Settings.PrivateSubnet),
            }
        )
        {
            var subnet =
                subnets.FirstOrDefault(candidate => Same((string?)candidate["name"], name))
                ?? throw new ProvisioningException(
                    setting,
                    $"The virtual network {network["name"]} has no subnet {name}. "
                        + $"{(subnets.Count == 0 ? "It has none." : $"It has: {string.Join(", ", subnets.Select(other => (string?)other["name"]))}.")} Correct {setting}, or add the subnet."
                );
            var services = (subnet.SelectToken("properties.delegations") as JArray ?? []).Select(delegation =>
                (string?)delegation.SelectToken("properties.serviceName")
            );
            if (!services.Any(service => Same(service, "Microsoft.Databricks/workspaces")))
                throw new ProvisioningException(
                    setting,
                    $"Subnet {name} of the virtual network {network["name"]} is not delegated to Databricks. Delegate it: az "
                        + $"network vnet subnet update --ids {id}/subnets/{name} --delegations Microsoft.Databricks/workspaces"
                );
        }
    }

    private JObject Parameters(InfrastructureTarget target, JObject? workspace, bool isNewVault, bool isDeleted, bool isNewNetwork)
    {
        var tags = new JObject(
            target.Settings.TagsByName().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => new JProperty(tag.Key, tag.Value))
        );
        var parameters = new JObject
        {
            ["location"] = (string?)workspace?["location"] ?? target.Location,
            ["tags"] = tags,
            ["workspaceName"] = target.WorkspaceName,
            ["workspaceSku"] = target.Settings.WorkspaceSku ?? ExistingWorkspace.Sku(workspace) ?? "premium",
            ["workspaceTags"] = ExistingWorkspace.Tags(workspace, tags),
            ["workspaceProperties"] = ExistingWorkspace.Properties(workspace),
            ["vnetId"] = target.VnetId ?? "",
            ["publicSubnetName"] = target.Settings.PublicSubnet,
            ["privateSubnetName"] = target.Settings.PrivateSubnet,
            ["createVnet"] = target.CreatesVnet && isNewNetwork,
            ["vnetName"] = target.NewVnetName,
            ["createVault"] = isNewVault,
            ["recoverVault"] = isDeleted,
            ["vaultName"] = target.VaultName,
            ["vaultUsesRbac"] = target.Settings.VaultAccess == "rbac",
            ["vaultAdministratorId"] = administratorId ?? "",
        };
        if (target.CreatesVnet)
        {
            parameters["vnetAddress"] = SubnetRange.Of(target.Settings.VnetAddress);
            parameters["publicSubnetAddress"] = SubnetRange.Quarter(target.Settings.VnetAddress, 0);
            parameters["privateSubnetAddress"] = SubnetRange.Quarter(target.Settings.VnetAddress, 1);
        }

        return parameters;
    }

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
