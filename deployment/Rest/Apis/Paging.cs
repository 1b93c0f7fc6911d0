using System.Runtime.CompilerServices;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Apis;

/// <summary>What list calls have in common.</summary>
internal static class Paging
{
    /// <summary>Follows <c>next_page_token</c> until it is absent or empty.</summary>
    public static async IAsyncEnumerable<JObject> PagesAsync(
        this WorkspaceClient workspace, Func<string?, WorkspaceRequest> request, [EnumeratorCancellation] CancellationToken ct)
    {
        string? token = null;
        do
        {
            var page = await workspace.SendAsync(request(token), ct).ConfigureAwait(false);
            yield return page;
            token = NextPage(page);
        }
        while (token is not null);
    }

    /// <summary>The objects under <paramref name="name"/> of all pages.</summary>
    public static async IAsyncEnumerable<JObject> ItemsAsync(
        this WorkspaceClient workspace, string name, Func<string?, WorkspaceRequest> request, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var page in workspace.PagesAsync(request, ct).ConfigureAwait(false))
        {
            foreach (var item in page.Items(name))
                yield return item;
        }
    }

    /// <summary>An object whose lists come in pages, put together.</summary>
    /// <param name="holder">What the lists are in, of a page.</param>
    public static async Task<JObject> WholeAsync(
        this WorkspaceClient workspace, Func<string?, WorkspaceRequest> request, Func<JObject, JObject?> holder, IReadOnlyList<string> lists, CancellationToken ct)
    {
        JObject? whole = null;
        await foreach (var page in workspace.PagesAsync(request, ct).ConfigureAwait(false))
        {
            if (whole is null)
                whole = page;
            else if (holder(page) is { } more && holder(whole) is { } all)
                Append(more, all, lists);
        }

        whole!.Remove("next_page_token");
        whole.Remove("has_more");
        return whole;
    }

    /// <summary>Sends a create and reads the id out of its answer.</summary>
    public static async Task<string> CreateAsync(this WorkspaceClient workspace, WorkspaceRequest request, string idField, CancellationToken ct) =>
        (string)(await workspace.SendAsync(request, ct).ConfigureAwait(false)).Required(request, idField)!;

    public static string? NextPage(JObject page) => (string?)page["next_page_token"] is { Length: > 0 } next ? next : null;

    /// <summary>An empty list is left out of an answer, not sent as <c>[]</c>.</summary>
    public static IEnumerable<JObject> Items(this JObject page, string name) => page[name]?.OfType<JObject>() ?? [];

    /// <summary>A field without which the answer is useless.</summary>
    public static JToken Required(this JObject answer, WorkspaceRequest request, string name) =>
        answer[name] is JValue { Value: not null } value
            ? value
            : throw new WorkspaceApiException($"{request} answered 200 without {name}.")
            {
                Method = request.Method.Method,
                Path = request.Path,
                Status = 200,
                ServiceMessage = $"The answer holds no {name}",
                OutcomeUnknown = request.Repeat == Repeat.Unsafe,
            };

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
