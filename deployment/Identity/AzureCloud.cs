using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Layercake.Identity;

/// <summary>The addresses of one Azure cloud, and of the local one.</summary>
public sealed record AzureCloud
{
    public static AzureCloud Public { get; } =
        new()
        {
            Name = "public",
            Authority = new Uri("https://login.microsoftonline.com/"),
            ResourceManager = new Uri("https://management.azure.com/"),
            ManagementResource = "https://management.azure.com",
            ServiceManagementResource = "https://management.core.windows.net/",
            VaultSuffix = "vault.azure.net",
            WorkspaceSuffix = "azuredatabricks.net",
        };

    public static AzureCloud UsGovernment { get; } =
        new()
        {
            Name = "usgovernment",
            Authority = new Uri("https://login.microsoftonline.us/"),
            ResourceManager = new Uri("https://management.usgovcloudapi.net/"),
            ManagementResource = "https://management.usgovcloudapi.net",
            ServiceManagementResource = "https://management.core.usgovcloudapi.net/",
            VaultSuffix = "vault.usgovcloudapi.net",
            WorkspaceSuffix = "databricks.azure.us",
        };

    public static AzureCloud China { get; } =
        new()
        {
            Name = "china",
            Authority = new Uri("https://login.chinacloudapi.cn/"),
            ResourceManager = new Uri("https://management.chinacloudapi.cn/"),
            ManagementResource = "https://management.chinacloudapi.cn",
            ServiceManagementResource = "https://management.core.chinacloudapi.cn/",
            VaultSuffix = "vault.azure.cn",
            WorkspaceSuffix = "databricks.azure.cn",
        };

    public static IReadOnlyList<AzureCloud> All { get; } = [Public, UsGovernment, China];

    /// <summary>As an environment file spells it: <c>usgovernment</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where Microsoft Entra is, without a tenant.</summary>
    public required Uri Authority { get; init; }

    public required Uri ResourceManager { get; init; }

    /// <summary>What follows the name of a vault: <c>vault.azure.net</c>.</summary>
    public required string VaultSuffix { get; init; }

    /// <summary>What workspaces' addresses end in: <c>azuredatabricks.net</c>.</summary>
    public required string WorkspaceSuffix { get; init; }

    /// <summary>The resource to ask a token for when calling a workspace; the same in all clouds.</summary>
    public string DatabricksResource { get; init; } = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

    /// <summary>
    /// The resource to ask a token for when calling Azure Resource Manager; without a slash at its end, which would be doubled.
    /// </summary>
    public required string ManagementResource { get; init; }

    /// <summary>The resource of the management token that a workspace takes from a principal it does not know; with its slash.</summary>
    public required string ServiceManagementResource { get; init; }

    /// <summary>When given, this certificate and no other is trusted: 64 hexadecimal digits.</summary>
    public string? PinnedCertificateSha256 { get; init; }

    public bool IsLocal => Authority.IsLoopback;

    /// <summary>Null when there is no such cloud.</summary>
    public static AzureCloud? Named(string name) => All.FirstOrDefault(cloud => cloud.Name == name);

    /// <summary>The cloud that signs in at that host; null when none does.</summary>
    public static AzureCloud? WithAuthority(string host) =>
        host.ToLowerInvariant() switch
        {
            // Older names of the same service, which parameter files still have.
            "login.windows.net" or "login.microsoft.com" or "sts.windows.net" => Public,
            "login.partner.microsoftonline.cn" => China,
            var name => All.FirstOrDefault(cloud => cloud.Authority.Host == name),
        };

    /// <summary>A cloud on this machine, known by the certificate it wrote to a PEM file.</summary>
    public static AzureCloud Local(Uri authority, Uri resourceManager, string certificatePem)
    {
        if (!authority.IsLoopback || authority.Scheme != Uri.UriSchemeHttps)
            throw new ArgumentException(
                $"{authority} is not an https address of this machine. The authority of a local cloud must be one.",
                nameof(authority)
            );

        using var certificate = X509CertificateLoader.LoadCertificateFromFile(certificatePem);
        return Public with
        {
            Name = "local",
            Authority = authority,
            ResourceManager = resourceManager,
            PinnedCertificateSha256 = certificate.GetCertHashString(HashAlgorithmName.SHA256),
        };
    }
}
