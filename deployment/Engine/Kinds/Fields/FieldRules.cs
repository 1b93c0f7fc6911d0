using System.Collections.Concurrent;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Fields;

/// <summary>How the fields of a kind's documents behave, found by path in the schema that describes them.</summary>
/// <remarks>
/// A path names fields from the document's root: <c>tasks[*].new_cluster.node_type_id</c>, where <c>[*]</c> stands for any entry
/// of a keyed list. A rule on a path holds for everything below it too. A field that the schema does not have is compared as it stands.
/// </remarks>
public sealed class FieldRules
{
    private readonly ConcurrentDictionary<string, FieldFacts> known = new(StringComparer.Ordinal);

    internal FieldRules(ObjectSchema schema)
    {
        Schema = schema;
        ReadOnlyFields = schema.ReadOnlyNames.ToHashSet(StringComparer.Ordinal);
    }

    internal ObjectSchema Schema { get; }

    /// <summary>Top-level fields that the service sets; never compared, never sent.</summary>
    public IReadOnlySet<string> ReadOnlyFields { get; }

    /// <param name="pattern">A path with <c>[*]</c> in place of the keys of list entries.</param>
    internal FieldFacts At(string pattern) => known.GetOrAdd(pattern, Find);

    /// <param name="path">The path of a field in a document, with the keys of list entries.</param>
    internal bool IsExact(string path) => At(FieldPath.Pattern(path)).Field?.IsExact == true;

    /// <param name="path">The path of a field in a document, with the keys of list entries.</param>
    internal bool IsWriteOnly(string path) => At(FieldPath.Pattern(path)).Rule?.Behaviour == FieldBehaviour.WriteOnly;

    /// <summary>Whether a value in the place of a field that is never returned stays the same with each write.</summary>
    /// <param name="path">The path of a field in a document, with the keys of list entries.</param>
    internal bool IsSilentMark(string path, JToken value) =>
        At(FieldPath.Pattern(path)).Rule?.Values.Any(mark => JsonValues.Equal(mark, value)) == true;

    internal string? KeyOf(string pattern) => At(pattern).Field?.Key;

    internal string? ToggleOf(string pattern) => At(pattern).Field?.Toggle;

    /// <summary>Whether the service fills the block as a whole, so that an export has all of it or nothing.</summary>
    internal bool IsFilledWhole(string pattern) => At(pattern).Field?.Behaviour?.Behaviour == FieldBehaviour.ServerDefault;

    /// <summary>Whether a declaration without the field has the same effect.</summary>
    /// <param name="beside">The object that the field is in.</param>
    internal bool IsExportDefault(string pattern, JToken value, JObject beside)
    {
        var facts = At(pattern);
        var field = facts.Field;
        if (field?.AlwaysExport == true)
            return false;
        if (field?.DefaultsTo is { } neighbour && beside[neighbour] is { } other && JsonValues.Equal(value, other))
            return true;
        if (field?.ReplacedBy is { } instead && beside[instead] is JValue { Value: not (null or "") })
            return true;
        if (field?.ExportDefaults is { } values)
            return values.Count == 0 || values.Any(one => JsonValues.Equal(one, value));

        // With two possible defaults it is not known which one the service would set.
        return facts.Rule is { Behaviour: FieldBehaviour.ServerDefault, Values: [var only] } && JsonValues.Equal(only, value);
    }

    /// <summary>A copy of the document without what the service sets, at any depth.</summary>
    internal JObject WithoutReadOnly(JObject document) => WithoutReadOnly(document, Schema, null);

    private static JObject WithoutReadOnly(JObject document, ObjectSchema? schema, FieldSchema? map)
    {
        var kept = new JObject();
        foreach (var property in document.Properties())
        {
            var field = schema?.Field(property.Name);
            if (field?.IsReadOnly != true && map?.IsReadOnlyKey(property.Name) != true)
                kept[property.Name] = WithoutReadOnly(property.Value, field);
        }

        return kept;
    }

    private static JToken WithoutReadOnly(JToken value, FieldSchema? field) =>
        value switch
        {
            JObject document when field is not null => WithoutReadOnly(document, field.Members, field),
            JArray list when field?.Members is not null => new JArray(list.Select(entry => WithoutReadOnly(entry, field))),
            _ => value.DeepClone(),
        };

    private FieldFacts Find(string pattern)
    {
        var (schema, field, map, isKnown) = ((ObjectSchema?)Schema, (FieldSchema?)null, (FieldSchema?)null, true);
        FieldRule? rule = null;
        var isLiteral = false;
        string? recreateBecause = null;
        foreach (var step in FieldPath.Steps(pattern))
        {
            if (step == FieldPath.EachEntry)
            {
                field = null;
                continue;
            }

            var name = FieldPath.NameOf(step);
            isLiteral = isLiteral || field?.IsLiteral == true;
            var isReadOnlyKey = map?.IsReadOnlyKey(name) == true;
            isKnown = isKnown && (schema is null || schema.IsEmpty || schema.Field(name) is not null) && !isReadOnlyKey;
            field = schema?.Field(name);
            rule = field?.Behaviour ?? rule;
            recreateBecause = field?.RecreateBecause ?? recreateBecause;
            (schema, map) = (field?.Members, field);
        }

        // An empty block is none, whatever becomes of what is in it; a number is a value.
        isLiteral = isLiteral || field is { IsLiteral: true, Type: FieldType.Whole };
        return new FieldFacts(field, rule, isKnown) { RecreateBecause = recreateBecause, IsLiteral = isLiteral };
    }
}

/// <summary>What is known of the field at a path.</summary>
/// <param name="Field">
/// Its description; null below a map or an object with unchecked members, and where the schema does not have it.
/// </param>
/// <param name="Rule">The rule of the field or of the nearest field above it.</param>
/// <param name="IsKnown">
/// People can set it. Another field that appears in the workspace is a new field of the service, not drift.
/// </param>
internal sealed record FieldFacts(FieldSchema? Field, FieldRule? Rule, bool IsKnown)
{
    /// <summary>Why a change of the field, or of the nearest field above it that says so, means delete and create.</summary>
    public string? RecreateBecause { get; init; }

    /// <summary>Zero, false and empty are values like others here.</summary>
    public bool IsLiteral { get; init; }
}
