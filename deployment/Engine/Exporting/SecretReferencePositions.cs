using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Secrets;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>
/// Puts the reference of a secret where the file or the manifest has it, whatever value the workspace holds there now.
/// </summary>
/// <remarks>After a rotation or an edit by hand the value is no longer known, but the position is.</remarks>
/// <param name="secrets">Finds secrets by their values.</param>
/// <param name="excluded">Values that stay as they are. The references that <see cref="Restore"/> puts in are added.</param>
internal sealed class SecretReferencePositions(FieldRules rules, SecretDetector secrets, HashSet<JValue> excluded)
{
    private readonly Dictionary<JToken, string> references = new(ReferenceEqualityComparer.Instance);

    /// <summary>Values that Git declares in plain text at the same position, so they are not secret.</summary>
    private readonly HashSet<JToken> plainValues = new(ReferenceEqualityComparer.Instance);

    private readonly HashSet<string> undecided = new(StringComparer.Ordinal);

    /// <summary>Changes the document in place.</summary>
    /// <param name="known">The declarations of the object, in the file and as deployed, with references in place of secrets.</param>
    /// <returns>The paths of values that may or may not be secret.</returns>
    public IReadOnlyList<string> Restore(JObject live, IReadOnlyList<JObject> known)
    {
        var comparisons = new List<Comparison>();
        foreach (var document in known.Where(document => SecretText.In(document).Any(use => use.Text.HasReferences)))
        {
            var comparison = new Comparison();
            comparisons.Add(comparison);
            Walk(live, document, "", comparison);
            comparison.Unlocated.AddRange(
                SecretText
                    .In(document)
                    .Where(use => use.Text.HasReferences && !comparison.Located.Contains(use.Token))
                    .Select(use => (Field(use.Token), use.Text))
            );
        }

        foreach (var comparison in comparisons)
            RestoreMoved(comparison);

        undecided.ExceptWith(references.Keys.Select(token => token.Path));
        foreach (var (token, text) in references)
        {
            var reference = new JValue(text);
            token.Replace(reference);
            excluded.Add(reference);
        }

        return [.. undecided.Order(StringComparer.Ordinal)];
    }

    private void Walk(JToken live, JToken? declared, string pattern, Comparison comparison)
    {
        if (SecretText.Of(declared) is { HasReferences: true } text)
        {
            comparison.Located.Add(declared!);
            Put(live, text);
            return;
        }

        switch (live)
        {
            case JObject document:
                foreach (var field in document.Properties())
                    Walk(
                        field.Value,
                        (declared as JObject)?[field.Name],
                        FieldTree.Join(pattern, field.Name),
                        comparison
                    );
                break;
            case JArray list when rules.KeyOf(pattern) is { } key:
                foreach (var entry in list)
                    Walk(
                        entry,
                        (declared as JArray)?.FirstOrDefault(other => KeyOf(other, key) is { } name && name == KeyOf(entry, key)),
                        pattern + "[*]",
                        comparison
                    );
                break;
            case JArray list:
                WalkUnkeyedList(list, declared as JArray, pattern, comparison);
                break;
            case JValue value when IsDeclaredPlainly(value, declared):
                plainValues.Add(value);
                break;
            case JValue value when declared is null:
                comparison.Undeclared.Add(value);
                break;
        }
    }

    /// <summary>
    /// In a list without keys, entries may have moved. So in a list with secrets, a value is known not to be secret only where Git
    /// declares it in plain text, and to be secret only by its value.
    /// </summary>
    private void WalkUnkeyedList(JArray list, JArray? declared, string pattern, Comparison comparison)
    {
        var uses = declared is null ? [] : SecretText.In(declared).Where(use => use.Text.HasReferences).ToList();
        if (uses.Count == 0)
        {
            for (var i = 0; i < list.Count; i++)
                Walk(list[i], declared?.ElementAtOrDefault(i), pattern + "[*]", comparison);

            return;
        }

        comparison.Located.UnionWith(uses.Select(use => use.Token));
        var values = Values(list).ToList();
        var plainTexts = Values(declared!)
            .Where(value => SecretText.Of(value)?.HasReferences != true)
            .Select(value => (string)value.Value!)
            .ToHashSet(StringComparer.Ordinal);
        var liveTexts = values.Select(value => secrets.WithReferences((string)value.Value!)).ToHashSet(StringComparer.Ordinal);
        if (uses.TrueForAll(use => liveTexts.Contains(use.Text.Written)))
            return;

        if (list.Count == declared!.Count)
            for (var i = 0; i < list.Count; i++)
                RestoreAligned(list[i], declared[i], plainTexts);
        else
            undecided.UnionWith(values.Where(value => IsUndecided(value, plainTexts)).Select(value => value.Path));
    }

    private void RestoreAligned(JToken live, JToken declared, HashSet<string> plainTexts)
    {
        var isPlain = live is JValue { Value: string liveText } && plainTexts.Contains(liveText);
        if (SecretText.Of(declared) is { HasReferences: true } text && !isPlain)
            Put(live, text);
        else if (live is JObject entry && declared is JObject other)
            foreach (var field in entry.Properties())
                RestoreAligned(field.Value, other[field.Name] ?? JValue.CreateNull(), plainTexts);
        else
            undecided.UnionWith(Values(live).Where(value => IsUndecided(value, plainTexts)).Select(value => value.Path));
    }

    /// <summary>A secret whose position is gone, such as in a renamed task, may be in a field of the same name elsewhere.</summary>
    private void RestoreMoved(Comparison comparison)
    {
        foreach (var undeclared in comparison.Undeclared.Where(IsUnexplained))
        {
            var candidates = comparison
                .Unlocated.Where(secret => secret.Field is not null && secret.Field == Field(undeclared))
                .Select(secret => secret.Text)
                .DistinctBy(text => text.Written)
                .ToList();
            if (candidates.Count == 0 || secrets.WithReferences((string)undeclared.Value!) != (string)undeclared.Value!)
                continue;

            if (candidates is [var only])
                Put(undeclared, only);
            else
                undecided.Add(undeclared.Path);
        }
    }

    private bool IsUnexplained(JValue value) =>
        value.Value is string { Length: > 0 }
        && !excluded.Contains(value)
        && !plainValues.Contains(value)
        && !references.ContainsKey(value);

    private void Put(JToken live, SecretText text)
    {
        if (live is JValue { Value: null or "" } || (live is JValue value && excluded.Contains(value)) || references.ContainsKey(live))
            return;

        // Where the values are known, the text of the workspace is kept, since what is around them may have been changed by hand.
        var edited = live is JValue { Value: string liveText } ? secrets.WithReferences(liveText) : null;
        var found = edited is null ? null : SecretText.Parse(edited)?.References.ToList();
        references[live] = found is not null && text.References.All(found.Contains) ? edited! : text.Written;
    }

    private bool IsUndecided(JValue value, HashSet<string> plainTexts) =>
        !excluded.Contains(value)
        && value.Value is string { Length: > 0 } text
        && !plainTexts.Contains(text)
        && secrets.WithReferences(text) == text;

    private static IEnumerable<JValue> Values(JToken token) =>
        ((token as JContainer)?.Descendants() ?? [token]).OfType<JValue>().Where(value => value.Value is string);

    private static bool IsDeclaredPlainly(JValue live, JToken? declared) =>
        declared is JValue && SecretText.Of(declared)?.HasReferences != true && JToken.DeepEquals(declared, live);

    private static string? Field(JToken value) => value.Ancestors().OfType<JProperty>().FirstOrDefault()?.Name;

    private static string? KeyOf(JToken entry, string key) => (entry as JObject)?[key] is JValue { Value: string text } ? text : null;

    /// <summary>The result of comparing the object with one of its declarations.</summary>
    private sealed class Comparison
    {
        /// <summary>Secrets whose position exists in the object.</summary>
        public HashSet<JToken> Located { get; } = new(ReferenceEqualityComparer.Instance);

        /// <summary>Values that the declaration does not have.</summary>
        public List<JValue> Undeclared { get; } = [];

        /// <summary>Secrets whose position does not exist in the object.</summary>
        public List<(string? Field, SecretText Text)> Unlocated { get; } = [];
    }
}
