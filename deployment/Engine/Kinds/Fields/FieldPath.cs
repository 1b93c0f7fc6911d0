using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Fields;

/// <summary>Finds in a document what a <see cref="FieldTree"/> path names.</summary>
internal static class FieldPath
{
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
                pattern += "[*]";
            }
            else
            {
                var name = step.StartsWith("['", StringComparison.Ordinal) ? step[2..^2] : step;
                current = (current as JObject)?[name];
                pattern = pattern.Length == 0 || step[0] == '[' ? pattern + step : $"{pattern}.{step}";
            }

            if (current is null)
                return null;
        }

        return current;
    }

    /// <summary>The path as rules name it: <c>tasks[ingest].timeout_seconds</c> is <c>tasks[*].timeout_seconds</c>.</summary>
    public static string Pattern(string path)
    {
        var pattern = new StringBuilder();
        foreach (var step in Steps(path))
            pattern
                .Append(pattern.Length == 0 || step[0] == '[' ? "" : ".")
                .Append(step[0] == '[' && !step.StartsWith("['", StringComparison.Ordinal) ? "[*]" : step);

        return pattern.ToString();
    }

    private static string Bracketed(string key) => $"[{key.Replace('[', '(').Replace(']', ')')}]";

    /// <summary><c>tasks[ingest].spark_conf['a.b']</c> as <c>tasks</c>, <c>[ingest]</c>, <c>spark_conf</c>, <c>['a.b']</c>.</summary>
    private static IEnumerable<string> Steps(string path)
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
}
