using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Overlays;

/// <summary>A JSON merge patch (RFC 7396) that also merges lists whose entries have keys, such as a job's tasks.</summary>
/// <remarks>
/// Objects are merged, null removes, anything else replaces. In a list with keys, entries of the patch are merged into those with the same
/// key, and new ones are appended. As an object, the patch names entries by key or by pattern, and null removes them.
/// </remarks>
/// <param name="switchOf">The field that turns the block at a path on and off; a patch with only this field creates no block.</param>
/// <param name="keyOf">The key field of the list at a path; null for lists that are replaced.</param>
/// <param name="tell">Called with the token of the patch that is wrong.</param>
internal sealed class MergePatch(Func<string, string?> keyOf, Func<string, string?> switchOf, Action<JToken, string, string> tell)
{
    public void Apply(JObject target, JObject patch) => Merge(target, patch, "");

    private void Merge(JObject target, JObject patch, string path)
    {
        foreach (var field in patch.Properties().ToList())
        {
            var fieldPath = FieldTree.Join(path, field.Name);
            var key = keyOf(fieldPath);
            if (field.Value.Type == JTokenType.Null)
                target.Remove(field.Name);
            else if (key is not null && field.Value is JContainer entries && target[field.Name] is null or JArray)
                Set(target, field, MergeList((JArray?)target[field.Name] ?? [], entries, key, fieldPath));
            else if (field.Value is JObject inner)
            {
                if (target[field.Name] is null && inner is { Count: 1 } && switchOf(fieldPath) is { } alone && inner.ContainsKey(alone))
                {
                    tell(field, "OVL002", $"There is no {fieldPath}, so {alone} changes nothing. Say all of {fieldPath} to add one.");
                    continue;
                }

                if (target[field.Name] is not JObject)
                    Set(target, field, new JObject());
                Merge((JObject)target[field.Name]!, inner, fieldPath);
            }
            else
                Set(target, field, field.Value.DeepClone());
        }
    }

    /// <summary>A new or replaced field gets its place in the overlay.</summary>
    private static void Set(JObject target, JProperty field, JToken value)
    {
        if (ReferenceEquals(target[field.Name], value))
            return;

        if (value.Annotation<SourceLocation>() is null)
            SourceLocation.Move(value, SourceLocation.Of(field.Value, null));
        var set = SourceLocation.Move(new JProperty(field.Name, value), SourceLocation.Of(field, null));
        if (target.Property(field.Name) is { } old)
            old.Replace(set);
        else
            target.Add(set);
    }

    private JArray MergeList(JArray list, JContainer patch, string key, string path)
    {
        if (patch is JObject named)
            MergeNamed(list, named, key, path);
        else
            foreach (var entry in patch.Children().ToList())
                if (entry is not JObject fields || fields[key] is not JValue { Value: string name })
                    tell(entry, "OVL004", $"Entries of {path} are told apart by {key}, and this one has none. Add it.");
                else if (Find(list, key, name) is { } there)
                    Merge(there, fields, $"{path}[*]");
                else
                    list.Add(Without(fields));

        return list;
    }

    private void MergeNamed(JArray list, JObject named, string key, string path)
    {
        var names = list.Select(entry => (string?)(entry as JObject)?[key]).OfType<string>().ToList();
        foreach (var field in NamePattern.InOrder(named.Properties().ToList(), field => new NamePattern(field.Name)))
        {
            var pattern = new NamePattern(field.Name);
            var found = list.OfType<JObject>().Where(entry => (string?)entry[key] is { } name && pattern.Matches(name)).ToList();
            if (found.Count == 0)
                tell(
                    field,
                    "OVL002",
                    $"{path} has no entry {field.Name}.{NameSuggestion.Suggest(field.Name, names)} There "
                        + $"{(names.Count == 1 ? "is" : "are")} {(names.Count == 0 ? "none" : string.Join(", ", names))}. Write {path} as "
                        + $"a list to add one."
                );
            else if (field.Value is JObject patch && patch.ContainsKey(key) && (string?)patch[key] != field.Name)
                tell(patch.Property(key)!, "OVL003", $"{key} is what the entry is found by. Remove it from the overlay.");
            else if (field.Value is JObject changes)
                found.ForEach(entry => Merge(entry, changes, $"{path}[*]"));
            else if (field.Value.Type == JTokenType.Null)
                found.ForEach(entry => entry.Remove());
            else
                tell(field, "OVL004", $"What an entry of {path} is patched with must be an object, or null to remove it.");
        }
    }

    private static JObject? Find(JArray list, string key, string name) =>
        list.OfType<JObject>().FirstOrDefault(entry => (string?)entry[key] == name);

    /// <summary>A new entry without nulls, which would remove fields (RFC 7396).</summary>
    private JObject Without(JObject patch)
    {
        var entry = SourceLocation.Move(new JObject(), SourceLocation.Of(patch, null));
        Merge(entry, patch, "-");
        return entry;
    }
}
