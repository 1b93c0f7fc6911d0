using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Identity;

/// <summary>The tenant's applications: those that every cloud has, those that were added, and the certificates of each.</summary>
internal sealed class AppRegistry(CloudState state, CloudAccounts accounts, ClientCertificate certificate)
{
    private readonly Table added = state.Table("apps");
    private readonly Table certificates = state.Table("app_certificates");

    public CloudApp? Find(string? clientId) =>
        clientId is null
            ? null
            : accounts.Seeded.Append(accounts.Web).FirstOrDefault(app => Same(app.ClientId, clientId))
                ?? Read(added.Get(clientId.ToLowerInvariant()));

    /// <summary>By client id, or by the name <c>deployment</c>, <c>developer</c> or <c>web</c>.</summary>
    /// <exception cref="ApiError">404.</exception>
    public CloudApp Get(string name) =>
        name switch
        {
            "deployment" => accounts.Deployment,
            "developer" => accounts.Developer,
            "web" => accounts.Web,
            _ => Find(name) ?? throw ApiError.Missing($"There is no application {name}."),
        };

    public IEnumerable<CloudApp> All() => accounts.Seeded.Concat(added.All().Select(entry => Read(entry.Value)!));

    public CloudApp Add(string name)
    {
        var app = CloudAccounts.NewApp(name);
        added.Put(
            app.ClientId,
            new JObject
            {
                ["client_id"] = app.ClientId,
                ["object_id"] = app.ObjectId,
                ["app_secret"] = app.Secret,
                ["oauth_secret"] = app.OAuthSecret,
                ["display_name"] = app.DisplayName,
                ["scim_id"] = app.ScimId,
            }
        );
        return app;
    }

    /// <summary>From now on the application may sign in with that certificate's key.</summary>
    /// <returns>The certificate's SHA-1 and SHA-256 thumbprints in hexadecimal.</returns>
    /// <exception cref="ApiError">400 when the text holds no RSA certificate.</exception>
    public (string Sha1, string Sha256) AddCertificate(CloudApp app, string pem)
    {
        using var added = LoadCertificate(pem);
        var sha256 = added.GetCertHashString(HashAlgorithmName.SHA256);
        certificates.Put(
            $"{app.ClientId} {sha256}",
            new JObject { ["client_id"] = app.ClientId, ["certificate"] = Convert.ToBase64String(added.RawData) }
        );
        return (added.GetCertHashString(HashAlgorithmName.SHA1), sha256);
    }

    /// <summary>The registered certificates; the caller disposes of them.</summary>
    public IReadOnlyList<X509Certificate2> Certificates(CloudApp app)
    {
        var found = certificates
            .All()
            .Where(entry => Same((string?)entry.Value["client_id"], app.ClientId))
            .Select(entry => X509CertificateLoader.LoadCertificate(Convert.FromBase64String((string)entry.Value["certificate"]!)))
            .ToList();
        if (app == accounts.Deployment && certificate.IfMade() is { } seeded)
            found.Add(seeded);

        return found;
    }

    private static X509Certificate2 LoadCertificate(string pem)
    {
        try
        {
            var loaded = X509Certificate2.CreateFromPem(pem);
            if (loaded.PublicKey.Oid.Value == "1.2.840.113549.1.1.1")
                return loaded;

            loaded.Dispose();
        }
        catch (CryptographicException error)
        {
            throw ApiError.InvalidParameter($"certificate is not a certificate in PEM: {error.Message}");
        }

        throw ApiError.InvalidParameter("certificate must have an RSA key.");
    }

    private static CloudApp? Read(JObject? app) =>
        app is null
            ? null
            : new CloudApp(
                (string)app["client_id"]!,
                (string)app["object_id"]!,
                (string)app["app_secret"]!,
                (string)app["display_name"]!,
                (string)app["scim_id"]!
            )
            {
                OAuthSecret = (string?)app["oauth_secret"],
            };

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
