using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Fields;

/// <summary>How special fields of a kind behave, and why. Fields without a rule are compared as they are.</summary>
/// <remarks>
/// A path names fields from the document's root: <c>tasks[*].new_cluster.node_type_id</c>, where <c>[*]</c> stands for any entry
/// of a keyed list. A rule on a path holds for everything below it too.
/// </remarks>
public sealed class FieldRules
{
    private readonly Dictionary<string, FieldRule> rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> keys = new(StringComparer.Ordinal);
    private readonly HashSet<string> readOnly = new(StringComparer.Ordinal);
    private readonly HashSet<string> exact = new(StringComparer.Ordinal);
    private readonly HashSet<string> userFields = new(StringComparer.Ordinal);
    private readonly HashSet<string> freeFormMaps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JToken[]> exportDefaults = new(StringComparer.Ordinal);
    private readonly HashSet<string> alwaysExported = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> defaultNeighbours = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> replaced = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> toggles = new(StringComparer.Ordinal);

    /// <summary>Top-level fields that the service sets; never compared, never sent.</summary>
    public IReadOnlySet<string> ReadOnlyFields => readOnly;

    /// <summary>The service sets these top-level fields; they are removed from declarations.</summary>
    public FieldRules ReadOnly(params string[] fields)
    {
        readOnly.UnionWith(fields);
        return this;
    }

    /// <summary>
    /// The service fills the field when it is not declared; these values (any, when none are given) are then no difference.
    /// </summary>
    public FieldRules ServerDefault(string path, string because, params JToken[] values) =>
        Add(path, new FieldRule(FieldBehaviour.ServerDefault, because, values));

    /// <summary>A difference in the workspace causes no change; an edit in Git still does.</summary>
    public FieldRules IgnoreRemote(string path, string because) => Add(path, new FieldRule(FieldBehaviour.IgnoreRemote, because, []));

    /// <summary>A change of this field means delete and create.</summary>
    public FieldRules Recreate(string path, string because) => Add(path, new FieldRule(FieldBehaviour.Recreate, because, []));

    /// <summary>The service keeps these fields as they are sent; another value after a write means that the write went wrong.</summary>
    public FieldRules Exact(params string[] paths)
    {
        exact.UnionWith(paths);
        return this;
    }

    /// <summary>The list at this path is compared entry by entry, matched by the value of a field.</summary>
    public FieldRules Keyed(string path, string field)
    {
        keys[path] = field;
        return this;
    }

    /// <summary>The service may return <paramref name="read"/> for <paramref name="sent"/>; they count as equal.</summary>
    public FieldRules Alias(string sent, string read)
    {
        aliases[sent] = read;
        return this;
    }

    /// <summary>
    /// The values that the service sets when the field is not declared; an export omits them. Without values, an export always omits the
    /// field.
    /// </summary>
    public FieldRules ExportDefault(string path, params JToken[] values)
    {
        exportDefaults[path] = values;
        return this;
    }

    /// <summary>An export always has the field, since not every call uses the default when it is missing.</summary>
    public FieldRules AlwaysExport(params string[] paths)
    {
        alwaysExported.UnionWith(paths);
        return this;
    }

    /// <summary>When the field is not declared, it has the value of its neighbour.</summary>
    /// <param name="neighbour">The name of the other field beside it.</param>
    public FieldRules DefaultsTo(string path, string neighbour)
    {
        defaultNeighbours[path] = neighbour;
        return this;
    }

    /// <summary>Where the neighbour is set, the service fills the field and refuses a declared value.</summary>
    public FieldRules ReplacedBy(string path, string neighbour)
    {
        replaced[path] = neighbour;
        return this;
    }

    /// <summary>The field turns the block at this path on and off, so without the rest of the block it has no meaning.</summary>
    public FieldRules TogglesBlock(string path, string field)
    {
        toggles[path] = field;
        return this;
    }

    /// <summary>
    /// Names of fields that users can set, at any level. Another field that appears in the workspace is a new field of the service, not
    /// drift.
    /// </summary>
    public FieldRules UserFields(params string[] fields)
    {
        userFields.UnionWith(fields);
        return this;
    }

    /// <summary>Names of fields whose keys users choose: tags, Spark settings, parameters.</summary>
    public FieldRules FreeFormMaps(params string[] fields)
    {
        freeFormMaps.UnionWith(fields);
        return this;
    }

    /// <param name="path">The path of a field in a document, with the keys of list entries.</param>
    internal bool IsExact(string path) => exact.Contains(FieldPath.Pattern(path));

    internal string? KeyOf(string pattern) => keys.GetValueOrDefault(pattern);

    internal string? ToggleOf(string pattern) => toggles.GetValueOrDefault(pattern);

    /// <param name="fields">The names on the way from the root to the field.</param>
    internal bool IsUserField(IReadOnlyList<string> fields) =>
        userFields.Count == 0 || userFields.Contains(fields[^1]) || fields.Any(freeFormMaps.Contains);

    /// <summary>The rule of the path or of the nearest field above it.</summary>
    internal FieldRule? For(string pattern)
    {
        for (var path = pattern; path.Length > 0; path = Above(path))
            if (rules.TryGetValue(path, out var rule))
                return rule;

        return null;
    }

    /// <summary>Whether the service fills the block as a whole, so that an export has all of it or nothing.</summary>
    internal bool IsFilledWhole(string pattern) =>
        rules.TryGetValue(pattern, out var rule) && rule.Behaviour == FieldBehaviour.ServerDefault;

    /// <summary>Whether a declaration without the field has the same effect.</summary>
    /// <param name="beside">The object that the field is in.</param>
    internal bool IsExportDefault(string pattern, JToken value, JObject beside)
    {
        if (alwaysExported.Contains(pattern))
            return false;
        if (defaultNeighbours.TryGetValue(pattern, out var neighbour) && beside[neighbour] is { } other && JsonValues.Equal(value, other))
            return true;
        if (replaced.TryGetValue(pattern, out var instead) && beside[instead] is JValue { Value: not (null or "") })
            return true;
        if (exportDefaults.TryGetValue(pattern, out var values))
            return values.Length == 0 || values.Any(one => JsonValues.Equal(one, value));

        // With two possible defaults it is not known which one the service would set.
        return For(pattern) is { Behaviour: FieldBehaviour.ServerDefault, Values: [var only] } && JsonValues.Equal(only, value);
    }

    internal JToken WithoutAlias(JToken value) =>
        value.Type == JTokenType.String && aliases.TryGetValue((string)value!, out var read) ? read : value;

    private FieldRules Add(string path, FieldRule rule)
    {
        rules.Add(path, rule);
        return this;
    }

    private static string Above(string path) => path.LastIndexOfAny(['.', '[']) is > 0 and var end ? path[..end] : "";
}

internal enum FieldBehaviour
{
    ServerDefault,
    IgnoreRemote,
    Recreate,
}

internal sealed record FieldRule(FieldBehaviour Behaviour, string Because, IReadOnlyList<JToken> Values);
