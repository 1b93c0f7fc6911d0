using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Clusters;

/// <summary>What tells the libraries of a cluster apart, since they have no ids: <c>pypi requests==2.32.0</c>.</summary>
internal static class LibraryName
{
    private const string Exclusions = "exclusions";

    public static string Of(JObject library)
    {
        var field = library.Properties().FirstOrDefault();
        var text = field?.Value is JObject package ? OfPackage(package) : Text(field?.Value);

        // Brackets are the ends of list entries in the paths of fields.
        return $"{field?.Name} {text}".Replace('[', '(').Replace(']', ')');
    }

    /// <summary>The library without what says nothing, so that two that are the same look so.</summary>
    public static JObject Unified(JObject library)
    {
        var unified = (JObject)library.DeepClone();
        foreach (var field in unified.Properties().Where(IsNothing).ToList())
            field.Remove();
        foreach (var package in unified.PropertyValues().OfType<JObject>())
        {
            foreach (var field in package.Properties().Where(IsNothing).ToList())
                field.Remove();
            if (package[Exclusions] is JArray { Count: > 1 } list)
                package[Exclusions] = new JArray(list.OrderBy(Text, StringComparer.Ordinal));
        }

        return unified;
    }

    /// <summary>What is installed, and after it where from, if that is said.</summary>
    private static string OfPackage(JObject package)
    {
        var main = package["package"] ?? package["coordinates"];
        var rest = package
            .Properties()
            .Where(field => field.Value != main)
            .OrderBy(field => field.Name, StringComparer.Ordinal)
            .Select(field => $" {field.Name}={(field.Value is JArray list ? string.Join(',', list.Select(Text)) : Text(field.Value))}");
        return Text(main) + string.Concat(rest);
    }

    private static string Text(JToken? value) => value is JValue { Value: string text } ? text : value?.ToString(Formatting.None) ?? "";

    private static bool IsNothing(JProperty field) => field.Value is { Type: JTokenType.Null } or JArray { Count: 0 };
}
