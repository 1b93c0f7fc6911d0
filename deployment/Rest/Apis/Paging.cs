using System.Runtime.CompilerServices;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Apis;

/// <summary>What list calls have in common.</summary>
internal static class Paging
{
    private const string Next = "next_page_token";

    private static readonly AnswerField Token = AnswerField.Text(Next);

    /// <summary>Sends a request whose answer is read by name.</summary>
    public static async Task<JObject> ReadAsync(
        this WorkspaceClient workspace,
        WorkspaceRequest request,
        AnswerShape shape,
        CancellationToken ct
    ) => shape.Checked(request, await workspace.SendAsync(request, ct).ConfigureAwait(false));

    /// <summary>Follows <c>next_page_token</c> until it is absent or empty.</summary>
    /// <param name="shape">What is read of a page.</param>
    public static async IAsyncEnumerable<JObject> PagesAsync(
        this WorkspaceClient workspace,
        Func<string?, WorkspaceRequest> request,
        AnswerShape shape,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var (whole, seen) = (shape.With(Token), new HashSet<string>(StringComparer.Ordinal));
        for (string? token = null; ;)
        {
            var asked = request(token);
            var page = await workspace.ReadAsync(asked, whole, ct).ConfigureAwait(false);
            yield return page;
            token = (string?)page[Next];
            if (token is null or "")
                yield break;
            if (!seen.Add(token))
                throw AnswerShape.Unusable(asked, $"with the same {Next} a second time, so that the listing would never end");
        }
    }

    /// <summary>
    /// The objects under <paramref name="name"/> of all pages; one that is listed twice, as a page moves while it is read, is given once.
    /// </summary>
    /// <param name="item">What is read of each.</param>
    public static async IAsyncEnumerable<JObject> ItemsAsync(
        this WorkspaceClient workspace,
        string name,
        string idField,
        AnswerShape item,
        Func<string?, WorkspaceRequest> request,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var page in workspace.PagesAsync(request, item.In(name), ct).ConfigureAwait(false))
        {
            foreach (var entry in page.Items(name))
                if (ids.Add((string)entry[idField]!))
                    yield return entry;
        }
    }

    /// <summary>The objects under <paramref name="name"/> of an answer that has no pages.</summary>
    public static async Task<IReadOnlyList<JObject>> ListAsync(
        this WorkspaceClient workspace,
        string name,
        AnswerShape item,
        WorkspaceRequest request,
        CancellationToken ct
    ) => [.. (await workspace.ReadAsync(request, item.In(name), ct).ConfigureAwait(false)).Items(name)];

    /// <summary>An object whose lists come in pages, put together.</summary>
    /// <param name="holder">What the lists are in, of a page.</param>
    public static async Task<JObject> WholeAsync(
        this WorkspaceClient workspace,
        Func<string?, WorkspaceRequest> request,
        Func<JObject, JObject?> holder,
        IReadOnlyList<string> lists,
        AnswerShape shape,
        CancellationToken ct
    )
    {
        JObject? whole = null;
        await foreach (var page in workspace.PagesAsync(request, shape, ct).ConfigureAwait(false))
        {
            if (whole is null)
                whole = page;
            else if (holder(page) is { } more && holder(whole) is { } all)
                Append(more, all, lists);
        }

        whole!.Remove(Next);
        whole.Remove("has_more");
        return whole;
    }

    /// <summary>Sends a create and reads the id out of its answer.</summary>
    public static async Task<string> CreateAsync(
        this WorkspaceClient workspace,
        WorkspaceRequest request,
        string idField,
        CancellationToken ct
    ) =>
        (string)(await workspace.ReadAsync(request, new AnswerShape(AnswerField.Text(idField).Needed), ct).ConfigureAwait(false))[idField]!;

    /// <summary>Sends a request that starts or makes something, and reads the number by which it is known.</summary>
    public static async Task<long> StartAsync(
        this WorkspaceClient workspace,
        WorkspaceRequest request,
        string idField,
        CancellationToken ct
    ) =>
        (long)(await workspace.ReadAsync(request, new AnswerShape(AnswerField.Number(idField).Needed), ct).ConfigureAwait(false))[idField]!;

    /// <summary>An empty list is left out of an answer, not sent as <c>[]</c>.</summary>
    private static IEnumerable<JObject> Items(this JObject page, string name) => page[name]?.Cast<JObject>() ?? [];

    private static void Append(JObject page, JObject whole, IReadOnlyList<string> lists)
    {
        foreach (var name in lists)
        {
            if (page[name] is not JArray more)
                continue;
            if (whole[name] is JArray list)
                list.Merge(more, new JsonMergeSettings { MergeArrayHandling = MergeArrayHandling.Concat });
            else
                whole[name] = more;
        }
    }
}
