using System.Text;
using System.Text.RegularExpressions;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.KeyVault;

/// <summary>Key Vault's data plane for secrets.</summary>
internal sealed partial class VaultEndpoints(CloudAccounts accounts, ClientCertificate certificate, Vaults vaults) : IEndpoints
{
    private const int ValueLimit = 25 * 1024;
    private const int PageSize = 25;

    public void Map(RouteTable routes)
    {
        Add("GET", "/secrets", request => Page(request, "secrets", Secrets(request).All.Select(secret => ListItem(request, secret))));
        Add("GET", "/secrets/{name}", request => Read(request, Name(request), null));
        Add("PUT", "/secrets/{name}", Set);
        Add("PATCH", "/secrets/{name}", request => Update(request, null));
        Add("DELETE", "/secrets/{name}", request => ApiResponse.Json(DeletedBundle(request, Secrets(request).Delete(Name(request)))));
        Add("GET", "/secrets/{name}/versions", Versions);
        Add("GET", "/secrets/{name}/{version}", request => Read(request, Name(request), request.RouteValues["version"]));
        Add("PATCH", "/secrets/{name}/{version}", request => Update(request, request.RouteValues["version"]));
        Add(
            "GET",
            "/deletedsecrets",
            request => Page(request, "deletedsecrets", Secrets(request).Deleted.Select(secret => DeletedItem(request, secret)))
        );
        Add(
            "GET",
            "/deletedsecrets/{name}",
            request => ApiResponse.Json(DeletedBundle(request, Secrets(request).GetDeleted(Name(request))))
        );
        Add(
            "DELETE",
            "/deletedsecrets/{name}",
            request =>
            {
                Secrets(request).Purge(Name(request));
                return ApiResponse.NoContent;
            }
        );
        Add(
            "POST",
            "/deletedsecrets/{name}/recover",
            request => ApiResponse.Json(Bundle(request, Name(request), Latest(Secrets(request).Recover(Name(request)))))
        );

        void Add(string method, string template, Func<ApiRequest, ApiResponse> endpoint) =>
            routes.Add(method, template, Access.Vault, (request, _) => Task.FromResult(endpoint(request)));
    }

    /// <summary>What a deployment reads before it can sign in.</summary>
    public void Seed()
    {
        vaults.Seed();
        var secrets = vaults.Secrets(accounts.VaultName);
        Set("tenant-id", accounts.TenantId);
        Set("subscription-id", accounts.SubscriptionId);
        Set("client-id", accounts.Deployment.ClientId);
        Set(accounts.ClientSecretName, accounts.Deployment.Secret!);
        Set(accounts.OAuthSecretName, accounts.Deployment.OAuthSecret!);

        void Set(string name, string value)
        {
            if (!secrets.Knows(name))
                secrets.Set(name, new JObject { ["value"] = value });
        }
    }

    private VaultSecrets Secrets(ApiRequest request) => vaults.Secrets(request.Vault);

    // The certificate is put there when it is first asked for, since making its key would cost a start-up.
    private void SeedCertificate(VaultSecrets secrets, string vault, string name)
    {
        if (!string.Equals(vault, accounts.VaultName, StringComparison.OrdinalIgnoreCase) || secrets.Knows(name))
            return;

        if (string.Equals(name, accounts.CertificateSecretName, StringComparison.OrdinalIgnoreCase))
            secrets.Set(
                name,
                new JObject { ["value"] = Convert.ToBase64String(certificate.Pfx()), ["contentType"] = "application/x-pkcs12" }
            );
        else if (string.Equals(name, accounts.PemCertificateSecretName, StringComparison.OrdinalIgnoreCase))
            secrets.Set(
                name,
                new JObject
                {
                    ["value"] = certificate.KeyPem + certificate.CertificatePem,
                    ["contentType"] = "application/x-pem-file",
                }
            );
    }

    private ApiResponse Read(ApiRequest request, string name, string? version)
    {
        SeedCertificate(Secrets(request), request.Vault, name);
        var found = Secrets(request).Version(name, version);
        return (bool)found["attributes"]!["enabled"]!
            ? ApiResponse.Json(Bundle(request, name, found))
            : throw new ApiError(
                403,
                AzureErrors.Body("Forbidden", "Operation get is not allowed on a disabled secret.", "SecretDisabled")
            );
    }

    private ApiResponse Set(ApiRequest request)
    {
        var name = Name(request);
        if (request.Parameters["value"] is not JValue { Type: JTokenType.String } value)
            throw BadParameter("The parameter value is missing or is not a string.");

        if (Encoding.UTF8.GetByteCount((string)value!) > ValueLimit)
            throw BadParameter($"The secret's value is larger than {ValueLimit} bytes.");

        return ApiResponse.Json(Bundle(request, name, Secrets(request).Set(name, request.Parameters)));
    }

    private ApiResponse Update(ApiRequest request, string? version)
    {
        var bundle = Bundle(request, Name(request), Secrets(request).Update(Name(request), version, request.Parameters));
        bundle.Remove("value");
        return ApiResponse.Json(bundle);
    }

    private ApiResponse Versions(ApiRequest request)
    {
        var name = Name(request);
        return Page(
            request,
            $"secrets/{name}/versions",
            Secrets(request).Get(name)["versions"]!.Select(version => Bundle(request, name, (JObject)version))
        );
    }

    private static ApiResponse Page(ApiRequest request, string path, IEnumerable<JObject> items)
    {
        var size = (int)(request.Number("maxresults") ?? PageSize);
        if (size is < 1 or > PageSize)
            throw BadParameter($"maxresults must be between 1 and {PageSize}.");

        // The token is the last id of the page before, so that a secret added meanwhile moves nothing.
        var after = request.Text("$skiptoken") is { } token ? Uri.UnescapeDataString(token) : "";
        var rest = items.Where(item => string.CompareOrdinal(PathOf(item), after) > 0).OrderBy(PathOf, StringComparer.Ordinal).ToList();
        var page = rest.Take(size).ToList();
        foreach (var item in page)
            item.Remove("value");

        var next =
            rest.Count > size
                ? $"{request.BaseUrl}/{path}?api-version={Uri.EscapeDataString(request.Text("api-version") ?? "7.4")}"
                    + $"&$skiptoken={Uri.EscapeDataString(PathOf(page[^1]))}&maxresults={size}"
                : null;
        return ApiResponse.Json(new JObject { ["value"] = new JArray(page), ["nextLink"] = next });
    }

    private static string PathOf(JObject item) => new Uri((string)item["id"]!).AbsolutePath;

    private static JObject ListItem(ApiRequest request, JObject secret)
    {
        var item = Bundle(request, (string)secret["name"]!, Latest(secret));
        item["id"] = $"{request.BaseUrl}/secrets/{secret["name"]}";
        return item;
    }

    private static JObject DeletedBundle(ApiRequest request, JObject secret)
    {
        var bundle = Bundle(request, (string)secret["name"]!, Latest(secret));
        bundle.Remove("value");
        bundle["recoveryId"] = $"{request.BaseUrl}/deletedsecrets/{secret["name"]}";
        bundle["deletedDate"] = secret["deletedDate"];
        bundle["scheduledPurgeDate"] = secret["scheduledPurgeDate"];
        return bundle;
    }

    private static JObject DeletedItem(ApiRequest request, JObject secret)
    {
        var item = DeletedBundle(request, secret);
        item["id"] = $"{request.BaseUrl}/secrets/{secret["name"]}";
        return item;
    }

    private static JObject Bundle(ApiRequest request, string name, JObject version)
    {
        var bundle = (JObject)version.DeepClone();
        bundle.Remove("version");
        bundle["id"] = $"{request.BaseUrl}/secrets/{name}/{version["version"]}";
        return bundle;
    }

    private static JObject Latest(JObject secret) => (JObject)secret["versions"]!.Last!;

    private static string Name(ApiRequest request) =>
        request.RouteValues["name"] is var name && NamePattern().IsMatch(name)
            ? name
            : throw BadParameter($"The request URI contains an invalid name: {name}");

    private static ApiError BadParameter(string message) => new(400, AzureErrors.Body("BadParameter", message));

    [GeneratedRegex(@"\A[0-9a-zA-Z-]{1,127}\z")]
    private static partial Regex NamePattern();
}
