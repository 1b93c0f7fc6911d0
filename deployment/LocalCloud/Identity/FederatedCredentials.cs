using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Identity;

/// <summary>Whose tokens an application trusts as its own: per application an issuer, a subject and an audience.</summary>
internal sealed class FederatedCredentials(CloudState state, CloudAccounts accounts, OidcIssuers issuers)
{
    private readonly Table kept = state.Table("federated_credentials");

    public IReadOnlyList<FederatedCredential> Of(CloudApp app) =>
        [
            .. kept.All()
                .Where(entry => (string?)entry.Value["client_id"] == app.ClientId)
                .Select(entry => FederatedCredential.Read(entry.Value)),
        ];

    public void Add(CloudApp app, FederatedCredential credential) => kept.Put($"{app.ClientId} {credential.Name}", credential.ToJson(app));

    public bool Remove(CloudApp app, string name) => kept.Remove($"{app.ClientId} {name}");

    /// <summary>An issuer of this cloud is kept by its name, since its address changes with the port.</summary>
    public bool IsFrom(FederatedCredential credential, string? issuer)
    {
        var wanted = OidcIssuers.Names.Contains(credential.Issuer) ? issuers.Address(credential.Issuer) : credential.Issuer;
        return string.Equals(wanted.TrimEnd('/'), issuer?.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What a new cloud trusts: each of its issuers about its usual subject.</summary>
    public void Seed()
    {
        if (kept.Get(SeedMark) is not null)
            return;

        kept.Put(SeedMark, []);
        foreach (var issuer in OidcIssuers.Names)
            Add(
                accounts.Deployment,
                new FederatedCredential(issuer, issuer, issuers.Subject(issuer), OidcIssuers.ExchangeAudience)
            );
    }

    // So that what somebody removed does not come back with the next start.
    private const string SeedMark = "seeded";
}

/// <summary>One trust: tokens of that issuer about that subject for that audience.</summary>
/// <param name="Issuer">An address, or the name of one of the cloud's own issuers.</param>
internal sealed record FederatedCredential(string Name, string Issuer, string Subject, string Audience)
{
    public JObject ToJson(CloudApp app) =>
        new()
        {
            ["client_id"] = app.ClientId,
            ["name"] = Name,
            ["issuer"] = Issuer,
            ["subject"] = Subject,
            ["audience"] = Audience,
        };

    public static FederatedCredential Read(JObject json) =>
        new((string)json["name"]!, (string)json["issuer"]!, (string)json["subject"]!, (string)json["audience"]!);
}
