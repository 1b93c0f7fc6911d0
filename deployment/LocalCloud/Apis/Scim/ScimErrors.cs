using System.Globalization;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Scim;

/// <summary>Refusals in SCIM's own shape.</summary>
internal static class ScimErrors
{
    public static ApiError Missing(string what, string id) => Of(404, $"{what} with id {id} not found.", null);

    public static ApiError Exists(string what) => Of(409, $"{what} already exists.", "uniqueness");

    public static ApiError Of(int status, string detail, string? scimType)
    {
        var body = new JObject
        {
            ["schemas"] = new JArray("urn:ietf:params:scim:api:messages:2.0:Error"),
            ["detail"] = detail,
            ["status"] = status.ToString(CultureInfo.InvariantCulture),
        };
        if (scimType is not null)
            body["scimType"] = scimType;

        return new ApiError(status, body);
    }
}
