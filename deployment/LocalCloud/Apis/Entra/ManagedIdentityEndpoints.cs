using System.Globalization;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Entra;

/// <summary>Tokens without any secret: the Instance Metadata Service of a virtual machine, and App Service's endpoint.</summary>
internal sealed class ManagedIdentityEndpoints(CloudAccounts accounts, Tokens tokens, CloudUrls urls, TimeProvider clock) : IEndpoints
{
    private static readonly string[] ClientIds = ["client_id"];
    private static readonly string[] ObjectIds = ["object_id", "principal_id"];
    private static readonly string[] ResourceIds = ["msi_res_id", "mi_res_id"];

    public void Map(RouteTable routes)
    {
        routes.Add("GET", "/metadata/identity/oauth2/token", Access.Anonymous, (request, _) => Task.FromResult(Metadata(request)));
        routes.Add("GET", "/msi/token", Access.Anonymous, (request, _) => Task.FromResult(AppService(request)));
    }

    private ApiResponse Metadata(ApiRequest request)
    {
        // So that a page in a browser, or a proxy led astray, gets nothing.
        if (!string.Equals(request.Headers.GetValueOrDefault("Metadata"), "true", StringComparison.OrdinalIgnoreCase))
            throw Error(400, "invalid_request", "Required metadata header not specified");

        return ApiResponse.Json(Token(request));
    }

    private ApiResponse AppService(ApiRequest request)
    {
        if (request.Headers.GetValueOrDefault("X-IDENTITY-HEADER") != accounts.IdentityHeader)
            return new ApiResponse { Status = 401 };

        return ApiResponse.Json(Token(request));
    }

    private JObject Token(ApiRequest request)
    {
        if (request.Text("api-version") is null)
            throw Error(400, "invalid_request", "Required query variable 'api-version' is missing");

        var resource = request.Text("resource") ?? throw Error(400, "invalid_request", "Required query variable 'resource' is missing");
        var identity = Identity(request) ?? throw Error(400, "invalid_request", "Identity not found");
        var audience =
            Audiences.Find(resource, urls)
            ?? throw Error(
                400,
                "invalid_resource",
                $"AADSTS500011: The resource principal named {resource} was not found in the tenant named {accounts.TenantId}."
            );
        var (now, lifetime) = (clock.GetUtcNow().ToUnixTimeSeconds(), tokens.Lifetime);

        // All numbers are text here.
        return new JObject
        {
            ["access_token"] = tokens.Issue(identity, audience, $"https://sts.windows.net/{accounts.TenantId}/", "1.0"),
            ["client_id"] = identity.ClientId,
            ["expires_in"] = Text(lifetime),
            ["expires_on"] = Text(now + lifetime),
            ["ext_expires_in"] = Text(lifetime),
            ["not_before"] = Text(now),
            ["resource"] = resource,
            ["token_type"] = "Bearer",
        };
    }

    private CloudApp? Identity(ApiRequest request)
    {
        var userAssigned = accounts.UserAssignedIdentity;
        var asked = new[]
        {
            (ClientIds, userAssigned.ClientId),
            (ObjectIds, userAssigned.ObjectId),
            (ResourceIds, accounts.UserAssignedIdentityResourceId),
        }
            .SelectMany(kind => kind.Item1.Select(name => (Value: request.Text(name), Wanted: kind.Item2)))
            .Where(pair => pair.Value is not null)
            .ToList();
        if (asked.Count == 0)
            return accounts.SystemAssignedIdentity;

        return asked.All(pair => string.Equals(pair.Value, pair.Wanted, StringComparison.OrdinalIgnoreCase)) ? userAssigned : null;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static ApiError Error(int status, string error, string description) =>
        new(status, new JObject { ["error"] = error, ["error_description"] = description });
}
