using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Objects;

/// <summary>Listings in pages by token; the last page has none, and an empty one no list.</summary>
/// <param name="Field">What the list is called in the answer.</param>
/// <param name="SizeParameter">What the wanted size of a page is called.</param>
/// <param name="Usual">The size when none is asked for.</param>
/// <param name="Largest">What a larger size is cut to.</param>
internal sealed record ObjectPages(string Field, string SizeParameter = "page_size", int Usual = 20, int Largest = 100)
{
    /// <param name="scope">What the listing was filtered and sorted by, so that a token of another is refused.</param>
    public ApiResponse Answer<T>(ApiRequest request, IReadOnlyList<T> found, Func<T, JObject> view, string scope = "")
    {
        var owner = $"{Field}:{scope}";
        var offset = PageToken.Offset(request.Text("page_token"), owner);
        var size = request.Number(SizeParameter) is { } wanted and > 0 ? (int)Math.Min(wanted, Largest) : Usual;

        var page = new JObject();
        var shown = found.Skip(offset).Take(size).Select(view).ToList();
        if (shown.Count > 0)
            page[Field] = new JArray(shown);
        if (found.Count - offset > size)
            page["next_page_token"] = PageToken.Of(offset + size, owner);

        return ApiResponse.Json(page);
    }
}
