using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>An answer of the service that is kept as a file: settings in a wrapper, and what people declare beside it.</summary>
/// <param name="Wrapper">The field with the settings.</param>
/// <param name="Facts">Fields of an answer that are no settings, beside those that the schema has as read-only.</param>
internal sealed record WholeAnswer(string Wrapper, ObjectSchema Schema, IReadOnlyList<string> Facts)
{
    /// <summary>Adds to settings what stands beside them, but for what belongs to that one object.</summary>
    public void TakeIn(JObject settings, JObject answer)
    {
        foreach (var field in answer.Properties().Where(field => !settings.ContainsKey(field.Name) && !IsFact(field.Name)))
            settings.Add(field.DeepClone());
    }

    /// <summary>What stands beside the settings and says another thing than the field of that name in them.</summary>
    public IEnumerable<JProperty> SaidTwice(JObject answer) =>
        answer[Wrapper] is JObject settings
            ? answer
                .Properties()
                .Where(field =>
                    !IsFact(field.Name) && settings[field.Name] is { } inside && !JsonValues.Equal(inside, field.Value)
                )
            : [];

    private bool IsFact(string field) =>
        field == Wrapper
        || Schema.Field(field)?.IsReadOnly == true
        || Facts.Contains(field)
        || field.StartsWith("effective_", StringComparison.Ordinal);
}
