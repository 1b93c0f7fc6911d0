using System.Text.RegularExpressions;
using Layercake.LocalCloud.Apis.KeyVault;
using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Types;

/// <summary>
/// Vaults. Writing one that exists changes how it is set and never what it holds; a deleted one comes back only when that is asked for.
/// </summary>
internal sealed partial class KeyVaultType(ResourceStore resources, Vaults vaults, VaultHosts hosts) : StoredType(resources, Name)
{
    public const string Name = Vaults.ResourceType;

    public override void Check(JObject wanted)
    {
        base.Check(wanted);
        var name = (string)wanted["name"]!;
        if (!NamePattern().IsMatch(name))
            throw ArmErrors.Of(
                400,
                "VaultNameNotValid",
                $"The vault name '{name}' is invalid. A vault's name must be between 3-24 alphanumeric characters. "
                    + "The name must begin with a letter, end with a letter or digit, and not contain consecutive hyphens."
            );

        var properties = Properties(wanted);
        Require(properties, "tenantId");
        Require(properties, "sku");
        var needsPolicies = (bool?)properties["enableRbacAuthorization"] != true && !IsRecovery(properties);
        if (needsPolicies)
            Require(properties, "accessPolicies");

        if (!vaults.Has(name))
            return;

        if (vaults.Deleted(name) is not null && !IsRecovery(properties))
            throw ArmErrors.Of(
                409,
                "ConflictError",
                "A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. "
                    + "Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete."
            );

        if (!ArmIds.Same(vaults.Get(name).ResourceId, (string?)wanted["id"]))
            throw ArmErrors.Of(
                409,
                "VaultAlreadyExists",
                $"The vault name '{name}' is already in use. Vault names are globally unique so it is possible that the name is "
                    + $"already taken."
            );
    }

    public override async Task ApplyAsync(JObject wanted, CancellationToken ct)
    {
        // Another deployment may have taken the name since this one was checked.
        Check(wanted);
        var name = (string)wanted["name"]!;
        if (vaults.Deleted(name) is { } deleted)
        {
            vaults.Recover(name);
            Keep(deleted);
        }
        else
        {
            KeepSettings(wanted);
            if (!vaults.Has(name))
                vaults.Add(name, (string)wanted["id"]!);
        }

        await hosts.OpenAsync(vaults.Get(name), ct);
    }

    public override async Task RemoveAsync(JObject kept)
    {
        var name = (string)kept["name"]!;
        await base.RemoveAsync(kept);
        vaults.Delete(name, kept);
        await hosts.CloseAsync(name);
    }

    private void KeepSettings(JObject wanted)
    {
        var kept = (JObject)wanted.DeepClone();
        var properties = Properties(kept);
        properties.Remove("createMode");
        properties["enableSoftDelete"] ??= true;
        properties["softDeleteRetentionInDays"] ??= 90;
        properties["accessPolicies"] ??= new JArray();
        Keep(kept);
    }

    private static bool IsRecovery(JObject properties) => ArmIds.Same((string?)properties["createMode"], "recover");

    [GeneratedRegex(@"\A(?!.*--)[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]\z")]
    private static partial Regex NamePattern();
}
