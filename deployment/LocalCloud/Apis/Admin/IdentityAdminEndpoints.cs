using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Layercake.LocalCloud.Apis.KeyVault;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Admin;

/// <summary>
/// The cloud's own calls about identities: applications and what they sign in with, subjects of tokens, users of the workspace, rights in
/// vaults.
/// </summary>
/// <remarks>
/// <c>{app}</c> is a client id, <c>deployment</c> or <c>developer</c>; an issuer is <c>github-oidc</c>, <c>azure-pipelines-oidc</c>,
/// <c>workload-identity-oidc</c>, or in a credential any address.
/// </remarks>
internal sealed class IdentityAdminEndpoints(
    CloudAccounts accounts,
    AppRegistry apps,
    ClientCertificate clientCertificate,
    OidcIssuers issuers,
    FederatedCredentials federated,
    WorkspaceUsers users,
    Vaults vaults
) : IEndpoints
{
    public void Map(RouteTable routes)
    {
        Add("GET", "/apps", _ => new JArray(apps.All().Select(Describe)));
        Add("POST", "/apps", AddApp);
        Add("GET", "/apps/{app}/certificate", Certificate);
        Add("POST", "/apps/{app}/certificates", AddCertificate);
        Add(
            "GET",
            "/apps/{app}/federated-credentials",
            request => new JArray(federated.Of(App(request)).Select(trust => trust.ToJson(App(request))))
        );
        Add("POST", "/apps/{app}/federated-credentials", AddTrust);
        Add(
            "DELETE",
            "/apps/{app}/federated-credentials/{name}",
            request => new JObject { ["removed"] = federated.Remove(App(request), request.RouteValues["name"]) }
        );
        Add("GET", "/federated-token", Token);
        Add(
            "POST",
            "/oidc/{issuer}",
            request =>
            {
                issuers.SetSubject(Issuer(request.RouteValues["issuer"]), request.RequiredText("subject"));
                return new JObject();
            }
        );
        Add("POST", "/workspace-users", ChangeUser);
        Add("POST", "/vaults/{name}", ChangeVault);

        void Add(string method, string path, Func<ApiRequest, JToken> endpoint) => routes.AddAdmin(method, path, endpoint);
    }

    private CloudApp App(ApiRequest request) => apps.Get(request.RouteValues["app"]);

    private static JObject Describe(CloudApp app) =>
        new()
        {
            ["client_id"] = app.ClientId,
            ["object_id"] = app.ObjectId,
            ["display_name"] = app.DisplayName,
        };

    private JObject AddApp(ApiRequest request)
    {
        var app = apps.Add(request.Text("display_name") ?? "added");
        var described = Describe(app);
        described["client_secret"] = app.Secret;
        described["oauth_secret"] = app.OAuthSecret;
        return described;
    }

    private JObject Certificate(ApiRequest request)
    {
        if (App(request) != accounts.Deployment)
            throw ApiError.Missing(
                "Only the deployment's application has a certificate from the start. POST one of your own to /apps/{app}/certificates."
            );

        using var certificate = X509Certificate2.CreateFromPem(clientCertificate.CertificatePem);
        return new JObject
        {
            ["client_id"] = accounts.Deployment.ClientId,
            ["thumbprint"] = certificate.GetCertHashString(HashAlgorithmName.SHA1),
            ["thumbprint_sha256"] = certificate.GetCertHashString(HashAlgorithmName.SHA256),
            ["certificate"] = clientCertificate.CertificatePem,
            ["key"] = clientCertificate.KeyPem,
            ["pem"] = clientCertificate.KeyPem + clientCertificate.CertificatePem,
            ["pfx"] = Convert.ToBase64String(clientCertificate.Pfx()),
        };
    }

    private JObject AddCertificate(ApiRequest request)
    {
        var pem = request.Text("certificate") ?? throw ApiError.InvalidParameter("certificate must be a certificate in PEM.");
        var (sha1, sha256) = apps.AddCertificate(App(request), pem);
        return new JObject { ["thumbprint"] = sha1, ["thumbprint_sha256"] = sha256 };
    }

    private JObject AddTrust(ApiRequest request)
    {
        var trust = new FederatedCredential(
            request.Text("name") ?? $"added-{Guid.NewGuid():N}",
            request.RequiredText("issuer"),
            request.RequiredText("subject"),
            request.Text("audience") ?? OidcIssuers.ExchangeAudience
        );
        federated.Add(App(request), trust);
        return trust.ToJson(App(request));
    }

    private JObject Token(ApiRequest request)
    {
        var issuer = Issuer(request.Text("issuer") ?? OidcIssuers.WorkloadIdentity);
        var token = issuers.Issue(
            issuer,
            request.Text("subject") ?? issuers.Subject(issuer),
            request.Text("audience") ?? OidcIssuers.ExchangeAudience,
            request.Number("lifetime_seconds") ?? 3600
        );
        return new JObject { ["token"] = token };
    }

    private JObject ChangeUser(ApiRequest request)
    {
        var name =
            request.Text("client_id")
            ?? request.Text("user_name")
            ?? throw ApiError.InvalidParameter("Missing required field: client_id or user_name");
        var known = users.Get(name);
        var changed = known with
        {
            IsMember = request.Flag("member", known.IsMember),
            Entitlements = Texts(request, "entitlements") ?? known.Entitlements,
            Groups = Texts(request, "groups") ?? known.Groups,
        };
        users.Put(name, changed);
        return changed.ToJson();
    }

    private JObject ChangeVault(ApiRequest request)
    {
        var name = request.RouteValues["name"];
        if (!vaults.Has(name))
            throw ApiError.Missing($"There is no vault {name}.");

        var settings = new JObject();
        foreach (var switchName in new[] { "rbac", "open", "firewall" })
            if (request.Text(switchName) is not null)
                settings[switchName] = request.Flag(switchName);

        vaults.Change(name, settings);
        return settings;
    }

    private static string Issuer(string name) =>
        OidcIssuers.Names.Contains(name)
            ? name
            : throw ApiError.InvalidParameter($"issuer is one of: {string.Join(", ", OidcIssuers.Names)}.");

    private static IReadOnlyList<string>? Texts(ApiRequest request, string name) =>
        request.Parameters[name] is JArray texts ? [.. texts.Select(text => text.ToString())] : null;
}
