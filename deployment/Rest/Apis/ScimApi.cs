using System.Globalization;
using System.Runtime.CompilerServices;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Apis;

/// <summary>The SCIM API: users, service principals and groups of the workspace.</summary>
public sealed class ScimApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/preview/scim/v2/";
    private const int PageSize = 1000;

    /// <summary>Whom the token belongs to.</summary>
    public Task<JObject> MeAsync(CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Get(Root + "Me"), ct);

    /// <param name="filter">As <c>userName eq "dana@contoso.example"</c>; null for all.</param>
    public IAsyncEnumerable<JObject> UsersAsync(string? filter, CancellationToken ct) => ListAsync("Users", filter, ct);

    /// <param name="filter">As <c>applicationId eq "…"</c>; null for all.</param>
    public IAsyncEnumerable<JObject> ServicePrincipalsAsync(string? filter, CancellationToken ct) => ListAsync("ServicePrincipals", filter, ct);

    /// <param name="filter">As <c>displayName eq "data-engineers"</c>; null for all.</param>
    public IAsyncEnumerable<JObject> GroupsAsync(string? filter, CancellationToken ct) => ListAsync("Groups", filter, ct);

    private async IAsyncEnumerable<JObject> ListAsync(string resource, string? filter, [EnumeratorCancellation] CancellationToken ct)
    {
        // The service may give fewer than were asked for, so only an empty page, or the total, is the end.
        for (var (start, total) = (1, int.MaxValue); start <= total;)
        {
            var page = await workspace.SendAsync(Page(resource, filter, start), ct).ConfigureAwait(false);
            var items = page.Items("Resources").ToList();
            if (items.Count == 0)
                yield break;

            foreach (var item in items)
                yield return item;
            start += items.Count;
            total = (int?)page["totalResults"] ?? int.MaxValue;
        }
    }

    private static WorkspaceRequest Page(string resource, string? filter, int start) => WorkspaceRequest.Get(
        Root + resource,
        ("filter", filter),
        ("startIndex", start.ToString(CultureInfo.InvariantCulture)),
        ("count", PageSize.ToString(CultureInfo.InvariantCulture)));
}
