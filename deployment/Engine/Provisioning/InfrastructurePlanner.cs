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
    public const string Networks = "2023-09-01";
    public const string Groups = "2021-04-01";

    public async Task<InfrastructurePlan> PlanAsync(
        InfrastructureTarget target,
        IProgress<OperationProgress> progress,
        CancellationToken ct
    )
    {
        var found = await FindResourcesAsync(target, ct);
        await new ExistingNetwork(azure, target).CheckAsync(ct);
        var parameters = Parameters(target, found);
        var whatIf = found.Group is null
            ? null
            : await azure.WhatIfAsync(target.GroupId, Provisioner.DeploymentName, templates.Infrastructure, parameters, progress, ct);
        var resources = ResourceChanges(target, found, new InfrastructureRows(target, whatIf));
        var secrets = found.Vault is null ? new Dictionary<string, JObject?>() : await SecretsAsync(target, ct);
        var missing = MissingSecrets(target, found, secrets);
        var scope = await new KeyVaultScope(azure, workspaces, target).PlanAsync(found.Workspace, ct);
        return new InfrastructurePlan
        {
            Target = target,
            Changes =
            [
                .. resources,
                .. SecretChanges(target, found, secrets, missing),
                .. scope is null ? [] : new[] { scope },
            ],
            Parameters = parameters,
            CreatesGroup = found.Group is null,
            Deploys = resources.Skip(1).Any(change => change.Action != ResourceAction.None),
            CreatesScope = scope?.Action == ResourceAction.Create,
            MissingSecrets = missing,
            Placeholders =
            [
                .. target.Secrets.Where(secret => IsPlaceholder(secrets.GetValueOrDefault(secret.Name))).Select(secret => secret.Name),
            ],
        };
    }

    private async Task<FoundResources> FindResourcesAsync(InfrastructureTarget target, CancellationToken ct)
    {
        var group = await azure.FindAsync(target.GroupId, Groups, ct);
        var workspace = group is null ? null : await azure.FindAsync(target.WorkspaceId, Workspaces, ct);
        var vault = group is null ? null : await azure.FindAsync(target.VaultId, Vaults, ct);
        var network = group is null || !target.CreatesVnet ? null : await azure.FindAsync(target.NewVnetId, Networks, ct);
        var isVaultDeleted = vault is null && await IsVaultDeletedAsync(target, ct);
        return new FoundResources(group, workspace, vault, network, isVaultDeleted);
    }

    /// <summary>The group first, and then what the template makes.</summary>
    private static List<ResourceChange> ResourceChanges(InfrastructureTarget target, FoundResources found, InfrastructureRows rows) =>
        [
            new(
                "resource group",
                target.ResourceGroup,
                found.Group is null ? ResourceAction.Create : ResourceAction.None,
                found.Group is null ? "not in Azure" : "exists"
            ),
            .. rows.Network(found.Network is not null),
            rows.Workspace(),
            rows.Vault(found.Vault is not null, found.IsVaultDeleted),
        ];

    private static IEnumerable<ResourceChange> SecretChanges(
        InfrastructureTarget target,
        FoundResources found,
        IReadOnlyDictionary<string, JObject?> secrets,
        IReadOnlyList<RequiredSecret> missing
    ) =>
        target.Secrets.Select(secret =>
            InfrastructureRows.Secret(secret, missing.Contains(secret), found.IsVaultDeleted, secrets.GetValueOrDefault(secret.Name))
        );

    private static IReadOnlyList<RequiredSecret> MissingSecrets(
        InfrastructureTarget target,
        FoundResources found,
        IReadOnlyDictionary<string, JObject?> secrets
    ) =>
        (found.Vault, found.IsVaultDeleted) switch
        {
            (null, false) => target.Secrets,
            // It may bring them back.
            (null, true) => [],
            _ => [.. target.Secrets.Where(secret => secrets.GetValueOrDefault(secret.Name) is null)],
        };

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

    private async Task<bool> IsVaultDeletedAsync(InfrastructureTarget target, CancellationToken ct)
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

    private JObject Parameters(InfrastructureTarget target, FoundResources found)
    {
        var workspace = found.Workspace;
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
            ["createVnet"] = target.CreatesVnet && found.Network is null,
            ["vnetName"] = target.NewVnetName,
            ["createVault"] = found.Vault is null,
            ["recoverVault"] = found.IsVaultDeleted,
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

    /// <summary>What there is in Azure already; null stands for what there is not.</summary>
    /// <param name="Network">The one that provisioning makes; one that is only used is not looked for here.</param>
    private sealed record FoundResources(JObject? Group, JObject? Workspace, JObject? Vault, JObject? Network, bool IsVaultDeleted);
}
