using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Fields;

/// <summary>Fields that a document has to carry although the other side does not show them.</summary>
internal static class UnreturnedFields
{
    /// <summary>What is sent, with the values that remove fields which the service would keep when a write leaves them out.</summary>
    /// <param name="before">What the last deployment declared; null at the first.</param>
    public static JObject WithRemovals(JObject sent, JObject? before, FieldRules rules) =>
        before is null ? sent : WithRemovals(sent, FieldTree.Of(before, rules).Leaves, rules);

    /// <summary>The same for fields that someone changed and Git does not declare, so that the service has its default again.</summary>
    /// <param name="held">What the workspace holds.</param>
    /// <param name="changed">The paths of the fields that are put back.</param>
    public static JObject WithDefaults(JObject sent, JObject held, IReadOnlyCollection<string> changed, FieldRules rules) =>
        WithRemovals(
            sent,
            FieldTree.Of(held, rules).Leaves.Where(leaf => FieldTree.Above(leaf.Key).Append(leaf.Key).Any(changed.Contains)),
            rules
        );

    private static JObject WithRemovals(JObject sent, IEnumerable<KeyValuePair<string, Leaf>> leaves, FieldRules rules)
    {
        var tree = FieldTree.Of(sent, rules);
        var removed = leaves
            .Select(leaf => FieldTree.Above(leaf.Key).Append(leaf.Key).FirstOrDefault(place => SentFor(place) is not null))
            .OfType<string>()
            .Where(place => !tree.Has(place))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return removed.Count == 0 ? sent : With(sent, removed.Select(place => (place, SentFor(place)!)), rules);

        // A rule on a block stands for all that is in it.
        JToken? SentFor(string place) => rules.At(FieldPath.Pattern(place)).Field?.Removal?.Sent;
    }

    /// <summary>
    /// An exported document, with the fields of the file before it that the service takes and never returns. A field whose object is gone
    /// is left out.
    /// </summary>
    /// <param name="before">The file as it is; null when there is none.</param>
    public static JObject WithInputOnly(JObject exported, JObject? before, FieldRules rules)
    {
        if (before is null)
            return exported;

        var kept = FieldTree
            .Of(before, rules)
            .Leaves.Where(leaf => IsInputOnly(leaf.Key, rules) || rules.IsWriteOnly(leaf.Key) && IsIn(exported, leaf.Key))
            .Where(leaf => FieldTree.Above(leaf.Key).All(above => IsInputOnly(above, rules) || IsIn(exported, above)))
            .ToList();
        return kept.Count == 0
            ? exported
            : With(exported, kept.Select(leaf => (leaf.Key, FieldPath.Find(before, leaf.Key, rules)!)), rules);

        bool IsIn(JObject document, string path) => FieldPath.Find(document, path, rules) is not null;
    }

    private static bool IsInputOnly(string path, FieldRules rules) =>
        rules.At(FieldPath.Pattern(path)).Rule?.Behaviour == FieldBehaviour.InputOnly;

    private static JObject With(JObject document, IEnumerable<(string Path, JToken Value)> fields, FieldRules rules)
    {
        var copy = (JObject)document.DeepClone();
        foreach (var (path, value) in fields)
            FieldPath.Set(copy, path, value, rules);

        return copy;
    }
}
