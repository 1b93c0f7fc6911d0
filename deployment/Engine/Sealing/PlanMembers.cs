using Layercake.Engine.Planning;
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

    /// <summary>As plans write it, and not as an enum reads it, which takes numbers and lists too.</summary>
    public static ChangeAction Action(this JObject document, string name)
    {
        var text = document.Text(name);
        return Enum.GetValues<ChangeAction>().Where(action => PlanFile.Name(action) == text).Cast<ChangeAction?>().FirstOrDefault()
            ?? throw new FormatException($"{At(document, name)} is {text}, which is no action.");
    }

    public static JObject Object(this JObject document, string name) =>
        document[name] as JObject ?? throw new FormatException($"{At(document, name)} is no object.");

    public static IEnumerable<JObject> Objects(this JObject document, string name) =>
        List(document, name).Select(entry => entry as JObject ?? throw new FormatException($"{entry.Path} is no object."));

    public static IReadOnlyList<string> Texts(this JObject document, string name) =>
        [
            .. List(document, name)
                .Select(entry => entry is JValue { Value: string text } ? text : throw new FormatException($"{entry.Path} is no text.")),
        ];

    public static IReadOnlyDictionary<string, string> TextsByName(this JObject document, string name)
    {
        var members = document.Object(name);
        return members.Properties().ToDictionary(member => member.Name, member => members.Text(member.Name), StringComparer.Ordinal);
    }

    /// <summary>The entries of a list in which each names something else.</summary>
    public static IReadOnlyList<T> Each<T>(this JObject document, string name, Func<JObject, T> read, Func<T, string> asset)
    {
        IReadOnlyList<T> entries = [.. document.Objects(name).Select(read)];
        return entries.GroupBy(asset, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { Key: var twice }
            ? throw new FormatException($"{At(document, name)} has {twice} twice.")
            : entries;
    }

    private static JArray List(JObject document, string name) =>
        document[name] as JArray ?? throw new FormatException($"{At(document, name)} is no list.");

    private static string At(JObject document, string name) => document.Path.Length == 0 ? name : $"{document.Path}.{name}";
}
