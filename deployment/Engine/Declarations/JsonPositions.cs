using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Declarations;

/// <summary>The line and column of a token, counted from 1; <c>(0, 0)</c> when not known.</summary>
public static class JsonPositions
{
    public static (int Line, int Column) Of(JToken? token) =>
        token?.Annotation<SourceLocation>() is { } place ? (place.Line, place.Column)
        : token is IJsonLineInfo info && info.HasLineInfo() ? (info.LineNumber, info.LinePosition)
        : (0, 0);

    /// <summary>
    /// The field at a path such as <c>tasks[0].new_cluster.spark_conf.spark.speculation</c>, or what is nearest above it.
    /// A field stands where its name stands.
    /// </summary>
    public static (int Line, int Column) Of(JObject document, string path) => Of(Nearest(document, path));

    /// <summary>The token whose position counts for a path: the field rather than its value.</summary>
    internal static JToken Nearest(JObject document, string path)
    {
        var nearest = Below(document, path);
        return nearest.Parent is JProperty field ? field : nearest;
    }

    private static JToken Below(JToken token, string path)
    {
        var rest = path.TrimStart('.');
        if (rest.Length == 0)
            return token;

        if (rest[0] != '[')
            return token is JObject fields && Field(fields, rest) is var (field, after) ? Below(field, after) : token;

        var quoted = rest.StartsWith("['", StringComparison.Ordinal);
        var end = rest.IndexOf(quoted ? "']" : "]", StringComparison.Ordinal);
        if (end < 0)
            return token;

        var key = rest[(quoted ? 2 : 1)..end];
        var next = token switch
        {
            JObject named => named[quoted ? key.Replace("\\'", "'", StringComparison.Ordinal) : key],
            JArray items when int.TryParse(key, out var index) && index >= 0 && index < items.Count => items[index],
            _ => null,
        };
        return next is null ? token : Below(next, rest[(end + (quoted ? 2 : 1))..]);
    }

    /// <summary>Names may contain dots (<c>spark.speculation</c>), so the longest existing name is taken.</summary>
    private static (JToken Field, string After)? Field(JObject fields, string path)
    {
        for (var length = path.Length; length > 0; length = path.LastIndexOfAny(['.', '['], length - 1))
            if (fields[path[..length]] is { } field)
                return (field, path[length..]);

        return null;
    }
}
