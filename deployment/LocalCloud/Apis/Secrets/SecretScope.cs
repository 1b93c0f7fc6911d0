using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Secrets;

/// <summary>What one may do with a scope; each includes those before it.</summary>
internal enum Permission
{
    Read,
    Write,
    Manage,
}

/// <summary>The vault whose secrets a scope shows.</summary>
/// <param name="DnsName">With a slash at the end, as the service lists it.</param>
internal sealed record VaultReference(string ResourceId, string DnsName);

/// <summary>A named set of secrets.</summary>
/// <param name="Vault">Null when the workspace itself keeps the secrets.</param>
internal sealed record SecretScope(string Name, VaultReference? Vault, IReadOnlyDictionary<string, Permission> Acls)
{
    public const string Databricks = "DATABRICKS";
    public const string KeyVault = "AZURE_KEYVAULT";

    /// <summary>With that permission of a principal; null takes it away.</summary>
    public SecretScope With(string principal, Permission? permission)
    {
        var acls = new SortedDictionary<string, Permission>(Acls.ToDictionary(), StringComparer.Ordinal);
        acls.Remove(principal);
        if (permission is { } granted)
            acls[principal] = granted;

        return this with
        {
            Acls = acls,
        };
    }

    /// <summary>As the service lists it.</summary>
    public JObject ToView()
    {
        var view = new JObject { ["name"] = Name, ["backend_type"] = Vault is null ? Databricks : KeyVault };
        if (Vault is not null)
            view["keyvault_metadata"] = new JObject { ["resource_id"] = Vault.ResourceId, ["dns_name"] = Vault.DnsName };

        return view;
    }

    public JObject ToJson()
    {
        var json = ToView();
        json["acls"] = new JObject(Acls.Select(acl => new JProperty(acl.Key, acl.Value.ToString())));
        return json;
    }

    public static SecretScope Read(JObject json) =>
        new(
            (string)json["name"]!,
            json["keyvault_metadata"] is JObject vault
                ? new VaultReference((string)vault["resource_id"]!, (string)vault["dns_name"]!)
                : null,
            new SortedDictionary<string, Permission>(
                ((JObject)json["acls"]!).Properties().ToDictionary(acl => acl.Name, acl => Enum.Parse<Permission>((string)acl.Value!)),
                StringComparer.Ordinal
            )
        );
}
