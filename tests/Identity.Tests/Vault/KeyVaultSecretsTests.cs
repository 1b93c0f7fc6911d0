using System.Net.Sockets;
using Azure.Core;
using Layercake.Identity.Tests.Support;
using Layercake.Identity.Tokens;
using Layercake.Identity.Vault;
using Layercake.Testing;

namespace Layercake.Identity.Tests.Vault;

public sealed class KeyVaultSecretsTests
{
    private readonly ManualClock clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    // The client library remembers each vault's challenge for the whole process.
    private readonly Uri vault = new($"https://v{Guid.NewGuid():N}.vault.azure.net/");

    [Fact]
    public async Task A_secret_comes_with_its_version_and_does_not_show_its_value()
    {
        var secret = await Vault(200, Bundle()).GetAsync("spn-key", CancellationToken.None);

        Assert.Equal("canary-value", secret.Value);
        Assert.Equal("VaultSecret { Name = spn-key, Version = 0123, Value = *** }", secret.ToString());
    }

    [Theory]
    [InlineData(
        404,
        "SecretNotFound",
        null,
        "Vault {0} holds no secret spn-key. Add it, or correct its name; if it was deleted, recover it with: az keyvault secret "
            + "recover --vault-name {1} --name spn-key"
    )]
    [InlineData(
        403,
        "Forbidden",
        "SecretDisabled",
        "Secret spn-key of vault {0} is disabled. Enable its current version, or add a new one."
    )]
    [InlineData(
        403,
        "Forbidden",
        "ForbiddenByRbac",
        "You may not read secret spn-key of vault {0}. Give the signed-in identity the role Key Vault Secrets User there; it takes "
            + "effect after some minutes."
    )]
    [InlineData(
        403,
        "Forbidden",
        "ForbiddenByFirewall",
        "The firewall of vault {0} does not let this machine in. Add this machine's address to the vault's networking rules, or run "
            + "where the vault can be reached."
    )]
    [InlineData(
        403,
        "Forbidden",
        "AccessDenied",
        "You may not read secret spn-key of vault {0}. Add an access policy there that allows the signed-in identity to get secrets."
    )]
    [InlineData(
        403,
        "Forbidden",
        null,
        "Vault {0} refused secret spn-key: words. Check the rights of the signed-in identity and the vault's networking rules."
    )]
    [InlineData(429, "Throttled", null, "Vault {0} is answering too many requests (429). Run again in a minute.")]
    [InlineData(503, "ServiceUnavailable", null, "Vault {0} answered 503: words. Run again in a few minutes.")]
    public async Task A_refusal_names_secret_and_vault_and_says_what_to_do(int status, string code, string? inner, string expected)
    {
        var innerError = inner is null ? "" : $$""", "innererror": { "code": "{{inner}}" }""";

        var failure = await FailAsync(Vault(status, $$"""{ "error": { "code": "{{code}}", "message": "words"{{innerError}} } }"""));

        Assert.Equal(string.Format(null, expected, vault, vault.Host.Split('.')[0]), failure.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("<html>proxy</html>")]
    [InlineData("""{ "value": 5 }""")]
    [InlineData("""{ "value": "v" }""")]
    [InlineData("""{ "value": "v", "id": "x" }""")]
    [InlineData("""{ "value": "v", "id": "https://v.vault.azure.net" }""")]
    [InlineData("""{ "value": "v", "id": "https://v.vault.azure.net/a/b/c/d" }""")]
    [InlineData("""{ "value": "v", "id": "https://v.vault.azure.net/secrets/spn-key/0", "attributes": 5 }""")]
    [InlineData("""{ "value": "v", "id": "https://v.vault.azure.net/secrets/spn-key/0", "attributes": { "exp": "x" } }""")]
    [InlineData("""{ "value": "v", "id": "https://v.vault.azure.net/secrets/spn-key/0", "attributes": { "exp": 999999999999999 } }""")]
    [InlineData("""{ "value": null, "id": "https://v.vault.azure.net/secrets/spn-key/0" }""")]
    public async Task An_answer_that_is_no_secret_names_the_vault_and_not_the_runtime(string body)
    {
        var failure = await FailAsync(Vault(200, body));

        Assert.Equal(
            $"Vault {vault} answered something that could not be read when it was asked for secret spn-key. Check the vault's address, "
                + $"and whether a proxy answers in its place.",
            failure.Message
        );
    }

    [Theory]
    [InlineData(429, "600", "is answering too many requests (429) and asks to wait for 600 s. Run again after that.")]
    [InlineData(
        429,
        "Sun, 01 Mar 2026 12:20:00 GMT",
        "is answering too many requests (429) and asks to wait until 2026-03-01 12:20:00 UTC. Run again after that."
    )]
    [InlineData(503, "600", "answered 503: words. It asks to wait for 600 s. Run again after that.")]
    public async Task A_wait_that_is_too_long_is_said(int status, string retryAfter, string expected)
    {
        var azure = new ScriptedAzure(
            (request, _) =>
            {
                if (Challenge(request) is { } challenge)
                    return challenge;

                var reply = ScriptedAzure.Reply(status, """{ "error": { "code": "Throttled", "message": "words" } }""");
                reply.Headers.Add("Retry-After", retryAfter);
                return reply;
            }
        );
        var patient = new KeyVaultSecrets(vault, new FixedCredential(), azure.ClientWithRetries(clock), clock);

        Assert.Equal($"Vault {vault} {expected}", (await FailAsync(patient)).Message);
        Assert.Equal(2, azure.Requests.Count);
    }

    [Fact]
    public async Task An_expired_secret_is_refused_although_the_vault_gives_it()
    {
        var failure = await FailAsync(Vault(200, Bundle($", \"exp\": {clock.GetUtcNow().AddHours(-1).ToUnixTimeSeconds()}")));

        Assert.Equal(
            $"Secret spn-key of vault {vault} expired on 2026-03-01 11:00 UTC. Make a new secret for the application and put it "
                + $"there as a new version.",
            failure.Message
        );
    }

    [Fact]
    public async Task A_placeholder_is_no_secret()
    {
        var failure = await FailAsync(
            Vault(200, Bundle().Replace("canary-value", SecretPlaceholder.For("client secret"), StringComparison.Ordinal))
        );

        Assert.Equal(
            $"Secret spn-key of vault {vault} still has its placeholder. Put the real value there: az keyvault secret set "
                + $"--vault-name {vault.Host.Split('.')[0]} --name spn-key --file FILE",
            failure.Message
        );
    }

    [Fact]
    public async Task A_secret_is_refused_before_its_time()
    {
        var failure = await FailAsync(Vault(200, Bundle($", \"nbf\": {clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds()}")));

        Assert.Equal(
            $"Secret spn-key of vault {vault} is not valid before 2026-03-01 13:00 UTC. Wait until then, or change its activation date.",
            failure.Message
        );
    }

    [Fact]
    public async Task A_vault_that_cannot_be_reached_is_named()
    {
        var azure = new ScriptedAzure((_, _) => throw new HttpRequestException("x", new SocketException((int)SocketError.HostNotFound)));

        var failure = await FailAsync(Vault(azure));

        Assert.StartsWith($"Vault {vault} could not be reached: ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "Check the vault's name, the network connection and the proxy settings.",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("spn_key")]
    [InlineData("../keys/x")]
    public async Task A_name_that_no_secret_can_have_is_not_sent(string name)
    {
        var azure = new ScriptedAzure((_, _) => ScriptedAzure.Reply(200));

        await Assert.ThrowsAsync<VaultException>(() => Vault(azure).GetAsync(name, CancellationToken.None));

        Assert.Empty(azure.Requests);
    }

    [Fact]
    public void A_vault_without_https_is_refused() =>
        Assert.Throws<VaultException>(() =>
            new KeyVaultSecrets(new Uri("http://v.vault.azure.net"), new FixedCredential(), new HttpClient(new SocketsHttpHandler()), clock)
        );

    [Fact]
    public async Task Someone_elses_host_does_not_get_the_token()
    {
        var azure = new ScriptedAzure((request, _) => Challenge(request) ?? ScriptedAzure.Reply(200, Bundle()));
        var elsewhere = new KeyVaultSecrets(new Uri("https://vault.example.org/"), new FixedCredential(), azure.Client, clock);

        var failure = await FailAsync(elsewhere);

        Assert.Contains("does not look like a vault of this cloud", failure.Message, StringComparison.Ordinal);
        Assert.Single(azure.Requests);
    }

    [Fact]
    public async Task A_failed_sign_in_keeps_its_own_words()
    {
        var azure = new ScriptedAzure((request, _) => Challenge(request)!);
        var vaultOfNobody = new KeyVaultSecrets(vault, new FixedCredential(new SignInException("Run az login.")), azure.Client, clock);

        await Assert.ThrowsAsync<SignInException>(() => vaultOfNobody.GetAsync("spn-key", CancellationToken.None));
    }

    private KeyVaultSecrets Vault(int status, string body) =>
        Vault(new ScriptedAzure((request, _) => Challenge(request) ?? ScriptedAzure.Reply(status, body)));

    private KeyVaultSecrets Vault(ScriptedAzure azure) => new(vault, new FixedCredential(), azure.Client, clock);

    private static Task<VaultException> FailAsync(KeyVaultSecrets vault) =>
        Assert.ThrowsAsync<VaultException>(() => vault.GetAsync("spn-key", CancellationToken.None));

    private string Bundle(string attributes = "") =>
        $$"""{ "value": "canary-value", "id": "{{vault}}secrets/spn-key/0123", "attributes": { "enabled": true{{attributes}} } }""";

    private static HttpResponseMessage? Challenge(HttpRequestMessage request)
    {
        if (request.Headers.Authorization is not null)
            return null;

        var reply = ScriptedAzure.Reply(401);
        reply.Headers.Add(
            "WWW-Authenticate",
            """Bearer authorization="https://login.microsoftonline.com/5d0c2f4e-0000-4000-8000-000000000001", """
                + "resource=\"https://vault.azure.net\" "
        );
        return reply;
    }
}
