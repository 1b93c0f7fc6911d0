using System.Collections.Concurrent;
using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Layercake.LocalCloud.Identity;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.KeyVault;

/// <summary>The vaults of the cloud: the one it starts with, and those that deployments create.</summary>
internal sealed class Vaults(CloudState state, CloudAccounts accounts, ResourceStore resources)
{
    public const string ResourceType = "Microsoft.KeyVault/vaults";

    private readonly Table kept = state.Table("vaults");
    private readonly ConcurrentDictionary<string, VaultSecrets> secrets = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<Vault> All => kept.All().Select(entry => Read(entry.Value));

    public bool Has(string name) => kept.Get(Key(name)) is not null;

    public Vault Get(string name) =>
        kept.Get(Key(name)) is { } document ? Read(document) : new Vault(name, accounts.Location, "", false, []);

    /// <summary>The vault that the cloud starts with has tables without a name, as when it was the only one.</summary>
    public VaultSecrets Secrets(string name) =>
        secrets.GetOrAdd(
            name,
            key => new VaultSecrets(state, string.Equals(key, accounts.VaultName, StringComparison.OrdinalIgnoreCase) ? "" : $":{Key(key)}")
        );

    public void Add(string name, string resourceId) => kept.Put(Key(name), new JObject { ["name"] = name, ["resource_id"] = resourceId });

    /// <summary>
    /// Changes how it is set beyond what Resource Manager says: firewall, address, whether it is open to everyone of the tenant.
    /// </summary>
    public void Change(string name, JObject settings)
    {
        var changed = (JObject)kept.Get(Key(name))!.DeepClone();
        changed.Merge(settings);
        kept.Put(Key(name), changed);
    }

    /// <summary>What the resource was, until it is recovered or purged.</summary>
    public JObject? Deleted(string name) => kept.Get(Key(name))?["deleted"] as JObject;

    public void Delete(string name, JObject resource) => Change(name, new JObject { ["deleted"] = resource.DeepClone() });

    public void Recover(string name)
    {
        var changed = (JObject)kept.Get(Key(name))!.DeepClone();
        changed.Remove("deleted");
        kept.Put(Key(name), changed);
    }

    public void Purge(string name)
    {
        kept.Remove(Key(name));
        Secrets(name).Clear();
    }

    /// <summary>The vault that the cloud starts with, open to every application of the tenant.</summary>
    public void Seed()
    {
        if (Has(accounts.VaultName))
            return;

        Add(
            accounts.VaultName,
            $"/subscriptions/{accounts.SubscriptionId}/resourceGroups/{accounts.ResourceGroup}"
                + $"/providers/{ResourceType}/{accounts.VaultName}"
        );
        Change(accounts.VaultName, new JObject { ["open"] = true });
    }

    private Vault Read(JObject document)
    {
        var id = (string)document["resource_id"]!;
        var resource = resources.Get(id);
        var properties = resource?["properties"] as JObject ?? [];
        return new Vault(
            (string)document["name"]!,
            (string?)resource?["location"] ?? accounts.Location,
            id,
            (bool?)document["rbac"] ?? (bool?)properties["enableRbacAuthorization"] ?? false,
            [.. (properties["accessPolicies"] as JArray ?? []).OfType<JObject>()]
        )
        {
            IsOpen = (bool?)document["open"] ?? false,
            IsFirewalled = (bool?)document["firewall"] ?? false,
            IsDeleted = document["deleted"] is JObject,
            Port = (int?)document["port"] ?? 0,
        };
    }

    private static string Key(string name) => name.ToLowerInvariant();
}

/// <summary>One vault as its callers meet it.</summary>
internal sealed record Vault(string Name, string Location, string ResourceId, bool UsesRbac, IReadOnlyList<JObject> AccessPolicies)
{
    /// <summary>Every application of the tenant may do everything, except what was denied by name.</summary>
    public bool IsOpen { get; init; }

    public bool IsFirewalled { get; init; }

    public bool IsDeleted { get; init; }

    /// <summary>Where it was served last; 0 when it never was.</summary>
    public int Port { get; init; }
}
