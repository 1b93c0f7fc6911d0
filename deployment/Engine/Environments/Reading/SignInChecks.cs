using Layercake.Engine.Declarations;
using Layercake.Identity;
using Layercake.Identity.Certificates;

namespace Layercake.Engine.Environments.Reading;

/// <summary>Checks that the settings define one way to sign in, and that its files exist. Offline.</summary>
internal sealed class SignInChecks(
    string environment,
    IReadOnlyDictionary<string, SettingValue> values,
    ParameterFile? parameters,
    TimeProvider clock,
    ICollection<Finding> findings
)
{
    private static readonly string[] CertificateSettings = ["certificate_file", "private_key_file", "cert_thumbprint"];

    private string KindName =>
        values.GetValueOrDefault("authority_type")?.Text ?? (string)EnvironmentSettings.Find("authority_type")!.Default!;

    public void Check()
    {
        CheckAuthority();
        if (SignInKinds.Find(KindName) is not { } kind)
            return;

        CheckOnlyOneCredential(kind);
        if (
            kind.IsWorkspaceOnly
            && AddressChecks.Workspace.LookupSettings.FirstOrDefault(values.ContainsKey) is { } lookUp
            && !values.ContainsKey("workspace_url")
        )
            findings.Add(
                values[lookUp]
                    .Finding(
                        "ENV010",
                        $"authority_type is {kind.Name}, which only the workspace itself accepts: Azure cannot be asked where it "
                            + $"is. Give workspace_url instead of {lookUp}."
                    )
            );
        if (kind.TakesCertificate && CertificateSettings.Any(values.ContainsKey))
            CheckCertificateFiles();
    }

    private void CheckOnlyOneCredential(SignInKind kind)
    {
        var given = parameters?.Given;
        var certificate = CertificateSettings.Where(values.ContainsKey).Select(key => values[key]).FirstOrDefault();
        if (given?.ClientSecret is not null && certificate is not null)
            findings.Add(
                parameters!.At(
                    "client_secret",
                    "ENV010",
                    $"client_secret and {certificate.Name} are both given, and one proof is enough. Remove one of them."
                )
            );
        else if (given?.ClientSecret is not null && !kind.TakesSecret)
            findings.Add(
                parameters!.At(
                    "client_secret",
                    "ENV010",
                    $"client_secret is given, and authority_type is {kind.Name}, which takes none. Say {SignInKinds.ClientSecret}, "
                        + $"or remove the secret."
                )
            );
        else if (certificate is not null && !kind.TakesCertificate)
            findings.Add(
                certificate.Finding(
                    "ENV010",
                    $"{certificate.Name} is given, and authority_type is {kind.Name}, which takes no certificate. Say "
                        + $"{SignInKinds.Certificate}, or remove {certificate.Name}."
                )
            );

        if (given?.AccessToken is not null && !kind.TakesAccessToken)
            findings.Add(
                parameters!.At(
                    "pat_token",
                    "ENV010",
                    $"pat_token is given, and authority_type is {kind.Name}. Say {SignInKinds.AccessToken}, or remove the token."
                )
            );
    }

    private void CheckCertificateFiles()
    {
        var certificate = values.GetValueOrDefault("certificate_file");
        var key = values.GetValueOrDefault("private_key_file");
        var thumbprint = values.GetValueOrDefault("cert_thumbprint");
        var expected = thumbprint is null ? null : Thumbprint.TryParse(thumbprint.Text);
        if (certificate is null && key is null || thumbprint is not null && expected is null)
            return;

        // A file with a password is read later, with the vault; now it is only checked that the file exists.
        var hasPassword = values.ContainsKey("secret_names.certificate_password");
        if (certificate is not null && key is not null && ClientCertificates.IsPfx(certificate.Text))
            findings.Add(
                key.Finding(
                    "ENV010",
                    $"{certificate.Name} is a PFX, which holds its key, and {key.Name} names another. Remove one of them."
                )
            );
        else if (certificate is null && thumbprint is null)
            findings.Add(
                key!.Finding(
                    "ENV010",
                    $"{key.Name} alone does not say which certificate the key is of. Add cert_thumbprint, or the certificate's "
                        + $"file as certificate_file."
                )
            );
        else if (hasPassword)
            CheckExistence(certificate, key);
        else
            CheckReadable(certificate, key, expected);
    }

    private void CheckExistence(params SettingValue?[] files)
    {
        foreach (var file in files.OfType<SettingValue>().Where(file => !File.Exists(file.FullPath)))
            findings.Add(file.Finding("ENV011", $"There is no file {file.FullPath}."));
    }

    private void CheckReadable(SettingValue? certificate, SettingValue? key, Thumbprint? expected)
    {
        try
        {
            if (certificate is null)
                ClientCertificates.ReadKey(CredentialFiles.Read(key!.FullPath), null).Dispose();
            else
                ClientCertificates
                    .Read(
                        CredentialFiles.Read(certificate.FullPath),
                        key is null ? null : CredentialFiles.Read(key.FullPath),
                        null,
                        expected,
                        clock
                    )
                    .Dispose();
        }
        catch (CertificateException exception)
        {
            findings.Add(
                (
                    certificate is null || key is not null && exception.Message.Contains(key.FullPath, StringComparison.Ordinal)
                        ? key!
                        : certificate
                ).Finding("ENV011", exception.Message)
            );
        }
    }

    private void CheckAuthority()
    {
        if (values.GetValueOrDefault("authority") is not { } authority || EntraAuthority.TryParse(authority.Text) is not { } parsed)
            return;

        if (parsed.Host.IsLoopback ? environment != "local" : AzureCloud.WithAuthority(parsed.Host.Host) is null)
            findings.Add(
                authority.Finding(
                    "ENV012",
                    $"{authority.Name} names {parsed.Host.Host}, which is no authority of Microsoft Entra. Write "
                        + $"https://{AzureCloud.Public.Authority.Host}/TENANT, or the authority of the cloud that the tenant is in."
                )
            );
        else if (
            !parsed.Host.IsLoopback
            && values.GetValueOrDefault("cloud") is { } cloud
            && AzureCloud.Named(cloud.Text) is { } named
            && AzureCloud.WithAuthority(parsed.Host.Host) != named
        )
            findings.Add(
                authority.Finding(
                    "ENV012",
                    $"{authority.Name} is that of another cloud than {cloud.Text}, which cloud says. Correct one of them."
                )
            );

        if (values.GetValueOrDefault("tenant_id") is { } tenant && !tenant.Text.Equals(parsed.Tenant, StringComparison.OrdinalIgnoreCase))
            findings.Add(
                authority.Finding(
                    "ENV012",
                    $"{authority.Name} names tenant {parsed.Tenant}, and {tenant.Name} says {tenant.Text}. Remove one of them."
                )
            );
    }
}
