using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Layercake.Identity;

/// <summary>The addresses of one Azure cloud, and of the local one.</summary>
public sealed record AzureCloud
{
    public static AzureCloud Public { get; } = new()
    {
        Authority = new Uri("https://login.microsoftonline.com/"),
        ResourceManager = new Uri("https://management.azure.com/"),
        VaultSuffix = "vault.azure.net",
    };

    /// <summary>Where Microsoft Entra is, without a tenant.</summary>
    public required Uri Authority { get; init; }

    public required Uri ResourceManager { get; init; }

    /// <summary>What follows the name of a vault: <c>vault.azure.net</c>.</summary>
    public required string VaultSuffix { get; init; }

    /// <summary>The resource to ask a token for when calling a workspace; the same in all clouds.</summary>
    public string DatabricksResource { get; init; } = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

    /// <summary>The resource to ask a token for when calling Azure Resource Manager; without a slash at its end, which would be doubled.</summary>
    public string ManagementResource { get; init; } = "https://management.azure.com";

    /// <summary>When given, this certificate and no other is trusted: 64 hexadecimal digits.</summary>
    public string? PinnedCertificateSha256 { get; init; }

    public bool IsLocal => Authority.IsLoopback;

    /// <summary>A cloud on this machine, known by the certificate it wrote to a PEM file.</summary>
    public static AzureCloud Local(Uri authority, Uri resourceManager, string certificatePem)
    {
        if (!authority.IsLoopback || authority.Scheme != Uri.UriSchemeHttps)
            throw new ArgumentException($"{authority} is not an https address of this machine. The authority of a local cloud must be one.", nameof(authority));

        using var certificate = X509CertificateLoader.LoadCertificateFromFile(certificatePem);
        return new AzureCloud
        {
            Authority = authority,
            ResourceManager = resourceManager,
            VaultSuffix = "vault.azure.net",
            PinnedCertificateSha256 = certificate.GetCertHashString(HashAlgorithmName.SHA256),
        };
    }
}
