using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Layercake.Identity.Certificates;
using Layercake.Identity.Tests.Support;
using Layercake.Identity.Tokens;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.Tests.Tokens;

public sealed class ClientAuthenticationTests : IDisposable
{
    private const string Tenant = "5d0c2f4e-0000-4000-8000-000000000001";

    private readonly string client = Guid.NewGuid().ToString();
    private readonly ManualClock clock = new();
    private readonly RSA key = RSA.Create(2048);
    private string form = "";

    private static AzureCloud Loopback { get; } = AzureCloud.Public with { Authority = new Uri("https://127.0.0.1:1/") };

    public void Dispose() => key.Dispose();

    [Theory]
    [InlineData(40, "RS256", "x5t")]
    [InlineData(64, "PS256", "x5t#S256")]
    public async Task A_key_alone_signs_for_the_certificate_of_the_thumbprint(int digits, string algorithm, string hash)
    {
        await TokenAsync(new PrivateKeyAuthentication(key, Thumbprint.TryParse(new string('a', digits))!, "deploy.key", clock));

        var parts = Assertion().Split('.');
        var (header, claims) = (Json(parts[0]), Json(parts[1]));
        Assert.Equal(algorithm, (string?)header["alg"]);
        Assert.Equal(new string('A', digits), Convert.ToHexString(Base64Url.DecodeFromChars((string)header[hash]!)));
        Assert.Equal(
            (client, client, $"https://127.0.0.1:1/{Tenant}/oauth2/v2.0/token"),
            ((string?)claims["iss"], (string?)claims["sub"], (string?)claims["aud"])
        );
        Assert.Equal(600, (long)claims["exp"]! - (long)claims["nbf"]!);
        Assert.True(
            key.VerifyData(
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                Base64Url.DecodeFromChars(parts[2]),
                HashAlgorithmName.SHA256,
                digits == 64 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1
            )
        );
    }

    [Fact]
    public async Task A_certificate_that_Entra_does_not_know_says_how_to_add_it()
    {
        using var certificate = TestCertificates.Make(key, TimeSpan.FromDays(20000));

        var failure = await FailAsync(new CertificateAuthentication(certificate, "deploy.pfx"), 700027);

        Assert.EndsWith(
            $"It does not know certificate {certificate.Thumbprint} from deploy.pfx. Add that certificate to the application (az "
                + $"ad app credential reset --id {client} --cert @certificate.pem --append), or use the key of one that it has.",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Somebody_elses_statement_is_shown_anew_for_each_token()
    {
        var number = 0;
        var tokens = Tokens(new FederatedAuthentication("GitHub Actions", _ => Task.FromResult($"statement-{++number}")));

        await tokens.GetAsync("r", renew: false, CancellationToken.None);
        await tokens.GetAsync("r", renew: false, CancellationToken.None);
        Assert.Equal("statement-1", Assertion());
        await tokens.GetAsync("r", renew: true, CancellationToken.None);
        Assert.Equal("statement-2", Assertion());
    }

    [Fact]
    public async Task A_statement_that_nobody_trusts_says_which_federated_credential_is_missing()
    {
        var claims = Base64Url.EncodeToString(
            """
            {
              "iss": "https://token.actions.githubusercontent.com",
              "sub": "repo:o/r:ref:refs/heads/main",
              "aud": "api://AzureADTokenExchange"
            }
            """u8
        );

        var failure = await FailAsync(new FederatedAuthentication("GitHub Actions", _ => Task.FromResult($"e30.{claims}.canary")), 700213);

        Assert.EndsWith(
            "No federated credential of the application fits. Add one with issuer https://token.actions.githubusercontent.com, "
                + "subject repo:o/r:ref:refs/heads/main and audience api://AzureADTokenExchange "
                + $"(az ad app federated-credential create --id {client}).",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_to_get_the_statement_stays_what_it_is()
    {
        var failure = await Assert.ThrowsAsync<SignInException>(() =>
            TokenAsync(new FederatedAuthentication("GitHub Actions", _ => throw new SignInException("Give the job permissions.")))
        );

        Assert.Equal("Give the job permissions.", failure.Message);
    }

    private Task TokenAsync(ClientAuthentication authentication) =>
        Tokens(authentication).GetAsync("r", renew: false, CancellationToken.None).AsTask();

    private ApplicationTokens Tokens(ClientAuthentication authentication) =>
        new(
            Loopback,
            Tenant,
            client,
            authentication,
            Entra(200, """{ "token_type": "Bearer", "expires_in": 3600, "access_token": "t" }""")
        );

    private Task<SignInException> FailAsync(ClientAuthentication authentication, int number) =>
        Assert.ThrowsAsync<SignInException>(() =>
            new ApplicationTokens(
                Loopback,
                Tenant,
                client,
                authentication,
                Entra(401, $$"""{ "error": "invalid_client", "error_description": "AADSTS{{number}}: No.", "error_codes": [{{number}}] }""")
            )
                .GetAsync("r", renew: false, CancellationToken.None)
                .AsTask()
        );

    private HttpClient Entra(int status, string body) =>
        new ScriptedAzure(
            (_, sent) =>
            {
                form = sent;
                return ScriptedAzure.Reply(status, body);
            }
        ).Client;

    private string Assertion() =>
        Uri.UnescapeDataString(
            form.Split('&').Single(field => field.StartsWith("client_assertion=", StringComparison.Ordinal))["client_assertion=".Length..]
        );

    private static JObject Json(string part) => JObject.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part)));
}
