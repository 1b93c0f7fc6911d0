using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Layercake.Bench.Clients;

/// <summary>
/// Reads answers by paths such as <c>settings.tasks.0.task_key</c>; <c>any</c> stands for some entry of a list, <c>count</c> for its
/// length, nothing for all.
/// </summary>
internal static partial class Values
{
    /// <summary>Puts what earlier calls answered for <c>${name.path}</c>; a text that is one reference keeps its type.</summary>
    public static JsonNode? Resolve(JsonNode? value, JsonNode known) =>
        value switch
        {
            JsonObject fields => new JsonObject(
                fields.Select(field => new KeyValuePair<string, JsonNode?>(field.Key, Resolve(field.Value, known)))
            ),
            JsonArray items => new JsonArray([.. items.Select(item => Resolve(item, known))]),
            JsonValue text when text.TryGetValue<string>(out var written) => Resolved(written, known),
            _ => value?.DeepClone(),
        };

    /// <param name="wanted"><c>"*"</c> is anything that is there, null that nothing is.</param>
    public static bool Holds(JsonNode? value, string path, JsonNode? wanted)
    {
        var found = All(value, path.Length == 0 ? [] : path.Split('.')).ToList();
        if (wanted is null)
            return found.TrueForAll(item => item is null);

        return wanted is JsonValue text && text.TryGetValue<string>(out var written) && written == "*"
            ? found.Exists(item => item is not null)
            : found.Exists(item => JsonNode.DeepEquals(item, wanted));
    }

    private static JsonNode? Resolved(string written, JsonNode known)
    {
        var whole = Reference().Match(written);
        if (whole.Success && whole.Length == written.Length)
            return Find(known, whole)?.DeepClone();

        return JsonValue.Create(Reference().Replace(written, match => $"{Find(known, match)}"));
    }

    private static JsonNode? Find(JsonNode known, Match reference) => All(known, reference.Groups[1].Value.Split('.')).FirstOrDefault();

    private static IEnumerable<JsonNode?> All(JsonNode? value, string[] path) =>
        (value, path) switch
        {
            (_, []) => [value],
            (JsonArray items, ["any", .. var below]) => items.SelectMany(item => All(item, below)),
            (JsonArray items, ["count", .. var below]) => All(JsonValue.Create(items.Count), below),
            (JsonArray items, [var place, .. var below])
                when int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < items.Count => All(
                items[index],
                below
            ),
            (JsonObject fields, [var name, .. var below]) when fields.ContainsKey(name) => All(fields[name], below),
            _ => [],
        };

    [GeneratedRegex(@"\$\{([^}]+)\}")]
    private static partial Regex Reference();
}
