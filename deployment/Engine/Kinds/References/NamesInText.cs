using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.References;

/// <summary>
/// Finds the names that the service itself resolves: inside texts, and in several fields together. They stay names in the workspace.
/// </summary>
internal static class NamesInText
{
    /// <summary>Kind and full name of all that the document names, each once.</summary>
    public static IReadOnlyList<(string Kind, string Name)> In(string kind, JObject document) =>
        [.. Texts(document).SelectMany(InText).Concat(Combined(kind, document)).Distinct()];

    /// <summary>
    /// Changes the document in place: each name for which <paramref name="rename"/> has another becomes that. Names that stand below a
    /// catalog are left as they are.
    /// </summary>
    public static void Rename(JObject document, Func<string, string, string?> rename)
    {
        foreach (var value in Texts(document))
            foreach (var rule in ReferenceTable.InText)
                if (rule.Spelling.Replace((string)value!, match => Renamed(rule, match, rename)) is var text && text != (string)value!)
                    value.Value = text;
    }

    /// <summary>Each such name in a text of the document, with the text.</summary>
    public static IEnumerable<(JValue Value, string Kind, string Name)> Each(JObject document) =>
        Texts(document).SelectMany(InText, (value, named) => (value, named.Kind, named.Name));

    private static string Renamed(NameInTextRule rule, Match match, Func<string, string, string?> rename)
    {
        var name = match.Groups["name"];
        return NameInTextRule.FullName(match) == name.Value && rename(rule.To, name.Value) is { } other
            ? match.Value[..(name.Index - match.Index)] + other + match.Value[(name.Index - match.Index + name.Length)..]
            : match.Value;
    }

    private static IReadOnlyList<JValue> Texts(JObject document) =>
        [.. document.Descendants().OfType<JValue>().Where(value => value.Type == JTokenType.String)];

    private static IEnumerable<(string Kind, string Name)> InText(JValue value) =>
        ReferenceTable.InText.SelectMany(
            rule => rule.Spelling.Matches((string)value!),
            (rule, match) => (rule.To, NameInTextRule.FullName(match))
        );

    private static IEnumerable<(string Kind, string Name)> Combined(string kind, JObject document) =>
        from rule in ReferenceTable.Combined
        where rule.Kind == kind
        from holder in rule.Within.Length == 0 ? [document] : PathPattern.Find(document, rule.Within).OfType<JObject>()
        let names = rule.Fields.Select(field => (holder[field] as JValue)?.Value as string).ToList()
        where names.All(name => !string.IsNullOrEmpty(name))
        select (rule.To, string.Join('.', names));
}
