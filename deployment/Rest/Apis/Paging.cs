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
}
