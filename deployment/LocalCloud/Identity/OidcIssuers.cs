using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Identity;

/// <summary>The cloud's OpenID Connect issuers: what GitHub, Azure Pipelines and a Kubernetes cluster are to the real Entra.</summary>
internal sealed class OidcIssuers(CloudState state, CloudAccounts accounts, CloudUrls urls)
{
    public const string GitHub = "github-oidc";
    public const string AzurePipelines = "azure-pipelines-oidc";
    public const string WorkloadIdentity = "workload-identity-oidc";
    public const string ExchangeAudience = "api://AzureADTokenExchange";

    private readonly Table subjects = state.Table("oidc_subjects");
    private readonly SigningKey key = new(accounts, "oidc_signing", "layercake-local-1");

    public static IReadOnlyList<string> Names { get; } = [GitHub, AzurePipelines, WorkloadIdentity];

    /// <summary>The issuer's address, which is its name in tokens.</summary>
    public string Address(string name) => $"{urls.Https}/{name}";

    /// <summary>Who the issuer's tokens are about, unless the one who asks says otherwise.</summary>
    public string Subject(string name) =>
        (string?)subjects.Get(name)?["subject"]
        ?? name switch
        {
            GitHub => "repo:layercake/assets:environment:local",
            AzurePipelines => "sc://layercake/assets/local",
            _ => "system:serviceaccount:layercake:deployer",
        };

    public void SetSubject(string name, string subject) => subjects.Put(name, new JObject { ["subject"] = subject });

    /// <param name="lifetime">In seconds.</param>
    public string Issue(string name, string subject, string audience, long lifetime = 600, JObject? more = null)
    {
        var now = state.Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JObject
        {
            ["iss"] = Address(name),
            ["sub"] = subject,
            ["aud"] = audience,
            ["jti"] = Guid.NewGuid().ToString(),
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + lifetime,
        };
        claims.Merge(more ?? []);
        return key.Sign(claims);
    }

    /// <summary>The issuer that a token says it is from, when it is one of this cloud's.</summary>
    public string? NameOf(string? address) =>
        Names.FirstOrDefault(name => string.Equals(Address(name), address?.TrimEnd('/'), StringComparison.OrdinalIgnoreCase));

    public bool HasSigned(JsonWebToken token) => key.HasSigned(token);

    public JObject Keys() => key.Published();
}
