using Layercake.LocalCloud.Apis.KeyVault;
using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Types;

/// <summary>A secret that a template sets: a new version, unless the newest has that value already.</summary>
internal sealed class VaultSecretType(ResourceStore resources, Vaults vaults) : StoredType(resources, Name)
{
    public const string Name = "Microsoft.KeyVault/vaults/secrets";

    public override Task ApplyAsync(JObject wanted, CancellationToken ct)
    {
        var names = ((string)wanted["name"]!).Split('/');
        var vault = vaults.Get(names[0]);
        if (Resources.Get(vault.ResourceId) is null)
            throw ArmErrors.Of(
                404,
                "ParentResourceNotFound",
                $"Failed to perform 'write' on resource(s) of type 'vaults/secrets', because the parent resource '{names[0]}' "
                    + $"could not be found."
            );

        var secrets = vaults.Secrets(vault.Name);
        var properties = Properties(wanted);
        if (CurrentValue(wanted) != (string?)properties["value"] || !secrets.Knows(names[1]))
            secrets.Set(names[1], (JObject)properties.DeepClone());

        return Task.CompletedTask;
    }

    // What a secret is stays with its vault.
    public override Task RemoveAsync(JObject kept) => Task.CompletedTask;

    /// <summary>The newest value, or null when there is no such secret.</summary>
    public string? CurrentValue(JObject wanted)
    {
        var names = ((string)wanted["name"]!).Split('/');
        return (string?)
            vaults.Secrets(names[0])
                .All.FirstOrDefault(secret => ArmIds.Same((string?)secret["name"], names[1]))
                ?["versions"]!.Last!["value"];
    }
}
