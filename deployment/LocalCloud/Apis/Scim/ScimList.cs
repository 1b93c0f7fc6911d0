using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Scim;

/// <summary>A listing: filtered, sorted, one page of it, with the attributes that are asked for.</summary>
internal static class ScimList
{
    private static readonly string[] always = ["schemas", "id"];

    public static ApiResponse Answer(ApiRequest request, IEnumerable<JObject> all)
    {
        var matches = ScimFilter.Read(request.Text("filter"));
        var found = Sorted(all.Where(matches), request).ToList();
        var start = (int)Math.Clamp(request.Number("startIndex") ?? 1, 1, int.MaxValue);
        var count = (int)Math.Clamp(request.Number("count") ?? int.MaxValue, 0, int.MaxValue);
        var shown = found.Skip(start - 1).Take(count).Select(resource => Projected(resource, request)).ToList();
        var page = new JObject
        {
            ["schemas"] = new JArray("urn:ietf:params:scim:api:messages:2.0:ListResponse"),
            ["totalResults"] = found.Count,
            ["startIndex"] = start,
            ["itemsPerPage"] = shown.Count,
        };
        if (shown.Count > 0)
            page["Resources"] = new JArray(shown);

        return ApiResponse.Json(page);
    }

    private static IEnumerable<JObject> Sorted(IEnumerable<JObject> resources, ApiRequest request)
    {
        if (request.Text("sortBy") is not { } field)
            return resources;

        var sorted = resources.OrderBy(
            resource => ScimFilter.Values(resource, field).FirstOrDefault() ?? "",
            StringComparer.OrdinalIgnoreCase
        );
        return request.Text("sortOrder") == "descending" ? sorted.Reverse() : sorted;
    }

    private static JObject Projected(JObject resource, ApiRequest request)
    {
        var (only, without) = (Names(request, "attributes"), Names(request, "excludedAttributes"));
        return new JObject(
            resource
                .Properties()
                .Where(field =>
                    always.Contains(field.Name)
                    || (
                        (only.Length == 0 || only.Contains(field.Name, StringComparer.OrdinalIgnoreCase))
                        && !without.Contains(field.Name, StringComparer.OrdinalIgnoreCase)
                    )
                )
        );
    }

    // A part of an attribute brings the whole of it.
    private static string[] Names(ApiRequest request, string parameter) =>
        [
            .. (request.Text(parameter) ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(name => name.Split('.')[0]),
        ];
}
