using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Sealing;

/// <summary>Reads the members of a sealed plan, which are all there in a plan that this tool wrote.</summary>
/// <remarks>Each throws <see cref="FormatException"/> for a member that is missing or of another type.</remarks>
internal static class PlanMembers
{
    public static string Text(this JObject document, string name) =>
        document.TextOrNull(name) ?? throw new FormatException($"{At(document, name)} is missing.");

    /// <summary>Null where the member is null; the member itself must be there.</summary>
    public static string? TextOrNull(this JObject document, string name) =>
        document[name] switch
        {
            JValue { Value: string text } => text,
            JValue { Value: null } => null,
            _ => throw new FormatException($"{At(document, name)} is no text."),
        };

    public static bool Flag(this JObject document, string name) =>
        document[name] is JValue { Value: bool flag }
            ? flag
            : throw new FormatException($"{At(document, name)} is neither true nor false.");

    public static JObject Object(this JObject document, string name) =>
        document[name] as JObject ?? throw new FormatException($"{At(document, name)} is no object.");

    public static IEnumerable<JObject> Objects(this JObject document, string name) =>
        List(document, name).Select(entry => entry as JObject ?? throw new FormatException($"{entry.Path} is no object."));

    public static IReadOnlyList<string> Texts(this JObject document, string name) =>
        [
            .. List(document, name)
                .Select(entry => entry is JValue { Value: string text } ? text : throw new FormatException($"{entry.Path} is no text.")),
        ];

    private static JArray List(JObject document, string name) =>
        document[name] as JArray ?? throw new FormatException($"{At(document, name)} is no list.");

    private static string At(JObject document, string name) => document.Path.Length == 0 ? name : $"{document.Path}.{name}";
}
