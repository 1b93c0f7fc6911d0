using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Templates;

/// <summary>The template functions that the cloud knows.</summary>
internal static class TemplateFunctions
{
    private delegate JToken Function(Evaluator evaluator, IReadOnlyList<JToken> arguments);

    private static readonly Dictionary<string, Function> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["parameters"] = (evaluator, a) => evaluator.Parameter(Text(a, 0)),
        ["variables"] = (evaluator, a) => evaluator.Variable(Text(a, 0)),
        ["resourceGroup"] = (evaluator, _) => evaluator.Scope.Group.DeepClone(),
        ["subscription"] = (evaluator, _) => ScopeFunctions.Subscription(evaluator.Scope),
        ["tenant"] = (evaluator, _) => new JObject { ["tenantId"] = evaluator.Scope.TenantId },
        ["deployment"] = (evaluator, _) => new JObject { ["name"] = evaluator.Scope.DeploymentName },
        ["resourceId"] = (evaluator, a) => ScopeFunctions.ResourceId(evaluator.Scope, Texts(a)),
        ["subscriptionResourceId"] = (evaluator, a) => ScopeFunctions.SubscriptionResourceId(evaluator.Scope, Texts(a)),
        ["extensionResourceId"] = (_, a) => ArmIds.Resource(Text(a, 0), Text(a, 1), string.Join('/', Texts(a).Skip(2))),
        ["reference"] = (evaluator, a) => ScopeFunctions.Reference(evaluator.Scope, Text(a, 0)),
        ["concat"] = (_, a) =>
            a.Count > 0 && a.All(item => item is JArray) ? new JArray(a.SelectMany(item => item)) : string.Concat(Texts(a)),
        ["format"] = (_, a) =>
            string.Format(
                CultureInfo.InvariantCulture,
                Text(a, 0),
                [.. a.Skip(1).Select(item => (object?)(item as JValue)?.Value ?? item.ToString())]
            ),
        ["uniqueString"] = (_, a) => Unique(Texts(a)),
        ["guid"] = (_, a) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('-', Texts(a)))).AsSpan(0, 16)).ToString(),
        ["toLower"] = (_, a) => Text(a, 0).ToLowerInvariant(),
        ["toUpper"] = (_, a) => Text(a, 0).ToUpperInvariant(),
        ["trim"] = (_, a) => Text(a, 0).Trim(),
        ["replace"] = (_, a) => Text(a, 0).Replace(Text(a, 1), Text(a, 2), StringComparison.Ordinal),
        ["substring"] = (_, a) => a.Count > 2 ? Text(a, 0).Substring(Number(a, 1), Number(a, 2)) : Text(a, 0)[Number(a, 1)..],
        ["take"] = (_, a) =>
            a[0] is JArray items ? new JArray(items.Take(Number(a, 1))) : Text(a, 0)[..Math.Min(Number(a, 1), Text(a, 0).Length)],
        ["split"] = (_, a) => new JArray(Text(a, 0).Split(Text(a, 1))),
        ["join"] = (_, a) => string.Join(Text(a, 1), a[0].Select(item => item.ToString())),
        ["startsWith"] = (_, a) => Text(a, 0).StartsWith(Text(a, 1), StringComparison.OrdinalIgnoreCase),
        ["endsWith"] = (_, a) => Text(a, 0).EndsWith(Text(a, 1), StringComparison.OrdinalIgnoreCase),
        ["string"] = (_, a) => a[0] is JValue value ? value.ToString(CultureInfo.InvariantCulture) : a[0].ToString(Formatting.None),
        ["int"] = (_, a) => a[0] is JValue { Value: long } ? a[0] : long.Parse(Text(a, 0), CultureInfo.InvariantCulture),
        ["bool"] = (_, a) => a[0] is JValue { Value: bool } ? a[0] : bool.Parse(Text(a, 0)),
        ["json"] = (_, a) => JToken.Parse(Text(a, 0)),
        ["true"] = (_, _) => true,
        ["false"] = (_, _) => false,
        ["null"] = (_, _) => JValue.CreateNull(),
        ["equals"] = (_, a) =>
            a[0] is JValue { Value: string one } && a[1] is JValue { Value: string other }
                ? string.Equals(one, other, StringComparison.Ordinal)
                : JToken.DeepEquals(a[0], a[1]),
        ["not"] = (_, a) => !Flag(a[0]),
        ["and"] = (_, a) => a.All(Flag),
        ["or"] = (_, a) => a.Any(Flag),
        ["empty"] = (_, a) => a[0] is JContainer container ? container.Count == 0 : a[0].Type == JTokenType.Null || Text(a, 0).Length == 0,
        ["length"] = (_, a) => a[0] is JContainer container ? container.Count : Text(a, 0).Length,
        ["contains"] = (_, a) => Contains(a[0], a[1]),
        ["coalesce"] = (_, a) => a.FirstOrDefault(item => item.Type != JTokenType.Null) ?? JValue.CreateNull(),
        ["createArray"] = (_, a) => new JArray(a),
        ["createObject"] = (_, a) => new JObject(Enumerable.Range(0, a.Count / 2).Select(i => new JProperty(Text(a, 2 * i), a[2 * i + 1]))),
        ["union"] = (_, a) => Union(a),
        ["first"] = (_, a) => a[0] is JArray items ? items.First! : Text(a, 0)[..1],
        ["last"] = (_, a) => a[0] is JArray items ? items[^1]! : Text(a, 0)[^1..],
        ["base64"] = (_, a) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(a, 0))),
        ["utcNow"] = (evaluator, a) =>
            evaluator.Scope.Now.ToString(a.Count > 0 ? Text(a, 0) : "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
    };

    /// <exception cref="TemplateException">There is no such function, or it cannot be called like that.</exception>
    public static JToken Call(string name, Evaluator evaluator, IReadOnlyList<JToken> arguments)
    {
        if (!Known.TryGetValue(name, out var function))
            throw new TemplateException(
                $"the template function '{name}' is not valid here. The local cloud knows: "
                    + $"{string.Join(", ", Known.Keys.Order(StringComparer.OrdinalIgnoreCase))}"
            );

        try
        {
            return function(evaluator, arguments);
        }
        catch (Exception error)
            when (error
                    is ArgumentException
                        or FormatException
                        or InvalidCastException
                        or OverflowException
                        or JsonException
                        or InvalidOperationException
            )
        {
            throw new TemplateException(
                $"the template function '{name}' cannot be called with "
                    + $"({string.Join(", ", arguments.Select(item => item.ToString(Formatting.None)))}): {error.Message}"
            );
        }
    }

    // 13 characters that depend on nothing but the arguments, as the service's do; they are not the same as the service's.
    private static string Unique(IEnumerable<string> texts)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('-', texts)));
        return string.Concat(hash.Take(13).Select(part => "abcdefghijklmnopqrstuvwxyz234567"[part % 32]));
    }

    private static bool Contains(JToken container, JToken item) =>
        container switch
        {
            JArray items => items.Any(candidate => JToken.DeepEquals(candidate, item)),
            JObject body => body.ContainsKey(item.ToString()),
            _ => container.ToString().Contains(item.ToString(), StringComparison.OrdinalIgnoreCase),
        };

    private static JToken Union(IReadOnlyList<JToken> arguments)
    {
        if (arguments.All(item => item is JArray))
            return new JArray(arguments.SelectMany(item => item).Distinct(JToken.EqualityComparer));

        var union = new JObject();
        foreach (var body in arguments.Cast<JObject>())
            union.Merge(
                body,
                new JsonMergeSettings
                {
                    MergeArrayHandling = MergeArrayHandling.Replace,
                    MergeNullValueHandling = MergeNullValueHandling.Merge,
                }
            );

        return union;
    }

    private static string Text(IReadOnlyList<JToken> arguments, int at) => Text(arguments[at]);

    // Before anything is written, what a resource will be can stand in an argument as an empty object.
    private static string Text(JToken token) =>
        token switch
        {
            JValue value => value.ToString(CultureInfo.InvariantCulture),
            JObject { Count: 0 } => "",
            _ => throw new ArgumentException($"'{token.ToString(Formatting.None)}' is not a text"),
        };

    private static List<string> Texts(IReadOnlyList<JToken> arguments) => [.. arguments.Select(Text)];

    private static int Number(IReadOnlyList<JToken> arguments, int at) => (int)arguments[at];

    private static bool Flag(JToken token) =>
        token is JValue { Value: bool flag } ? flag : throw new ArgumentException($"'{token}' is not a boolean");
}
