using Azure.Core;
using Layercake.Engine.Connecting;
using Layercake.Identity.Vault;
using Layercake.Secrecy;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Support;

/// <summary>The local cloud's vault, read through the genuine Key Vault client.</summary>
public sealed class TestVault(LocalCloudFixture cloud, TimeProvider clock) : IDisposable
{
    private const string Resource = "https://vault.azure.net";

    private readonly HttpClient http = cloud.NewClient();

    private Uri Address { get; } = new(cloud.Description.Vault);

    /// <summary>Adds a version of a secret and returns the version's name.</summary>
    public async Task<string> PutAsync(string name, string value, string attributes = "{}")
    {
        using var answer = await cloud.SendAsync(
            Resource,
            "PUT",
            $"{Address}secrets/{name}?api-version=7.4",
            new JObject { ["value"] = value, ["attributes"] = JObject.Parse(attributes) }
        );
        answer.EnsureSuccessStatusCode();
        return ((string)JObject.Parse(await answer.Content.ReadAsStringAsync())["id"]!).Split('/')[^1];
    }

    /// <summary>Changes the attributes of one version of a secret: <c>{ "enabled": false }</c>.</summary>
    public async Task EditAsync(string name, string version, string attributes)
    {
        using var answer = await cloud.SendAsync(
            Resource,
            "PATCH",
            $"{Address}secrets/{name}/{version}?api-version=7.4",
            new JObject { ["attributes"] = JObject.Parse(attributes) }
        );
        answer.EnsureSuccessStatusCode();
    }

    public async Task DeleteAsync(string name)
    {
        using var answer = await cloud.SendAsync(Resource, "DELETE", $"{Address}secrets/{name}?api-version=7.4");
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>For one run: it reads each secret once.</summary>
    public ISecretSource Open(Redactor redactor) =>
        new VaultReader(
            new KeyVaultSecrets(Address, new Developer(cloud), http, clock),
            VaultReader.NameOf(Address),
            "test.json",
            redactor,
            new HashSet<string>()
        );

    public void Dispose() => http.Dispose();

    private sealed class Developer(LocalCloudFixture cloud) : TokenCredential
    {
        public override async ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext,
            CancellationToken cancellationToken
        ) => new(await cloud.TokenAsync(Resource), DateTimeOffset.MaxValue);

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Nothing asks synchronously.");
    }
}
