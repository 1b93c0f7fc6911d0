using System.Text;
using Layercake.LocalCloud.Apis.KeyVault;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Secrets;

/// <summary>Scopes that show the secrets of a vault: the one that answers at the scope's DNS name.</summary>
internal sealed class VaultBackend(Vaults vaults)
{
    private static readonly string[] Suffixes = [".vault.azure.net", ".vault.usgovcloudapi.net", ".vault.azure.cn"];

    /// <exception cref="ApiError">The request does not say which vault, or its caller may not make such a scope.</exception>
    public static VaultReference Reference(ApiRequest request)
    {
        if (
            request.Parameters["backend_azure_keyvault"] is not JObject vault
            || Text(vault, "resource_id") is not { } id
            || Text(vault, "dns_name") is not { } address
        )
            throw ApiError.InvalidParameter(
                "backend_azure_keyvault with resource_id and dns_name must be given for a scope of type AZURE_KEYVAULT."
            );

        // Whom only the workspace knows cannot answer for a vault. Status and words are the ones known from earlier years.
        if (!request.Caller.HasEntraToken)
            throw ApiError.InvalidParameter("Scope with Azure KeyVault must have userAADToken defined!");

        return new VaultReference(id, $"{address.TrimEnd('/')}/");
    }

    /// <summary>What is enabled there.</summary>
    public IEnumerable<JObject> List(VaultReference reference) =>
        Secrets(reference)
            .All.Where(secret => IsEnabled(Latest(secret)))
            .Select(secret => new JObject
            {
                ["key"] = secret["name"],
                ["last_updated_timestamp"] = (long)Latest(secret)["attributes"]!["updated"]! * 1000,
            });

    /// <summary>The current version's value in base64.</summary>
    public string Value(VaultReference reference, string scope, string key)
    {
        var secret = Secrets(reference)
            .All.FirstOrDefault(secret => string.Equals((string?)secret["name"], key, StringComparison.OrdinalIgnoreCase));
        return secret is not null && IsEnabled(Latest(secret))
            ? Convert.ToBase64String(Encoding.UTF8.GetBytes((string)Latest(secret)["value"]!))
            : throw SecretNames.NoSuchKey(scope, key);
    }

    private VaultSecrets Secrets(VaultReference reference)
    {
        var vault = vaults.All.FirstOrDefault(vault => !vault.IsDeleted && IsAt(vault, reference));
        return vault is { IsFirewalled: false }
            ? vaults.Secrets(vault.Name)
            : throw ApiError.Of(
                403,
                "PERMISSION_DENIED",
                $"Azure KeyVault {reference.DnsName} cannot be read: "
                    + $"{(vault is null ? "there is no such vault" : "its firewall does not let the workspace in")}."
            );
    }

    // Ports of this machine change when the cloud is started again, ids do not.
    private static bool IsAt(Vault vault, VaultReference reference) =>
        Uri.TryCreate(reference.DnsName, UriKind.Absolute, out var uri)
        && (
            uri.IsLoopback
                ? string.Equals(vault.ResourceId, reference.ResourceId.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
                : Suffixes.Any(suffix => string.Equals(uri.Host, vault.Name + suffix, StringComparison.OrdinalIgnoreCase))
        );

    private static JObject Latest(JObject secret) => (JObject)secret["versions"]!.Last!;

    private static bool IsEnabled(JObject version) => (bool)version["attributes"]!["enabled"]!;

    private static string? Text(JObject vault, string name) => vault[name] is JValue { Value: string { Length: > 0 } text } ? text : null;
}
