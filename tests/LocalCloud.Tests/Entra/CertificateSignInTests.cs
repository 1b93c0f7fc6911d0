using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Layercake.Testing;
using Microsoft.Identity.Client;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Entra;

public sealed class CertificateSignInTests : IAsyncLifetime
{
    private const string Databricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

    private LocalCloudFixture cloud = null!;
    private JObject identity = null!;

    public async Task InitializeAsync()
    {
        cloud = await LocalCloudFixture.StartAsync();
        identity = (JObject)await cloud.AdminAsync("GET", "/apps/deployment/certificate");
    }

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task Msal_signs_in_with_the_clouds_client_certificate()
    {
        using var certificate = Pfx();

        var result = await App(cloud.Description.ClientId)
            .WithCertificate(certificate)
            .Build()
            .AcquireTokenForClient([$"{Databricks}/.default"])
            .ExecuteAsync();

        Assert.NotEmpty(result.AccessToken);
    }

    [Fact]
    public async Task Azures_credential_signs_in_with_it_as_well()
    {
        using var certificate = X509Certificate2.CreateFromPem((string)identity["certificate"]!, (string)identity["key"]!);
        var options = new ClientCertificateCredentialOptions
        {
            AuthorityHost = new Uri(cloud.Description.Authority),
            DisableInstanceDiscovery = true,
            Transport = new HttpClientTransport(cloud.Http),
        };
        var credential = new ClientCertificateCredential(cloud.Description.TenantId, cloud.Description.ClientId, certificate, options);

        var token = await credential.GetTokenAsync(new TokenRequestContext(["https://vault.azure.net/.default"]), CancellationToken.None);

        Assert.NotEmpty(token.Token);
    }

    [Fact]
    public async Task An_application_of_ones_own_signs_in_with_a_certificate_of_ones_own()
    {
        var app = await cloud.AdminAsync("POST", "/apps");
        using var certificate = NewCertificate(-1, 1);
        var added = await cloud.AdminAsync(
            "POST",
            $"/apps/{app["client_id"]}/certificates",
            new JObject { ["certificate"] = certificate.ExportCertificatePem() }
        );

        var result = await App((string)app["client_id"]!)
            .WithCertificate(certificate)
            .Build()
            .AcquireTokenForClient([$"{Databricks}/.default"])
            .ExecuteAsync();

        Assert.NotEmpty(result.AccessToken);
        Assert.Equal(certificate.Thumbprint, (string?)added["thumbprint"]);
    }

    [Fact]
    public async Task Msal_is_told_that_the_certificate_is_not_registered()
    {
        using var certificate = NewCertificate(-1, 1);

        var error = await Assert.ThrowsAsync<MsalServiceException>(() =>
            App(cloud.Description.ClientId)
                .WithCertificate(certificate)
                .Build()
                .AcquireTokenForClient([$"{Databricks}/.default"])
                .ExecuteAsync()
        );

        Assert.Equal((401, "invalid_client"), (error.StatusCode, error.ErrorCode));
        Assert.Equal(700027, (int)JObject.Parse(error.ResponseBody)["error_codes"]![0]!);
    }

    [Theory]
    [InlineData("RS256", "x5t", "oauth2/v2.0/token")]
    [InlineData("RS256", "x5t#S256", "oauth2/token")]
    [InlineData("PS256", "x5t#S256", "oauth2/v2.0/token")]
    public async Task An_assertion_names_the_certificate_by_either_thumbprint_and_either_endpoint(
        string algorithm,
        string thumbprint,
        string endpoint
    )
    {
        var (status, _) = await SignInAsync(Assertion(algorithm, thumbprint, new JObject { ["aud"] = Endpoint(endpoint) }));

        Assert.Equal(200, status);
    }

    [Fact]
    public async Task A_right_thumbprint_signed_by_another_key_is_refused()
    {
        using var other = RSA.Create(2048);

        var (status, answer) = await SignInAsync(Assertion("RS256", "x5t", [], other));

        Assert.Equal((401, "invalid_client", 700027), (status, (string?)answer["error"], (int)answer["error_codes"]![0]!));
    }

    [Theory]
    [InlineData("aud", "https://elsewhere.example/token")]
    [InlineData("iss", "00000000-0000-0000-0000-000000000000")]
    [InlineData("sub", "00000000-0000-0000-0000-000000000000")]
    [InlineData("exp", 1)]
    [InlineData("nbf", 99999999999)]
    public async Task A_wrong_claim_is_refused(string claim, object value)
    {
        var (status, answer) = await SignInAsync(Assertion("RS256", "x5t", new JObject { [claim] = JToken.FromObject(value) }));

        Assert.Equal((401, "invalid_client"), (status, (string?)answer["error"]));
    }

    [Fact]
    public async Task An_assertion_is_good_once()
    {
        var assertion = Assertion("PS256", "x5t#S256", []);

        Assert.Equal(200, (await SignInAsync(assertion)).Status);
        Assert.Equal(401, (await SignInAsync(assertion)).Status);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused()
    {
        using var certificate = NewCertificate(-20, -10);
        await cloud.AdminAsync(
            "POST",
            "/apps/deployment/certificates",
            new JObject { ["certificate"] = certificate.ExportCertificatePem() }
        );

        await Assert.ThrowsAsync<MsalServiceException>(() =>
            App(cloud.Description.ClientId)
                .WithCertificate(certificate)
                .Build()
                .AcquireTokenForClient([$"{Databricks}/.default"])
                .ExecuteAsync()
        );
    }

    [Fact]
    public async Task The_vault_holds_the_certificate_in_both_forms()
    {
        var pfx = await SecretAsync(cloud.Description.ClientCertificateSecretName);
        var pem = await SecretAsync(cloud.Description.ClientCertificatePemSecretName);

        using var fromPfx = X509CertificateLoader.LoadPkcs12(Convert.FromBase64String((string)pfx["value"]!), null);
        using var fromPem = X509Certificate2.CreateFromPem((string)pem["value"]!, (string)pem["value"]!);
        Assert.Equal(("application/x-pkcs12", "application/x-pem-file"), ((string?)pfx["contentType"], (string?)pem["contentType"]));
        Assert.Equal((string?)identity["thumbprint"], fromPfx.Thumbprint);
        Assert.Equal(fromPfx.Thumbprint, fromPem.Thumbprint);
        Assert.True(fromPfx.HasPrivateKey && fromPem.HasPrivateKey);
    }

    [Fact]
    public async Task No_key_is_shown_with_the_state()
    {
        var text = (await cloud.AdminAsync("GET", "/state")).ToString();

        Assert.DoesNotContain("PRIVATE KEY", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    public async Task What_is_no_certificate_is_not_registered(string pem) =>
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            cloud.AdminAsync("POST", "/apps/deployment/certificates", new JObject { ["certificate"] = pem })
        );

    private string Endpoint(string path) => $"{cloud.Description.Authority}/{cloud.Description.TenantId}/{path}";

    private X509Certificate2 Pfx() => X509CertificateLoader.LoadPkcs12(Convert.FromBase64String((string)identity["pfx"]!), null);

    private ConfidentialClientApplicationBuilder App(string clientId) =>
        ConfidentialClientApplicationBuilder
            .Create(clientId)
            .WithHttpClientFactory(new Factory(cloud.Http))
            .WithAuthority($"{cloud.Description.Authority}/{cloud.Description.TenantId}", validateAuthority: false)
            .WithInstanceDiscovery(false);

    private string Assertion(string algorithm, string thumbprint, JObject differences, RSA? key = null)
    {
        using var certificate = Pfx();
        using var own = certificate.GetRSAPrivateKey();
        var hash = certificate.GetCertHash(thumbprint == "x5t" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JObject
        {
            ["aud"] = Endpoint("oauth2/v2.0/token"),
            ["iss"] = cloud.Description.ClientId,
            ["sub"] = cloud.Description.ClientId,
            ["jti"] = Guid.NewGuid().ToString(),
            ["nbf"] = now,
            ["exp"] = now + 600,
        };
        claims.Merge(differences);
        var header = new JObject
        {
            ["alg"] = algorithm,
            ["typ"] = "JWT",
            [thumbprint] = Base64Url.EncodeToString(hash),
        };
        var signed = $"{Encode(header)}.{Encode(claims)}";
        var padding = algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        var signature = (key ?? own!).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, padding);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private async Task<(int Status, JObject Body)> SignInAsync(string assertion)
    {
        using var content = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = cloud.Description.ClientId,
                ["scope"] = $"{Databricks}/.default",
                ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                ["client_assertion"] = assertion,
            }
        );
        using var answer = await cloud.Http.PostAsync(new Uri(Endpoint("oauth2/v2.0/token")), content);
        return ((int)answer.StatusCode, JObject.Parse(await answer.Content.ReadAsStringAsync()));
    }

    private async Task<JObject> SecretAsync(string name)
    {
        using var answer = await cloud.SendAsync("https://vault.azure.net", "GET", $"{cloud.Description.Vault}/secrets/{name}");
        return JObject.Parse(await answer.Content.ReadAsStringAsync());
    }

    private static X509Certificate2 NewCertificate(int fromDays, int toDays)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest(
            "CN=test",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        ).CreateSelfSigned(now.AddDays(fromDays), now.AddDays(toDays));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static string Encode(JObject part) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToString(Newtonsoft.Json.Formatting.None)));

    private sealed class Factory(HttpClient client) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => client;
    }
}
