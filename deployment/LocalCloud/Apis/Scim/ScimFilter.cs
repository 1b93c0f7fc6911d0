using System.Text.RegularExpressions;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Scim;

/// <summary>Filters: comparisons with eq, ne, co and sw, joined by and, which binds tighter, and or.</summary>
internal static partial class ScimFilter
{
    /// <exception cref="ApiError">400 invalidFilter.</exception>
    public static Func<JObject, bool> Read(string? filter)
    {
        if (filter is null)
            return _ => true;

        var alternatives = new List<List<Func<JObject, bool>>> { new() };
        var rest = filter.Trim();
        while (true)
        {
            if (Comparison().Match(rest) is not { Success: true } comparison)
                throw Invalid(filter);

            alternatives[^1].Add(Compare(comparison));
            rest = rest[comparison.Length..];
            if (rest.Length == 0)
                return resource => alternatives.Any(all => all.All(holds => holds(resource)));

            if (Connector().Match(rest) is not { Success: true } connector)
                throw Invalid(filter);

            if (connector.Groups["word"].Value.Equals("or", StringComparison.OrdinalIgnoreCase))
                alternatives.Add([]);
            rest = rest[connector.Length..];
        }
    }

    /// <summary>The texts under an attribute such as <c>userName</c> or <c>emails.value</c>, whose names may be in any case.</summary>
    public static IEnumerable<string> Values(JToken resource, string path) =>
        path.Split('.')
            .Aggregate<string, IEnumerable<JToken>>(
                [resource],
                (tokens, name) =>
                    tokens
                        .SelectMany(token => token is JArray list ? list : Enumerable.Repeat(token, 1))
                        .Select(token => (token as JObject)?.GetValue(name, StringComparison.OrdinalIgnoreCase))
                        .OfType<JToken>()
            )
            .Select(token => token.ToString());

    private static Func<JObject, bool> Compare(Match comparison)
    {
        var (path, value) = (
            comparison.Groups["path"].Value,
            comparison.Groups["text"].Success ? comparison.Groups["text"].Value : comparison.Groups["word"].Value
        );
        Func<string, bool> holds = comparison.Groups["op"].Value.ToLowerInvariant() switch
        {
            "co" => actual => actual.Contains(value, StringComparison.OrdinalIgnoreCase),
            "sw" => actual => actual.StartsWith(value, StringComparison.OrdinalIgnoreCase),
            _ => actual => actual.Equals(value, StringComparison.OrdinalIgnoreCase),
        };
        return comparison.Groups["op"].Value.Equals("ne", StringComparison.OrdinalIgnoreCase)
            ? resource => !Values(resource, path).Any(holds)
            : resource => Values(resource, path).Any(holds);
    }

    private static ApiError Invalid(string filter) => ScimErrors.Of(400, $"The filter is not supported: {filter}", "invalidFilter");

    // Quoted in the standard's way, or in that of public clients.
    [GeneratedRegex(
        """^(?<path>[A-Za-z$][\w.]*)\s+(?<op>eq|ne|co|sw)\s+("(?<text>[^"]*)"|'(?<text>[^']*)'|(?<word>[\w.@-]+))""",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Comparison();

    [GeneratedRegex(@"^\s+(?<word>and|or)\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Connector();
}
