using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Identity;

/// <summary>The resources that this cloud's tokens are for.</summary>
internal static class Audiences
{
    public const string Databricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
    public const string Vault = "https://vault.azure.net";
    public const string ResourceManager = "https://management.azure.com";
    public const string ServiceManagement = "https://management.core.windows.net";

    /// <summary>The resource as it is written in tokens, or null when the tenant has none of that name.</summary>
    /// <remarks>Clients that are told where this cloud's Resource Manager is ask for a token for that address.</remarks>
    public static string? Find(string resource, CloudUrls urls) =>
        Known(resource) ?? (resource.TrimEnd('/') == urls.Https ? ResourceManager : null);

    private static string? Known(string resource) =>
        new[] { Databricks, Vault, ResourceManager, ServiceManagement }.FirstOrDefault(known =>
            string.Equals(known, resource.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
        );
}
