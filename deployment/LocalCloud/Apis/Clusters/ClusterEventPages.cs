using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>clusters/events: by offset and limit, which answer with the next request to send, or by page token.</summary>
internal static class ClusterEventPages
{
    private const int DefaultLimit = 50;
    private const int LargestLimit = 500;

    public static JObject Of(ApiRequest request, string id, IReadOnlyList<JObject> all)
    {
        var types = (request.Parameters["event_types"] as JArray ?? []).Select(type => $"{type}").ToHashSet();
        var (start, end) = (request.Number("start_time") ?? 0, request.Number("end_time") ?? long.MaxValue);
        var found = all.Where(happened => (long)happened["timestamp"]! >= start && (long)happened["timestamp"]! <= end)
            .Where(happened => types.Count == 0 || types.Contains($"{happened["type"]}"))
            .ToList();
        if (request.Text("order") != "ASC")
            found.Reverse();

        return request.Text("page_token") is null && request.Number("page_size") is null
            ? ByOffset(request, found)
            : ByToken(request, id, found);
    }

    private static JObject ByOffset(ApiRequest request, List<JObject> found)
    {
        var offset = (int)Math.Clamp(request.Number("offset") ?? 0, 0, int.MaxValue);
        var limit = Limit(request, "limit");
        var page = Page(found, offset, limit);
        if (offset + limit < found.Count)
            page["next_page"] = new JObject(request.Parameters) { ["offset"] = offset + limit, ["limit"] = limit };

        page["total_count"] = found.Count;
        return page;
    }

    private static JObject ByToken(ApiRequest request, string id, List<JObject> found)
    {
        var offset = PageToken.Offset(request.Text("page_token"), id);
        var size = Limit(request, "page_size");
        var page = Page(found, offset, size);
        page["next_page_token"] = offset + size < found.Count ? PageToken.Of(offset + size, id) : "";
        page["prev_page_token"] = offset > 0 ? PageToken.Of(Math.Max(0, offset - size), id) : "";
        page["total_count"] = 0;
        return page;
    }

    private static JObject Page(List<JObject> found, int offset, int limit)
    {
        var shown = found.Skip(offset).Take(limit).ToList();
        return shown.Count == 0 ? [] : new JObject { ["events"] = new JArray(shown) };
    }

    private static int Limit(ApiRequest request, string name) =>
        request.Number(name) switch
        {
            null or 0 => DefaultLimit,
            < 0 or > LargestLimit => throw ClusterErrors.Invalid($"{name} must be between 0 and {LargestLimit}."),
            var limit => (int)limit,
        };
}
