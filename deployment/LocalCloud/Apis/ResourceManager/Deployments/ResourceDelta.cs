using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Deployments;

/// <summary>What of a resource would be different, property by property; what only the service says about it is no difference.</summary>
internal static class ResourceDelta
{
    private static readonly string[] NoProperties = ["id", "apiVersion", "createMode"];

    public static JArray Of(JObject before, JObject after)
    {
        var delta = new JArray();
        Compare("", before, after, delta);
        return delta;
    }

    private static void Compare(string path, JObject before, JObject after, JArray delta)
    {
        foreach (var property in after.Properties().Where(property => !NoProperties.Contains(property.Name)))
        {
            var here = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            before.TryGetValue(property.Name, StringComparison.OrdinalIgnoreCase, out var old);
            if (old is JObject oldBody && property.Value is JObject newBody)
                Compare(here, oldBody, newBody, delta);
            else if (old is null && !IsNothing(property.Value))
                delta.Add(Change(here, "Create", null, property.Value));
            else if (old is not null && !Same(old, property.Value))
                delta.Add(Change(here, old is JArray ? "Array" : "Modify", old, property.Value));
        }
    }

    private static JObject Change(string path, string kind, JToken? before, JToken after) =>
        new()
        {
            ["path"] = path,
            ["propertyChangeType"] = kind,
            ["before"] = before?.DeepClone() ?? JValue.CreateNull(),
            ["after"] = after.DeepClone(),
            ["children"] = kind == "Array" ? new JArray() : null,
        };

    private static bool IsNothing(JToken value) => value.Type == JTokenType.Null || value is JContainer { Count: 0 };

    // A list is as before when each entry is, whatever ids the service has added to it.
    private static bool Same(JToken old, JToken wanted) =>
        (old, wanted) switch
        {
            (JArray one, JArray other) => one.Count == other.Count && one.Zip(other).All(pair => Same(pair.First, pair.Second)),
            (JObject one, JObject other) => other
                .Properties()
                .All(property =>
                    one.TryGetValue(property.Name, StringComparison.OrdinalIgnoreCase, out var value) && Same(value, property.Value)
                ),
            (JValue { Value: string one }, JValue { Value: string other }) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase),
            _ => JToken.DeepEquals(old, wanted),
        };
}
