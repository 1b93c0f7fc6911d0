using System.Text;
using Layercake.Identity;
using Layercake.Web.Access;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Web.Security.Forwarded;

/// <summary>What App Service authentication says of whoever signed in to it.</summary>
/// <remarks>https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities</remarks>
internal sealed class EasyAuthHeaders : IForwardedIdentity
{
    private const string Principal = "X-MS-CLIENT-PRINCIPAL";
    private const string PrincipalName = "X-MS-CLIENT-PRINCIPAL-NAME";
    private const string AccessToken = "X-MS-TOKEN-AAD-ACCESS-TOKEN";

    private static readonly string Databricks = AzureCloud.Public.DatabricksResource;

    public string Header => Principal;

    public Task<UserIdentity?> ReadAsync(IHeaderDictionary headers, CancellationToken ct) =>
        Task.FromResult(Parse(SingleHeader.Of(headers, Principal)) is { } principal ? Of(principal, headers) : null);

    private static UserIdentity? Of(JObject principal, IHeaderDictionary headers)
    {
        var claims = (principal["claims"] as JArray ?? []).OfType<JObject>().ToList();

        // Which claim has the roles is part of the answer, since App Service gives some claims other names.
        var roles = Values("roles").Concat(Text(principal, "role_typ") is { } type and not "roles" ? Values(type) : []);
        var user = UserIdentity.Of(
            SingleHeader.Of(headers, PrincipalName),
            UserIdentity.EntraMemberships(roles, Values("groups"))
        );
        return user is null ? null : user with { Token = Token(headers) };

        IEnumerable<string> Values(string type) =>
            claims.Where(claim => Text(claim, "typ") == type).Select(claim => Text(claim, "val")).OfType<string>();
    }

    private static UserToken? Token(IHeaderDictionary headers) =>
        SingleHeader.Of(headers, AccessToken) is { } value ? UserToken.For(Databricks, value) : null;

    private static JObject? Parse(string? header)
    {
        if (header is null)
            return null;

        try
        {
            return JObject.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(header)));
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string? Text(JObject of, string name) => of[name] is JValue { Value: string text } ? text : null;
}
