using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
internal sealed class IdentityAdminEndpoints(Cloud cloud) : IEndpoints
{
    public void Map(RouteTable routes)
    {
        Add("GET", "/apps", _ => new JArray(cloud.Apps.All().Select(Describe)));
        Add("POST", "/apps", AddApp);
        Add("GET", "/apps/{app}/certificate", Certificate);
        Add("POST", "/apps/{app}/certificates", AddCertificate);
        Add(
            "GET",
            "/apps/{app}/federated-credentials",
            request => new JArray(cloud.Federated.Of(App(request)).Select(trust => trust.ToJson(App(request))))
        );
        Add("POST", "/apps/{app}/federated-credentials", AddTrust);
        Add(
            "DELETE",
            "/apps/{app}/federated-credentials/{name}",
            request => new JObject { ["removed"] = cloud.Federated.Remove(App(request), request.RouteValues["name"]) }
        );
        Add("GET", "/federated-token", Token);
        Add(
            "POST",
            "/oidc/{issuer}",
            request =>
            {
                cloud.Issuers.SetSubject(Issuer(request.RouteValues["issuer"]), request.RequiredText("subject"));
                return new JObject();
            }
        );
        Add("POST", "/workspace-users", ChangeUser);
        Add("POST", "/vaults/{name}", ChangeVault);

        void Add(string method, string path, Func<ApiRequest, JToken> endpoint) =>
            routes.Add(
                method,
                Cloud.AdminPath + path,
                Access.Anonymous,
                (request, _) => Task.FromResult(ApiResponse.Json(endpoint(request)))
            );
    }

    private CloudApp App(ApiRequest request) => cloud.Apps.Get(request.RouteValues["app"]);

    private static JObject Describe(CloudApp app) =>
        new()
        {
            ["client_id"] = app.ClientId,
            ["object_id"] = app.ObjectId,
            ["display_name"] = app.DisplayName,
        };

    private JObject AddApp(ApiRequest request)
    {
        var app = cloud.Apps.Add(request.Text("display_name") ?? "added");
        var described = Describe(app);
        described["client_secret"] = app.Secret;
        described["oauth_secret"] = app.OAuthSecret;
        return described;
    }

    private JObject Certificate(ApiRequest request)
    {
        if (App(request) != cloud.Accounts.Deployment)
            throw ApiError.Missing(
                "Only the deployment's application has a certificate from the start. POST one of your own to /apps/{app}/certificates."
            );

        using var certificate = X509Certificate2.CreateFromPem(cloud.Certificate.CertificatePem);
        return new JObject
        {
            ["client_id"] = cloud.Accounts.Deployment.ClientId,
            ["thumbprint"] = certificate.GetCertHashString(HashAlgorithmName.SHA1),
            ["thumbprint_sha256"] = certificate.GetCertHashString(HashAlgorithmName.SHA256),
            ["certificate"] = cloud.Certificate.CertificatePem,
            ["key"] = cloud.Certificate.KeyPem,
            ["pem"] = cloud.Certificate.KeyPem + cloud.Certificate.CertificatePem,
            ["pfx"] = Convert.ToBase64String(cloud.Certificate.Pfx()),
        };
    }

    private JObject AddCertificate(ApiRequest request)
    {
        var pem = request.Text("certificate") ?? throw ApiError.InvalidParameter("certificate must be a certificate in PEM.");
        var (sha1, sha256) = cloud.Apps.AddCertificate(App(request), pem);
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
        cloud.Federated.Add(App(request), trust);
        return trust.ToJson(App(request));
    }

    private JObject Token(ApiRequest request)
    {
        var issuer = Issuer(request.Text("issuer") ?? OidcIssuers.WorkloadIdentity);
        var token = cloud.Issuers.Issue(
            issuer,
            request.Text("subject") ?? cloud.Issuers.Subject(issuer),
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
        var known = cloud.Users.Get(name);
        var changed = known with
        {
            IsMember = request.Flag("member", known.IsMember),
            Entitlements = Texts(request, "entitlements") ?? known.Entitlements,
            Groups = Texts(request, "groups") ?? known.Groups,
        };
        cloud.Users.Put(name, changed);
        return changed.ToJson();
    }

    private JObject ChangeVault(ApiRequest request)
    {
        var name = request.RouteValues["name"];
        if (!cloud.Vaults.Has(name))
            throw ApiError.Missing($"There is no vault {name}.");

        var settings = new JObject();
        foreach (var switchName in new[] { "rbac", "open", "firewall" })
            if (request.Text(switchName) is not null)
                settings[switchName] = request.Flag(switchName);

        cloud.Vaults.Change(name, settings);
        return settings;
    }

    private static string Issuer(string name) =>
        OidcIssuers.Names.Contains(name)
            ? name
            : throw ApiError.InvalidParameter($"issuer is one of: {string.Join(", ", OidcIssuers.Names)}.");

    private static IReadOnlyList<string>? Texts(ApiRequest request, string name) =>
        request.Parameters[name] is JArray texts ? [.. texts.Select(text => text.ToString())] : null;
}
