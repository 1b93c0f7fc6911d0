namespace Layercake.LocalCloud.Http;

/// <summary>What a request line asks for: the path as it was sent, and the query decoded.</summary>
/// <param name="EncodedPath">An encoded slash is still encoded, so it stays inside its segment.</param>
internal sealed record Target(string EncodedPath, string QueryText, IReadOnlyList<KeyValuePair<string, string>> Query)
{
    public string Path { get; } = Uri.UnescapeDataString(EncodedPath);

    /// <summary>Path and query as sent.</summary>
    public string Raw => QueryText.Length == 0 ? EncodedPath : $"{EncodedPath}?{QueryText}";

    public static Target Parse(string rawTarget)
    {
        // A client that believes it talks to a proxy names the host as well.
        if (
            rawTarget.Contains("://", StringComparison.Ordinal)
            && !rawTarget.StartsWith('/')
            && Uri.TryCreate(rawTarget, UriKind.Absolute, out var absolute)
        )
            rawTarget = absolute.PathAndQuery;

        var mark = rawTarget.IndexOf('?', StringComparison.Ordinal);
        return mark < 0
            ? new Target(rawTarget, "", [])
            : new Target(rawTarget[..mark], rawTarget[(mark + 1)..], Pairs(rawTarget[(mark + 1)..]));
    }

    /// <summary>The pairs of a query or of a form body: <c>+</c> is a space, and empty pairs are skipped.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Pairs(string text) =>
        [
            .. text.Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('=', 2))
                .Select(pair => KeyValuePair.Create(Decode(pair[0]), pair.Length > 1 ? Decode(pair[1]) : "")),
        ];

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
