using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>One page of <c>jobs/list</c> or <c>runs/list</c>, by token or by the older <c>offset</c>.</summary>
internal sealed record ListPage(IReadOnlyList<JObject> Items, bool HasMore, string? Next, string? Previous)
{
    /// <param name="what"><c>jobs</c> or <c>runs</c>; a token of the one does not open the other.</param>
    public static ListPage Of(
        NewestFirst index,
        string what,
        ApiRequest request,
        string? group,
        int limit,
        Func<JObject, bool>? where = null
    )
    {
        var token = request.Text("page_token");
        var from =
            token is null ? NewestFirst.Cursor.Start
            : PageToken.TryRead(token, $"{what}-after") is { } after ? new NewestFirst.Cursor(after, Newer: true)
            : new NewestFirst.Cursor(PageToken.Read(token, $"{what}-before"), Newer: false);
        var offset = token is null ? request.Number("offset") ?? 0 : 0;
        JobChecks.Require(offset is >= 0 and <= int.MaxValue, "offset must not be negative.");

        var items = index.Take(group, from, (int)offset, limit, where);
        if (items.Count == 0)
            return new ListPage([], HasMore: false, null, null);

        var (newest, oldest) = ((long)items[0][NewestFirst.OrderField]!, (long)items[^1][NewestFirst.OrderField]!);
        var older = index.Take(group, new NewestFirst.Cursor(oldest, Newer: false), 0, 1, where).Count > 0;
        var newer =
            (token is not null || offset > 0) && index.Take(group, new NewestFirst.Cursor(newest, Newer: true), 0, 1, where).Count > 0;
        return new ListPage(
            items,
            older,
            older ? PageToken.Of(oldest, $"{what}-before") : null,
            newer ? PageToken.Of(newest, $"{what}-after") : null
        );
    }

    /// <summary>The limit asked for, or an error when it is out of range.</summary>
    public static int Limit(ApiRequest request, int lowest, int highest, int otherwise)
    {
        var limit = request.Number("limit") ?? otherwise;
        JobChecks.Require(limit >= lowest && limit <= highest, $"Invalid limit: {limit}. It must be between {lowest} and {highest}.");
        return (int)limit;
    }

    public JObject Answer(string what, Func<JObject, JObject> view)
    {
        var answer = new JObject();
        if (Items.Count > 0)
            answer[what] = new JArray(Items.Select(view));
        answer["has_more"] = HasMore;
        if (Next is not null)
            answer["next_page_token"] = Next;
        if (Previous is not null)
            answer["prev_page_token"] = Previous;

        return answer;
    }
}
