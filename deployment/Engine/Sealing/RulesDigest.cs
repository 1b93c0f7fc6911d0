using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Sealing;

/// <summary>
/// The digest of the rules by which fields are compared and sent, and names are found in them: with other rules a plan would mean something
/// else.
/// </summary>
internal static class RulesDigest
{
    public static string Of(IEnumerable<AssetKind> kinds) => JsonValues.Digest(Document(kinds));

    internal static JObject Document(IEnumerable<AssetKind> kinds) =>
        new()
        {
            ["fields"] = new JObject(kinds.Select(kind => new JProperty(kind.Name, Written(kind.Rules.Schema, [])))),
            ["run_on_change"] = InOrder(kinds.Where(kind => kind.RunsOnChange).Select(kind => kind.Name)),
            ["references"] = InOrder(ReferenceTable.Rules.Select(rule => $"{rule.Kind} {rule.Path} {rule.To}")),
            ["paths"] = InOrder(ReferenceTable.Paths.Select(rule => $"{rule.Kind} {rule.Path} {rule.To} {rule.Form} {rule.Wanted}")),
            ["names_in_texts"] = InOrder(ReferenceTable.InText.Select(rule => $"{rule.To} {rule.Spelling}")),
            ["combined_names"] = InOrder(
                ReferenceTable.Combined.Select(rule => $"{rule.Kind} {rule.Within} {string.Join('.', rule.Fields)} {rule.To}")
            ),
            ["numbers"] = InOrder(ReferenceTable.Targets.Where(target => target.HasNumbers).Select(target => target.Name)),
        };

    private static JArray InOrder(IEnumerable<string> rules) => new(rules.Order(StringComparer.Ordinal));

    /// <param name="above">The objects that this one is in: a task may hold a task.</param>
    private static JToken Written(ObjectSchema schema, IReadOnlyList<ObjectSchema> above) =>
        above.Contains(schema)
            ? new JValue(schema.Noun)
            : new JObject(
                schema
                    .Names.Concat(schema.RefusedNames)
                    .Concat(schema.ReadOnlyNames)
                    .Distinct()
                    .Select(name => new JProperty(name, Written(schema.Field(name)!, [.. above, schema])))
            )
            {
                ["(needs)"] = new JArray(schema.Required),
            };

    private static JObject Written(FieldSchema field, IReadOnlyList<ObjectSchema> above)
    {
        var written = JObject.FromObject(field with { Members = null });
        if (field.Members is { } members)
            written[nameof(FieldSchema.Members)] = Written(members, above);

        return written;
    }
}
