using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Layercake.Engine.Environments;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Tests.Declarations;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Environments;

/// <summary>What can be known to be wrong about signing in before anybody is called.</summary>
public sealed class SignInChecksTests : IDisposable
{
    private const string Tenant = "12345678-90ab-cdef-1234-567890abcdef";
    private const string Url = "\"workspace_url\": \"https://adb-1.7.azuredatabricks.net\"";
    private const string Vault = "\"vault_name\": \"kv-dev\"";

    private readonly TemporaryAssets assets = new();
    private readonly ManualClock clock = new();

    public void Dispose() => assets.Dispose();

    [Theory]
    [InlineData(
        "\"vault_url\": \"http://127.0.0.1:1\"",
        "(1,59): error ENV004: vault_url must start with https://, and it is \"http://127.0.0.1:1\": a vault gives secrets over "
            + "nothing else."
    )]
    [InlineData(
        Vault + ", \"tenant_id\": \"contoso\"",
        "(1,83): error ENV004: tenant_id must be a GUID such as 12345678-90ab-cdef-1234-567890abcdef, or a domain such as "
            + "contoso.onmicrosoft.com, and it is \"contoso\"."
    )]
    [InlineData(
        Vault + ", \"cloud\": \"azure\"",
        "(1,83): error ENV004: cloud must be public, usgovernment, china or local, and it is \"azure\"."
    )]
    [InlineData(
        Vault + ", \"client_secret\": \"canary\"",
        "(1,83): error ENV013: client_secret is a secret and does not belong into an environment file. Put it into the vault, and "
            + "its secret's name into secret_names.client_secret; or pass it with --params."
    )]
    [InlineData(
        Vault + ", \"authority\": \"https://login.example.org/contoso.com\"",
        "(1,83): error ENV012: authority names login.example.org, which is no authority of Microsoft Entra. Write "
            + "https://login.microsoftonline.com/TENANT, or the authority of the cloud that the tenant is in."
    )]
    [InlineData(
        Vault + ", \"authority\": \"https://127.0.0.1:1/contoso.com\"",
        "(1,83): error ENV012: authority names 127.0.0.1, which is no authority of Microsoft Entra. Write "
            + "https://login.microsoftonline.com/TENANT, or the authority of the cloud that the tenant is in."
    )]
    [InlineData(
        Vault + ", \"authority\": \"https://login.microsoftonline.com/contoso.com\", \"cloud\": \"china\"",
        "(1,83): error ENV012: authority is that of another cloud than china, which cloud says. Correct one of them."
    )]
    [InlineData(
        Vault + ", \"authority\": \"https://login.microsoftonline.com/contoso.com\", \"tenant_id\": \"fabrikam.com\"",
        "(1,83): error ENV012: authority names tenant contoso.com, and tenant_id says fabrikam.com. Remove one of them."
    )]
    [InlineData(
        Vault + ", \"authority\": \"https://login.microsoftonline.com/common\"",
        "(1,83): error ENV004: authority must be https://login.microsoftonline.com/ and a tenant's GUID or domain, and it is "
            + "\"https://login.microsoftonline.com/common\"."
    )]
    [InlineData(
        Vault + ", \"certificate_file\": \"deploy.pfx\"",
        "(1,83): error ENV010: certificate_file is given, and authority_type is spn-key, which takes no certificate. Say spn-cert, "
            + "or remove certificate_file."
    )]
    [InlineData(
        Vault + ", \"authority_type\": \"spn-cert\", \"cert_thumbprint\": \"xyz\"",
        "(1,113): error ENV004: cert_thumbprint must be 40 hexadecimal digits (SHA-1) or 64 (SHA-256), and it is \"xyz\"."
    )]
    [InlineData(
        Vault + ", \"authority_type\": \"spn-cert\", \"private_key_file\": \"deploy.key\"",
        "(1,113): error ENV010: private_key_file alone does not say which certificate the key is of. Add cert_thumbprint, or the "
            + "certificate's file as certificate_file."
    )]
    [InlineData(
        Vault + ", \"authority_type\": \"spn-cert\", \"private_key_file\": \"deploy.key\", \"certificate_file\": \"deploy.pfx\"",
        "(1,113): error ENV010: certificate_file is a PFX, which holds its key, and private_key_file names another. Remove one of them."
    )]
    public void Settings_must_say_one_way_to_sign_in(string settings, string finding)
    {
        Load($"{{ {Url}, {settings} }}");

        Assert.Equal([finding], Places());
    }

    [Theory]
    [InlineData("pat")]
    [InlineData("databricks-oauth")]
    public void A_kind_that_Azure_does_not_know_needs_the_workspaces_address(string kind)
    {
        Load(
            $$"""
            {
              "subscription_id": "{{Tenant}}",
              "resource_group": "rg",
              "workspace_name": "adb",
              {{Vault}},
              "authority_type": "{{kind}}"
            }
            """
        );

        Assert.Equal(
            [
                $"(4,3): error ENV010: authority_type is {kind}, which only the workspace itself accepts: Azure cannot be asked "
                    + $"where it is. Give workspace_url instead of workspace_name.",
            ],
            Places()
        );
    }

    [Theory]
    [InlineData("github-oidc", true)]
    [InlineData("azure-cli", true)]
    [InlineData("msi", true)]
    [InlineData("auto", true)]
    [InlineData("pat", true)]
    [InlineData("spn-key", false)]
    [InlineData("spn-cert", false)]
    [InlineData("databricks-oauth", false)]
    public void A_vault_is_wanted_only_by_those_who_need_a_secret(string kind, bool isEnough)
    {
        Load($$"""{ {{Url}}, "authority_type": "{{kind}}" }""");

        Assert.Equal(isEnough ? [] : [": error ENV006: It does not say where the secrets are. Add vault_name or vault_url."], Places());
    }

    [Fact]
    public void A_certificates_files_are_read_before_anybody_is_called()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest(
            "CN=deploy",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        ).CreateSelfSigned(clock.GetUtcNow().AddDays(-1), clock.GetUtcNow().AddDays(1));
        assets.Write("deployment/environments/deploy.pem", certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        assets.Write(
            "deployment/environments/locked.key",
            key.ExportEncryptedPkcs8PrivateKeyPem("pw", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000))
        );

        Assert.EndsWith("deploy.pem", Certificate("\"certificate_file\": \"deploy.pem\"")!.CertificateFile, StringComparison.Ordinal);
        Finds("error ENV011: There is no file ", "\"certificate_file\": \"nowhere.pem\"");
        Finds("locked.key is encrypted.", $"\"private_key_file\": \"locked.key\", \"cert_thumbprint\": \"{certificate.Thumbprint}\"");
        Finds("Correct one of them.", $"\"certificate_file\": \"deploy.pem\", \"cert_thumbprint\": \"{new string('0', 40)}\"");
        clock.Advance(TimeSpan.FromDays(2));
        Finds("expired on 2026-03-03 08:00 UTC.", "\"certificate_file\": \"deploy.pem\"");
    }

    [Fact]
    public void An_authority_says_cloud_and_tenant()
    {
        var dev = Load($$"""{ {{Url}}, {{Vault}}, "authority": "https://login.chinacloudapi.cn/contoso.cn/" }""")!;

        Assert.Equal(("china", "contoso.cn", "kv-dev.vault.azure.cn"), (dev.Cloud, dev.TenantId, dev.Vault!.Host));
    }

    private void Finds(string words, string settings)
    {
        assets.Findings.Clear();
        Assert.Null(Certificate(settings));
        Assert.Contains(words, Assert.Single(assets.Printed()), StringComparison.Ordinal);
    }

    private DeploymentEnvironment? Certificate(string settings) =>
        Load($$"""{ {{Url}}, {{Vault}}, "authority_type": "spn-cert", {{settings}} }""");

    private DeploymentEnvironment? Load(string json)
    {
        assets.Write("deployment/environments/dev.json", json);
        return new EnvironmentFiles([assets.PathOf("deployment/environments")], clock).Load(
            "dev",
            new Dictionary<string, string>(),
            assets.Findings
        );
    }

    private string[] Places() =>
        [.. assets.Printed().Select(line => line.Replace("deployment/environments/dev.json", "", StringComparison.Ordinal))];
}
