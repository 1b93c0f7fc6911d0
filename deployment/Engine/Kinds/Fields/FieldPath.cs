using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Fields;

/// <summary>Finds in a document what a <see cref="FieldTree"/> path names.</summary>
internal static class FieldPath
{
    /// <summary>The step to any entry of a list, in a path as rules name it.</summary>
    public const string EachEntry = "[*]";

    public static JToken? Find(JToken document, string path, FieldRules rules)
    {
        var current = document;
        var pattern = "";
        foreach (var step in Steps(path))
        {
            if (rules.KeyOf(pattern) is { } key && current is JArray list)
            {
                current = list.FirstOrDefault(entry =>
                    entry[key] is JValue value && Bracketed(value.ToString(CultureInfo.InvariantCulture)) == step
                );
                pattern += EachEntry;
            }
            else
            {
                current = (current as JObject)?[NameOf(step)];
                pattern = pattern.Length == 0 || step[0] == '[' ? pattern + step : $"{pattern}.{step}";
            }

            if (current is null)
                return null;
        }

        return current;
    }

    /// <summary>The field that a path names, or else the nearest one above it that the document has, or else the document.</summary>
    public static JToken Nearest(JObject document, string path, FieldRules rules)
    {
        var found = FieldTree.Above(path).Append(path).Select(place => Find(document, place, rules)).OfType<JToken>().LastOrDefault();
        return found is null ? document
            : found.Parent is JProperty field ? field
            : found;
    }

    /// <summary>Sets the value that a path names, and the objects above it that are missing. A missing list entry is not added.</summary>
    public static void Set(JObject document, string path, JToken value, FieldRules rules)
    {
        JToken? holder = document;
        foreach (var above in FieldTree.Above(path).ToList())
            holder = Find(document, above, rules) ?? Added(holder, above);

        if (holder is JObject fields)
            fields[NameOf(Steps(path).Last())] = value.DeepClone();

        static JObject? Added(JToken? holder, string path)
        {
            var step = Steps(path).Last();
            if (holder is not JObject above || (step[0] == '[' && NameOf(step) == step))
                return null;

            var added = new JObject();
            above[NameOf(step)] = added;
            return added;
        }
    }

    /// <summary>Takes out what a path names, where it is there.</summary>
    public static void Remove(JObject document, string path, FieldRules rules)
    {
        if (Find(document, path, rules) is not { } found)
            return;

        if (found.Parent is JProperty field)
            field.Remove();
        else
            found.Remove();
    }

    /// <summary>The path as rules name it: <c>tasks[ingest].timeout_seconds</c> is <c>tasks[*].timeout_seconds</c>.</summary>
    public static string Pattern(string path)
    {
        var pattern = new StringBuilder();
        foreach (var step in Steps(path))
            pattern
                .Append(pattern.Length == 0 || step[0] == '[' ? "" : ".")
                .Append(step[0] == '[' && !step.StartsWith("['", StringComparison.Ordinal) ? EachEntry : step);

        return pattern.ToString();
    }

    /// <summary>The path of another field of the same object.</summary>
    public static string Beside(string path, string name) =>
        FieldTree.Above(path).LastOrDefault() is { } parent ? $"{parent}.{name}" : name;

    /// <summary>The field that a step names: <c>a.b</c> for <c>['a.b']</c>.</summary>
    public static string NameOf(string step) => step.StartsWith("['", StringComparison.Ordinal) ? step[2..^2] : step;

    /// <summary><c>tasks[ingest].spark_conf['a.b']</c> as <c>tasks</c>, <c>[ingest]</c>, <c>spark_conf</c>, <c>['a.b']</c>.</summary>
    public static IEnumerable<string> Steps(string path)
    {
        var start = 0;
        while (start < path.Length)
        {
            if (path[start] == '.')
                start++;

            var end =
                path[start] == '['
                    ? path.IndexOf(path.AsSpan(start).StartsWith("['") ? "']" : "]", start, StringComparison.Ordinal)
                        + (path.AsSpan(start).StartsWith("['") ? 2 : 1)
                : path.IndexOfAny(['.', '['], start) is >= 0 and var stop ? stop
                : path.Length;
            yield return path[start..end];
            start = end;
        }
    }

    private static string Bracketed(string key) => $"[{key.Replace('[', '(').Replace(']', ')')}]";
}
