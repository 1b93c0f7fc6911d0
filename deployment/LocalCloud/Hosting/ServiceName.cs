namespace Layercake.LocalCloud.Hosting;

/// <summary>Which of Azure's services a path belongs to: all of them share the cloud's ports.</summary>
internal static class ServiceName
{
    public static string Of(string path) => path.Split('/', 3, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()?.ToLowerInvariant() switch
    {
        null or "api" or "oidc" or ".well-known" or "aad" => "workspace",
        "secrets" or "deletedsecrets" => "vault",
        "subscriptions" => "arm",
        _ => path.Contains("/oauth2/", StringComparison.Ordinal) || path.Contains("/discovery/", StringComparison.Ordinal) || path.Contains("/.well-known/", StringComparison.Ordinal)
            ? "entra"
            : "workspace",
    };
}
