using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Sealing;

/// <summary>The digest of the rules by which fields are compared and sent: with other rules a plan would mean something else.</summary>
internal static class RulesDigest
{
    public static string Of(IEnumerable<AssetKind> kinds) =>
        JsonValues.Digest(new JObject(kinds.Select(kind => new JProperty(kind.Name, Written(kind.Rules.Schema, [])))));

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
