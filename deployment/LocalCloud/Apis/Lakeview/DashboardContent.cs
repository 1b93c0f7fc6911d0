using Layercake.LocalCloud.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Lakeview;

/// <summary>
/// The content of a dashboard as the service gives it back: as it was sent where nothing is added to it, written anew otherwise, and always
/// with a line end.
/// </summary>
internal static class DashboardContent
{
    /// <param name="catalog">What the datasets get; null leaves them as they are.</param>
    /// <param name="schema"><inheritdoc cref="Normalised" path="/param[@name='catalog']"/></param>
    /// <exception cref="ApiError">400 when it is no JSON object.</exception>
    public static string Normalised(string sent, string? catalog, string? schema)
    {
        var content = Parsed(sent) ?? throw ApiError.InvalidParameter("serialized_dashboard is not valid JSON.");
        var before = content.Copy();
        foreach (var page in content.Objects("pages"))
            page.Default("pageType", "PAGE_TYPE_CANVAS");
        foreach (var dataset in content.Objects("datasets"))
        {
            Set(dataset, "catalog", catalog);
            Set(dataset, "schema", schema);
        }

        var isChanged = content.Count == 0 || !JToken.DeepEquals(before, content);
        return (isChanged ? content.ToString(Formatting.None) : sent).TrimEnd('\n') + "\n";
    }

    private static void Set(JObject dataset, string field, string? value)
    {
        if (value is not null)
            dataset[field] = value;
    }

    private static JObject? Parsed(string text)
    {
        try
        {
            return Json.ParseAny(text) as JObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
