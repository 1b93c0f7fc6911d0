using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>Objects of the service, page by page, and each read alone.</summary>
internal static class CatalogueListing
{
    /// <param name="size">The parameter that asks for large pages.</param>
    /// <param name="field">Of the listing, with the objects.</param>
    /// <param name="id">Of an object.</param>
    public static async Task<IReadOnlyList<JObject>> EachAsync(
        LocalCloudFixture cloud,
        string address,
        string size,
        string field,
        string id
    )
    {
        var listed = new List<JObject>();
        for (string? page = "", more = ""; page is not null; more = $"&page_token={page}")
        {
            var answer = await cloud.GetAsync($"{address}?{size}{more}");
            listed.AddRange(In(answer, field));
            page = (string?)answer["next_page_token"];
        }

        return await Task.WhenAll(listed.Select(one => cloud.GetAsync($"{address}/{one[id]}")));
    }

    public static IEnumerable<JObject> In(JObject answer, string field) => (answer[field] as JArray ?? []).Cast<JObject>();
}
