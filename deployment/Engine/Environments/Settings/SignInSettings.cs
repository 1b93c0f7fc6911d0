using static Layercake.Engine.Environments.Settings.SettingForms;

namespace Layercake.Engine.Environments.Settings;

/// <summary>The settings of the sign-in.</summary>
internal static class SignInSettings
{
    private const string Tenant =
        // A tenant id, which is a GUID.
        @"^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
        // Or a domain of the tenant, such as contoso.onmicrosoft.com.
        + @"|([0-9a-zA-Z]([-0-9a-zA-Z]{0,61}[0-9a-zA-Z])?\.)+[a-zA-Z]{2,})$";

    // Accepts spaces, colons and an invisible mark, as certificate dialogs show it.
    private const string Thumbprint = @"^[\s:\u200e]*(([0-9a-fA-F][\s:\u200e]*){40}|([0-9a-fA-F][\s:\u200e]*){64})$";

    private const string SecretName = "^[0-9a-zA-Z-]{1,127}$";

    private const string SecretNameForm = "a secret's name: 1 to 127 letters, digits and hyphens";

    public static IReadOnlyList<EnvironmentSetting> All { get; } =
    [
        new()
        {
            Key = "authority_type",
            Description =
                $"How to sign in: {string.Join(", ", SignInKinds.All.Select(kind => $"`{kind.Name}` {kind.Description}"))}. See "
                + $"[sign-in.md](sign-in.md).",
            Default = Defaults.AuthorityType,
            Pattern = $"^({string.Join('|', SignInKinds.Names)})$",
            Form = $"{string.Join(", ", SignInKinds.Names.SkipLast(1))} or {SignInKinds.Names[^1]}",
        },
        new()
        {
            Key = "authority",
            Description =
                "Cloud and tenant in one address, `https://login.microsoftonline.com/TENANT`, instead of `cloud` and `tenant_id`.",
            Pattern = $"^https://[^/\\s@?#]+/({Tenant[1..^1]})/?$",
            Form = "https://login.microsoftonline.com/ and a tenant's GUID or domain",
        },
        new()
        {
            Key = "tenant_id",
            Description =
                "The tenant to sign in to. Left out, it is read from the vault, or from the variables of whatever runs the deployment.",
            Pattern = Tenant,
            Form = "a GUID such as 12345678-90ab-cdef-1234-567890abcdef, or a domain such as contoso.onmicrosoft.com",
        },
        new()
        {
            Key = "client_id",
            Description =
                "The application to sign in as, or the user-assigned identity for `msi`. Left out, it is read from the vault, or "
                + "from the variables of whatever runs the deployment.",
            Pattern = GuidPattern,
            Form = GuidForm,
        },
        new()
        {
            Key = "resource",
            Description = "What the token for the workspace is asked for: Databricks in Microsoft Entra.",
            Default = Defaults.Resource,
            Pattern = "^[-0-9a-zA-Z:/._]{1,200}$",
            Form = "the application id of Databricks in Microsoft Entra, 2ff814a6-3304-4ab8-85cb-cd0e6f879c1d",
        },
        new()
        {
            Key = "certificate_file",
            Description = "For `spn-cert`: a PFX, or a certificate in PEM, by a path from this file's folder.",
            Pattern = FilePath,
            Form = FilePathForm,
        },
        new()
        {
            Key = "private_key_file",
            Description = "For `spn-cert`: the key in PEM of `certificate_file`, or of the certificate that `cert_thumbprint` says.",
            Pattern = FilePath,
            Form = FilePathForm,
        },
        new()
        {
            Key = "cert_thumbprint",
            Description =
                "For `spn-cert`: the certificate's thumbprint, SHA-1 or SHA-256. Needed when only the key is at hand, checked otherwise.",
            Pattern = Thumbprint,
            Form = "40 hexadecimal digits (SHA-1) or 64 (SHA-256)",
        },
        new()
        {
            Key = "service_connection_id",
            Description = "For `azure-pipelines`: the service connection. Left out, the agent's variables say it.",
            Pattern = GuidPattern,
            Form = GuidForm,
        },
        Secret("tenant_id", "the tenant id", Defaults.SecretNames.TenantId),
        Secret("client_id", "the application's client id", Defaults.SecretNames.ClientId),
        Secret(
            "client_secret",
            "the application's client secret, or its OAuth secret for `databricks-oauth`",
            Defaults.SecretNames.ClientSecret
        ),
        Secret("certificate", "certificate and key for `spn-cert` without files", Defaults.SecretNames.Certificate),
        Secret("certificate_password", "the password of the PFX or of the key in a file", null),
        Secret("pat_token", "the personal access token; `pat-token` when left out and `DATABRICKS_TOKEN` is not set", null),
        Secret("subscription_id", "the subscription id", Defaults.SecretNames.SubscriptionId),
    ];

    private static EnvironmentSetting Secret(string key, string holds, string? name) =>
        new()
        {
            Key = $"secret_names.{key}",
            Description = $"The name of the secret that holds {holds}.",
            Default = name,
            Pattern = SecretName,
            Form = SecretNameForm,
        };
}
