namespace Layercake.LocalCloud.Identity;

/// <summary>The resources that this cloud's tokens are for.</summary>
internal static class Audiences
{
    public const string Databricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
    public const string Vault = "https://vault.azure.net";
    public const string ResourceManager = "https://management.azure.com";
    public const string ServiceManagement = "https://management.core.windows.net";

    /// <summary>The resource as it is written in tokens, or null when the tenant has none of that name.</summary>
    public static string? Find(string resource) =>
        new[] { Databricks, Vault, ResourceManager, ServiceManagement }.FirstOrDefault(known =>
            string.Equals(known, resource.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
        );
}
