using System.Text.RegularExpressions;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;
using Newtonsoft.Json.Linq;

namespace Build.Text;

/// <summary>The fields of a change as people read them.</summary>
/// <remarks>
/// An entry of a map whose key says all of it, such as a library of a cluster, is shown once, by the name of its file in Git and the
/// version that is in its place; one that comes for another version of the same package stands beside that.
/// </remarks>
internal static partial class ShownFields
{
    public static IReadOnlyList<FieldChange> Of(Change change) =>
        [
            .. change
                .Fields.Select(field => (Field: field, Entry: Entry(field)))
                .GroupBy(shown => shown.Entry is { } entry ? $"{entry.Map}\n{entry.Package}" : shown.Field.Path, StringComparer.Ordinal)
                .SelectMany(group =>
                    group.ToList() is [{ Entry: { } one } first, { Entry: { } other } second] && one.IsNew != other.IsNew
                        ? [Both(one, first.Field, other, second.Field)]
                        : group.Select(shown => shown.Entry is { } entry ? Single(entry, shown.Field) : shown.Field)
                ),
        ];

    private static FieldChange Both(MapEntry one, FieldChange first, MapEntry other, FieldChange second) =>
        first with
        {
            Path = one.Map,
            Old = one.IsNew ? other.Text : one.Text,
            New = one.IsNew ? one.Text : other.Text,
            Drift = first.Drift || second.Drift,
            RecreateBecause = first.RecreateBecause ?? second.RecreateBecause,
        };

    private static FieldChange Single(MapEntry entry, FieldChange field) =>
        field with { Path = entry.Map, Old = entry.IsNew ? null : entry.Text, New = entry.IsNew ? entry.Text : null };

    /// <summary>Null for any other field.</summary>
    private static MapEntry? Entry(FieldChange field) =>
        KeyedPath().Match(field.Path) is { Success: true } path
        && (field.Old is null) != (field.New is null)
        && (field.Old ?? field.New) is JObject { Count: 1 } value
        && path.Groups["key"].Value is var key
        && value.Properties().First().Name is var type
        && key.StartsWith($"{type} ", StringComparison.Ordinal)
            ? new MapEntry(path.Groups["map"].Value, type, key[(type.Length + 1)..], field.New is not null)
            : null;

    [GeneratedRegex(@"\A(?<map>[^\[]+)\['(?<key>.*)'\]\z", RegexOptions.Singleline)]
    private static partial Regex KeyedPath();

    /// <summary>A library of Git lies in a folder that is called after its content.</summary>
    [GeneratedRegex(@"/(?<version>[0-9a-f]{12})/(?<file>[^/]+)\z")]
    private static partial Regex Versioned();

    /// <param name="What">What follows the type in the key.</param>
    private sealed record MapEntry(string Map, string Type, string What, bool IsNew)
    {
        public string Package => $"{Type} {PackageName.Of(Type, What)}";

        public JValue Text =>
            Versioned().Match(What) is { Success: true } place
                ? new($"{Type} {place.Groups["file"]} ({place.Groups["version"]})")
                : new($"{Type} {What}");
    }
}
