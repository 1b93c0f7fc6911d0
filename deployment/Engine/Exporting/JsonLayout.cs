using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>Writes documents in a stable layout that stays as near as possible to the earlier text of the file.</summary>
internal static class JsonLayout
{
    private static readonly string[] First = ["name", "cluster_name", "task_key", "job_cluster_key", "environment_key"];

    private static readonly string[] Last = ["job_clusters", "tasks"];

    /// <summary>Indented by two blanks, with <c>\n</c> as line end on every system and at the end of the file.</summary>
    public static string Text(JObject document)
    {
        using var text = new StringWriter { NewLine = "\n" };
        using (var writer = new JsonTextWriter(text) { Formatting = Formatting.Indented, Indentation = 2 })
            document.WriteTo(writer);

        return text + "\n";
    }

    /// <summary>Fields in the order of the earlier document; others with names first, tasks last, the rest by the alphabet.</summary>
    /// <param name="before">The content of the file so far; null for a new file.</param>
    public static JObject Ordered(JObject document, JObject? before, FieldRules rules) => (JObject)Ordered(document, before, rules, "");

    private static JToken Ordered(JToken token, JToken? before, FieldRules rules, string pattern) =>
        token switch
        {
            JObject document => new JObject(
                document
                    .Properties()
                    .OrderBy(field => Place(before as JObject, field.Name))
                    .ThenBy(field => Rank(field.Name))
                    .ThenBy(field => field.Name, StringComparer.Ordinal)
                    .Select(field => new JProperty(
                        field.Name,
                        Ordered(
                            field.Value,
                            (before as JObject)?[field.Name],
                            rules,
                            FieldTree.Join(pattern, field.Name)
                        )
                    ))
            ),
            JArray list when rules.KeyOf(pattern) is { } key => Keyed(list, before as JArray, key, rules, pattern + "[*]"),
            JArray list => new JArray(
                list.Select(
                    (entry, i) => Ordered(entry, before is JArray other && i < other.Count ? other[i] : null, rules, pattern + "[*]")
                )
            ),
            _ => token.DeepClone(),
        };

    /// <summary>In the order of the earlier list, since the service may return another order at any time.</summary>
    private static JArray Keyed(JArray list, JArray? before, string key, FieldRules rules, string pattern)
    {
        var earlier = before
            ?.Select((entry, i) => (Key: KeyOf(entry, key), Entry: entry, Place: i))
            .Where(entry => entry.Key is not null)
            .DistinctBy(entry => entry.Key)
            .ToDictionary(entry => entry.Key!, entry => (entry.Entry, entry.Place));
        return new JArray(
            list.Select(entry => (Entry: entry, Key: KeyOf(entry, key)))
                .OrderBy(entry =>
                    entry.Key is not null && earlier?.TryGetValue(entry.Key, out var known) == true ? known.Place : int.MaxValue
                )
                .Select(entry =>
                    Ordered(
                        entry.Entry,
                        entry.Key is not null && earlier?.TryGetValue(entry.Key, out var known) == true ? known.Entry : null,
                        rules,
                        pattern
                    )
                )
        );
    }

    private static string? KeyOf(JToken entry, string key) => (entry as JObject)?[key] is JValue { Value: string text } ? text : null;

    private static int Place(JObject? before, string name) =>
        before?.Property(name, StringComparison.Ordinal) is { } field
            ? before.Properties().TakeWhile(other => other != field).Count()
            : int.MaxValue;

    private static int Rank(string name) =>
        Array.IndexOf(First, name) is >= 0 and var first ? first - First.Length
        : Array.IndexOf(Last, name) is >= 0 and var last ? last + 1
        : 0;
}
