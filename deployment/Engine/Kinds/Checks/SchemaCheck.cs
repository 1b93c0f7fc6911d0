using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Checks;

/// <summary>Compares a declaration with the schema of its kind.</summary>
/// <remarks>
/// The service adds fields every month, so an unknown field is only a warning. So is <c>"3"</c> for a number, which the service accepts: it
/// is read as the number, in place, since the service would answer that. An object in place of a list is an error, since it is refused.
/// </remarks>
internal sealed class SchemaCheck(CheckReport report)
{
    /// <param name="refusal">Why a field that the schema does not have is refused, and what to write in its place; null for most.</param>
    public void Check(JObject document, ObjectSchema schema, Func<string, string?>? refusal = null)
    {
        foreach (var property in document.Properties())
        {
            var field = schema.Field(property.Name);
            if ((field is null ? refusal?.Invoke(property.Name) : field.Refusal) is { } instead)
                report.Error("FLD007", property.Value, $"{property.Value.Path}: {instead}");
            else if (field is not null)
                Value(property.Value, field);
            else
                report.Warning(
                    "FLD001",
                    property.Value,
                    $"{property.Value.Path} is no field of {schema.Noun} that is known here.{Meant(property.Name, document, schema)} "
                        + schema.OfUnknown
                );
        }

        foreach (var name in schema.Required.Where(name => !document.Has(name)))
            report.Error(
                "FLD006",
                document,
                $"{(document.Path.Length == 0 ? "it" : document.Path)} has no {name}, which {schema.Noun} needs. Add it."
            );
    }

    /// <summary>The field that was meant may be there already, such as where the environment adds it.</summary>
    private static string Meant(string name, JObject document, ObjectSchema schema) =>
        NameSuggestion.OfField(name, schema.Names) is not { } near ? ""
        : document.ContainsKey(near) ? $" Did you mean {near}, which is there already?"
        : $" Did you mean {near}?";

    private void Value(JToken value, FieldSchema field)
    {
        if (value.Type == JTokenType.Null || field.Type == FieldType.Any || IsOpen(value))
            return;

        if (!Fits(value, field.Type))
        {
            if (TypedValue.Of(value, field.Type) is { } read)
                Value(Replaced(value, read, field.Type), field);
            else
                report.Error("FLD002", value, $"{value.Path} is {Described(value)}, where {Described(field.Type)} belongs.");
            return;
        }

        if (field.Type == FieldType.Whole)
            InRange(value, field);
        else if (field.Values.Count > 0)
            OneOf(value, field);
        else if (field.Type == FieldType.TextMap)
            foreach (var member in ((JObject)value).Properties())
                Value(member.Value, FieldSchema.Text);
        else if (value is JObject document && field.Members is { } members)
            Check(document, members);
        else if (value is JArray list && field.Entries != FieldType.Any)
        {
            var schema = new FieldSchema(field.Entries) { Members = field.Members };
            foreach (var entry in list.ToList())
                if (entry.Type == JTokenType.Null)
                    report.Error("FLD002", entry, $"{entry.Path} is null, where {Described(field.Entries)} belongs. Remove it.");
                else
                    Value(entry, schema);
        }
    }

    private static bool IsOpen(JToken value) => value.Type == JTokenType.String && JsonFields.IsOpen((string)value!);

    private static bool Fits(JToken value, FieldType type) =>
        type switch
        {
            FieldType.Text => value.Type == JTokenType.String,
            FieldType.Whole => value.Type == JTokenType.Integer || IsWhole(value),
            FieldType.Number => value.Type is JTokenType.Integer or JTokenType.Float,
            FieldType.Flag => value.Type == JTokenType.Boolean,
            FieldType.Id => value.Type is JTokenType.String or JTokenType.Integer,
            FieldType.List => value.Type == JTokenType.Array,
            _ => value.Type == JTokenType.Object,
        };

    private static bool IsWhole(JToken value) => value is JValue { Value: decimal number } && decimal.Truncate(number) == number;

    private JValue Replaced(JToken value, JValue read, FieldType type)
    {
        report.Warning("FLD003", value, $"{value.Path} is {Described(value)}, where {Described(type)} belongs. {Remedy(type)}");
        value.Replace(SourceLocation.Move(read, report.PlaceOf(value)));
        return read;
    }

    private void InRange(JToken value, FieldSchema field)
    {
        if (JsonFields.Number(value) is { } number && (number < field.Least || number > field.Most))
            report.Error("FLD010", value, $"{value.Path} is {value}; the service takes {field.Least} to {field.Most}.");
    }

    private void OneOf(JToken value, FieldSchema field)
    {
        var text = (string)value!;
        if (field.Values.Contains(text, field.Rule == ValueRule.FixedInAnyCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal))
            return;

        var known = $"{NameSuggestion.Suggest(text, field.Values)} It is one of {string.Join(", ", field.Values)}.";
        if (field.Rule == ValueRule.Grows || field.Values.Contains(text, StringComparer.OrdinalIgnoreCase))
            report.Warning("FLD005", value, $"{value.Path} is {text}, which is not known here.{known}");
        else
            report.Error(
                "FLD004",
                value,
                $"{value.Path} is {(text.Length == 0 ? "empty" : text)}, which the service does not know.{known}"
            );
    }

    private static string Described(FieldType type) =>
        type switch
        {
            FieldType.Text => "a text",
            FieldType.Whole => "a whole number",
            FieldType.Number => "a number",
            FieldType.Flag => "true or false",
            FieldType.Id => "a name or an id",
            FieldType.List => "a list",
            _ => "an object",
        };

    private static string Remedy(FieldType type) => type == FieldType.Text ? "Put it in double quotes." : "Write it without quotes.";

    private static string Described(JToken value) =>
        value.Type switch
        {
            JTokenType.Object => "an object",
            JTokenType.Array => "a list",
            JTokenType.String => "a text",
            JTokenType.Boolean => "true or false",
            JTokenType.Integer => "a number",
            _ => "a number with a fraction",
        };
}
