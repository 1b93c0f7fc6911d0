using Layercake.LocalCloud.Identity;

namespace Layercake.LocalCloud.Faults;

/// <summary>Which of Azure's services a path belongs to: all of them share the cloud's ports.</summary>
internal static class ServiceName
{
    private static readonly string[] Entra = ["/oauth2/", "/discovery/", "/.well-known/"];

    public static string Of(string path) =>
        FirstSegment(path) switch
        {
            null or "api" or "oidc" or ".well-known" or "aad" => "workspace",
            "secrets" or "deletedsecrets" => "vault",
            "storage" => "storage",
            "subscriptions" or "providers" => "arm",
            OidcIssuers.GitHub => "github",
            OidcIssuers.AzurePipelines => "azure-pipelines",
            OidcIssuers.WorkloadIdentity => "kubernetes",
            "metadata" or "msi" => "managed-identity",
            _ => Entra.Any(part => path.Contains(part, StringComparison.Ordinal)) ? "entra" : "workspace",
        };

    private static string? FirstSegment(string path) =>
        path.Split('/', 3, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()?.ToLowerInvariant();
}
