using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Fields;

/// <summary>Removes from an object's state what a declaration does not need.</summary>
internal static class DeclarableFields
{
    /// <param name="left">Receives the paths that were left out.</param>
    public static JObject Of(JObject state, FieldRules rules, ICollection<string> left)
    {
        foreach (var field in state.Properties().Where(field => rules.ReadOnlyFields.Contains(field.Name)))
            left.Add(field.Name);

        return Object(rules.WithoutReadOnly(state), "", rules, left);
    }

    private static JObject Object(JObject document, string pattern, FieldRules rules, ICollection<string> left)
    {
        var kept = new JObject();
        foreach (var field in document.Properties())
        {
            var path = FieldTree.Join(pattern, field.Name);
            var value =
                field.Value is not JContainer { Count: > 0 } && rules.IsExportDefault(path, field.Value, document)
                    ? null
                    : Value(field.Value, path, rules, left);
            if (value is null)
                left.Add(field.Path);
            else
                kept[field.Name] = value;
        }

        return kept;
    }

    /// <returns>Null when a declaration needs nothing of it.</returns>
    private static JToken? Value(JToken value, string path, FieldRules rules, ICollection<string> left)
    {
        if (value is JArray list && rules.KeyOf(path) is not null)
            return new JArray(list.Select(entry => entry is JObject one ? Object(one, path + "[*]", rules, left) : entry.DeepClone()));
        if (value is not JObject { Count: > 0 } block)
            return value.DeepClone();

        var inside = new List<string>();
        var kept = Object(block, path, rules, inside);
        if (kept.Count > 0 && !rules.IsFilledWhole(path))
        {
            foreach (var one in inside)
                left.Add(one);

            return kept;
        }

        // A block with only defaults is kept, since its presence has a meaning, unless the service adds it itself.
        return kept.Count == 0 && rules.IsFilledWhole(path) ? null : block.DeepClone();
    }
}
