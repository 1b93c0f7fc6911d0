using System.Globalization;
using System.Runtime.CompilerServices;
using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The SCIM API: users, service principals and groups of the workspace.</summary>
public sealed class ScimApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/preview/scim/v2/";
    private const int PageSize = 1000;

    private static readonly AnswerShape Caller = new(
        Text("userName"),
        Text("displayName"),
        Text("applicationId"),
        Objects("groups"),
        Text("groups[].display"),
        Objects("entitlements"),
        Text("entitlements[].value")
    );

    private static readonly AnswerShape Pages = new AnswerShape(Text("id").Needed).In("Resources").With(Number("totalResults"));

    /// <summary>Whom the token belongs to.</summary>
    public Task<JObject> MeAsync(CancellationToken ct) => workspace.ReadAsync(WorkspaceRequest.Get(Root + "Me"), Caller, ct);

    /// <param name="filter">As <c>userName eq "dana@contoso.example"</c>; null for all.</param>
    public IAsyncEnumerable<JObject> UsersAsync(string? filter, CancellationToken ct) => ListAsync("Users", filter, ct);

    /// <param name="filter">As <c>applicationId eq "…"</c>; null for all.</param>
    public IAsyncEnumerable<JObject> ServicePrincipalsAsync(string? filter, CancellationToken ct) =>
        ListAsync("ServicePrincipals", filter, ct);

    /// <param name="filter">As <c>displayName eq "data-engineers"</c>; null for all.</param>
    public IAsyncEnumerable<JObject> GroupsAsync(string? filter, CancellationToken ct) => ListAsync("Groups", filter, ct);

    private async IAsyncEnumerable<JObject> ListAsync(string resource, string? filter, [EnumeratorCancellation] CancellationToken ct)
    {
        // The service may give fewer than were asked for, so only an empty page, or the total, is the end.
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var (start, total) = (1L, long.MaxValue); start <= total;)
        {
            var request = Page(resource, filter, start);
            var page = await workspace.ReadAsync(request, Pages, ct).ConfigureAwait(false);
            if (page["Resources"] is not JArray { Count: > 0 } items)
                yield break;

            var news = items.Cast<JObject>().Where(item => ids.Add((string)item["id"]!)).ToList();
            if (news.Count == 0)
                throw AnswerShape.Unusable(request, "with the same Resources a second time, so that the listing would never end");

            foreach (var item in news)
                yield return item;
            start += items.Count;
            total = (long?)page["totalResults"] ?? long.MaxValue;
        }
    }

    private static WorkspaceRequest Page(string resource, string? filter, long start) =>
        WorkspaceRequest.Get(
            Root + resource,
            ("filter", filter),
            ("startIndex", start.ToString(CultureInfo.InvariantCulture)),
            ("count", PageSize.ToString(CultureInfo.InvariantCulture))
        );
}
