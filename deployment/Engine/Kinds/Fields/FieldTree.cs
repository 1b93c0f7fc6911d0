using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Fields;

/// <summary>A document as its leaves by path: <c>tasks[ingest].notebook_task.notebook_path</c>.</summary>
/// <remarks>
/// Lists with a key rule are split by key, so their order does not matter; every other list is one leaf.
/// Empty values are leaves too, since a declaration can have an explicit <c>{}</c> or <c>[]</c>.
/// </remarks>
internal sealed partial class FieldTree
{
    private readonly Dictionary<string, Leaf> leaves = new(StringComparer.Ordinal);
    private readonly HashSet<string> nodes = new(StringComparer.Ordinal);

    private FieldTree(JObject document, FieldRules rules) => Walk(document, "", "", [], rules);

    public IReadOnlyDictionary<string, Leaf> Leaves => leaves;

    public static FieldTree Of(JObject document, FieldRules rules) => new(document, rules);

    /// <summary>Whether there is a value at the path or below it.</summary>
    public bool Has(string path) => nodes.Contains(path);

    /// <summary>The parents of a path from the root down: <c>a</c>, <c>a[k]</c>, <c>a[k].b</c> for <c>a[k].b.c</c>.</summary>
    public static IEnumerable<string> Above(string path)
    {
        var inBracket = false;
        for (var i = 1; i < path.Length; i++)
        {
            if (!inBracket && path[i] is '.' or '[')
                yield return path[..i];

            inBracket = path[i] switch
            {
                '[' => true,
                ']' => false,
                _ => inBracket,
            };
        }
    }

    private void Walk(JToken token, string path, string pattern, IReadOnlyList<string> fields, FieldRules rules)
    {
        if (path.Length > 0)
            nodes.Add(path);

        switch (token)
        {
            case JObject { Count: > 0 } document:
                foreach (var property in document.Properties())
                    if (path.Length > 0 || !rules.ReadOnlyFields.Contains(property.Name))
                        Walk(property.Value, Join(path, property.Name), Join(pattern, property.Name), [.. fields, property.Name], rules);
                break;

            case JArray { Count: > 0 } list when rules.KeyOf(pattern) is { } key && Keys(list, key) is { } keys:
                for (var i = 0; i < list.Count; i++)
                    Walk(list[i], $"{path}[{keys[i]}]", $"{pattern}[*]", fields, rules);
                break;

            default:
                leaves[path] = new Leaf(pattern, fields, Normalised(token, rules));
                break;
        }
    }

    private static JToken Normalised(JToken token, FieldRules rules) =>
        token is JArray list ? new JArray(list.Select(rules.WithoutAlias)) : rules.WithoutAlias(token);

    /// <summary>The entries' keys, or null when one has none or two have the same: such a list is compared whole.</summary>
    private static List<string>? Keys(JArray list, string key)
    {
        var keys = list.Select(entry =>
                (entry as JObject)?[key] is JValue { Value: not null } value ? Quoted(value.ToString(CultureInfo.InvariantCulture)) : ""
            )
            .ToList();
        return keys.Contains("") || keys.Distinct(StringComparer.Ordinal).Count() < keys.Count ? null : keys;
    }

    private static string Join(string path, string name)
    {
        var field = PlainName().IsMatch(name) ? name : $"['{name}']";
        return path.Length == 0 || field[0] == '[' ? path + field : $"{path}.{field}";
    }

    private static string Quoted(string key) => new StringBuilder(key).Replace("[", "(").Replace("]", ")").ToString();

    [GeneratedRegex("^[A-Za-z0-9_-]+$")]
    private static partial Regex PlainName();
}

/// <param name="Pattern">The path with <c>[*]</c> for every entry, as rules name it.</param>
/// <param name="Fields">The names on the way from the root, without the keys of list entries.</param>
internal sealed record Leaf(string Pattern, IReadOnlyList<string> Fields, JToken Value)
{
    /// <summary>The service omits values that are zero, false or empty, so these equal a missing value.</summary>
    public bool IsEmpty =>
        Value switch
        {
            JObject document => document.Count == 0,
            JArray list => list.Count == 0,
            JValue { Value: null } => true,
            JValue { Value: "" or false } => true,
            JValue { Type: JTokenType.Integer or JTokenType.Float } number => number.ToObject<double>() == 0,
            _ => false,
        };
}
