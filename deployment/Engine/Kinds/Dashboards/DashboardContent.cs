using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Dashboards;

/// <summary>The content of a dashboard, which the service gives back in its own way.</summary>
internal static class DashboardContent
{
    private const string Pages = "pages";
    private const string PageType = "pageType";

    /// <summary>What the workspace holds, without the types that the service gives to pages whose declaration has none.</summary>
    public static string InShapeOf(string declared, string held)
    {
        if (Parsed(declared)?[Pages] is not JArray wanted || Parsed(held) is not { } content || content[Pages] is not JArray pages)
            return held;

        var untyped = wanted.OfType<JObject>().Where(page => !page.ContainsKey(PageType)).Select(page => Text(page, "name")).ToHashSet();
        var isChanged = false;
        foreach (var page in pages.OfType<JObject>())
            if (Text(page, PageType) == "PAGE_TYPE_CANVAS" && untyped.Contains(Text(page, "name")))
                isChanged |= page.Remove(PageType);

        return isChanged ? content.ToString(Formatting.None) : held;
    }

    private static string? Text(JObject page, string field) => (page[field] as JValue)?.Value as string;

    private static JObject? Parsed(string text)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
            return JObject.Load(reader);
        }
        catch (JsonReaderException)
        {
            return null;
        }
    }
}
