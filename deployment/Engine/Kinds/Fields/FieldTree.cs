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

    private FieldTree(JObject document, FieldRules rules) => Walk(document, "", "", rules);

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

    private void Walk(JToken token, string path, string pattern, FieldRules rules)
    {
        if (path.Length > 0)
            nodes.Add(path);

        switch (token)
        {
            case JObject { Count: > 0 } document when rules.At(pattern).Field?.Form != TextForm.Json:
                var map = rules.At(pattern).Field;
                foreach (var property in document.Properties().Where(property => map?.IsReadOnlyKey(property.Name) != true))
                {
                    var below = Join(pattern, property.Name);
                    if (rules.At(below).Field?.IsReadOnly != true)
                        Walk(property.Value, Join(path, property.Name), below, rules);
                }

                break;

            case JArray { Count: > 0 } list when rules.KeyOf(pattern) is { } key && Keys(list, key) is { } keys:
                for (var i = 0; i < list.Count; i++)
                    Walk(list[i], $"{path}[{keys[i]}]", pattern + FieldPath.EachEntry, rules);
                break;

            default:
                var facts = rules.At(pattern);
                leaves[path] = new Leaf(facts, ComparedValue.Of(token, facts.Field));
                break;
        }
    }

    /// <summary>The entries' keys, or null when one has none or two have the same: such a list is compared whole.</summary>
    private static List<string>? Keys(JArray list, string key)
    {
        var keys = list.Select(entry =>
                (entry as JObject)?[key] is JValue { Value: not null } value ? Quoted(value.ToString(CultureInfo.InvariantCulture)) : ""
            )
            .ToList();
        return keys.Contains("") || keys.Distinct(StringComparer.Ordinal).Count() < keys.Count ? null : keys;
    }

    /// <summary>The path of a field in an object; a name that is no plain word stands in brackets.</summary>
    public static string Join(string path, string name)
    {
        var field = PlainName().IsMatch(name) ? name : $"['{name}']";
        return path.Length == 0 || field[0] == '[' ? path + field : $"{path}.{field}";
    }

    private static string Quoted(string key) => new StringBuilder(key).Replace("[", "(").Replace("]", ")").ToString();

    [GeneratedRegex("^[A-Za-z0-9_-]+$")]
    private static partial Regex PlainName();
}

/// <param name="Value">In the form in which it is compared.</param>
internal sealed record Leaf(FieldFacts Facts, JToken Value)
{
    /// <summary>The service omits values that are zero, false or empty, so these equal a missing value.</summary>
    public bool IsEmpty =>
        !Facts.IsLiteral
        && Value switch
        {
            JObject document => document.Count == 0,
            JArray list => list.Count == 0,
            JValue { Value: null } => true,
            JValue { Value: "" or false } => true,
            JValue { Type: JTokenType.Integer or JTokenType.Float } number => number.ToObject<double>() == 0,
            _ => false,
        };
}
