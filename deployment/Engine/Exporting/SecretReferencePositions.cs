using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Secrets;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>
/// Puts the reference of a secret where a file or the manifest says that a secret is, whatever the workspace holds there now.
/// </summary>
/// <remarks>By its value alone a secret is not known any more after a rotation or an edit by hand; its place still is.</remarks>
/// <param name="secrets">Knows secrets by their values.</param>
/// <param name="spared">Where no reference can stand, and, after it is done, where one stands already.</param>
internal sealed class SecretReferencePositions(FieldRules rules, SecretDetector secrets, HashSet<JValue> spared)
{
    private readonly Dictionary<JToken, string> references = new(ReferenceEqualityComparer.Instance);

    /// <summary>What Git says openly in the same place is no secret.</summary>
    private readonly HashSet<JToken> open = new(ReferenceEqualityComparer.Instance);

    private readonly HashSet<string> doubts = new(StringComparer.Ordinal);

    /// <summary>Changes the document in place.</summary>
    /// <param name="known">What is declared of the object, or was when it was deployed, with references in place of secrets.</param>
    /// <returns>The paths where it cannot be told whether what is there is a secret.</returns>
    public IReadOnlyList<string> Restore(JObject live, IReadOnlyList<JObject> known)
    {
        var looks = known.Where(document => SecretText.In(document).Any(use => use.Text.HasReferences)).Select(_ => new Comparison()).ToList();
        foreach (var (document, look) in known.Where(document => SecretText.In(document).Any(use => use.Text.HasReferences)).Zip(looks))
        {
            Walk(live, document, "", look);
            look.Missed.AddRange(
                SecretText
                    .In(document)
                    .Where(use => use.Text.HasReferences && !look.Met.Contains(use.Token))
                    .Select(use => (Field(use.Token), use.Text))
            );
        }

        foreach (var look in looks)
            Moved(look);

        doubts.ExceptWith(references.Keys.Select(token => token.Path));
        foreach (var (token, text) in references)
        {
            var reference = new JValue(text);
            token.Replace(reference);
            spared.Add(reference);
        }

        return [.. doubts.Order(StringComparer.Ordinal)];
    }

    private void Walk(JToken live, JToken? declared, string pattern, Comparison look)
    {
        if (SecretText.Of(declared) is { HasReferences: true } text)
        {
            look.Met.Add(declared!);
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
                        pattern.Length == 0 ? field.Name : $"{pattern}.{field.Name}",
                        look
                    );
                break;
            case JArray list when rules.KeyOf(pattern) is { } key:
                foreach (var entry in list)
                    Walk(
                        entry,
                        (declared as JArray)?.FirstOrDefault(other => KeyOf(other, key) is { } name && name == KeyOf(entry, key)),
                        pattern + "[*]",
                        look
                    );
                break;
            case JArray list:
                List(list, declared as JArray, pattern, look);
                break;
            case JValue value when Same(value, declared):
                open.Add(value);
                break;
            case JValue value when declared is null:
                look.Strangers.Add(value);
                break;
        }
    }

    /// <summary>
    /// Entries without a key may have moved: in a list that holds secrets only what Git says openly, and what is known by its value, is
    /// told from them.
    /// </summary>
    private void List(JArray list, JArray? declared, string pattern, Comparison look)
    {
        var uses = declared is null ? [] : SecretText.In(declared).Where(use => use.Text.HasReferences).ToList();
        if (uses.Count == 0)
        {
            for (var i = 0; i < list.Count; i++)
                Walk(list[i], declared?.ElementAtOrDefault(i), pattern + "[*]", look);

            return;
        }

        look.Met.UnionWith(uses.Select(use => use.Token));
        var values = Values(list).ToList();
        var said = Values(declared!)
            .Where(value => SecretText.Of(value)?.HasReferences != true)
            .Select(value => (string)value.Value!)
            .ToHashSet(StringComparer.Ordinal);
        var seen = values.Select(value => secrets.Named((string)value.Value!)).ToHashSet(StringComparer.Ordinal);
        if (uses.TrueForAll(use => seen.Contains(use.Text.Written)))
            return;

        if (list.Count == declared!.Count)
            for (var i = 0; i < list.Count; i++)
                Aligned(list[i], declared[i], said);
        else
            doubts.UnionWith(values.Where(value => IsDoubtful(value, said)).Select(value => value.Path));
    }

    private void Aligned(JToken live, JToken declared, HashSet<string> said)
    {
        if (SecretText.Of(declared) is { HasReferences: true } text && !(live is JValue { Value: string there } && said.Contains(there)))
            Put(live, text);
        else if (live is JObject entry && declared is JObject other)
            foreach (var field in entry.Properties())
                Aligned(field.Value, other[field.Name] ?? JValue.CreateNull(), said);
        else
            doubts.UnionWith(Values(live).Where(value => IsDoubtful(value, said)).Select(value => value.Path));
    }

    /// <summary>A secret whose place is gone, as when its task was renamed, may be in a field of that name elsewhere.</summary>
    private void Moved(Comparison look)
    {
        foreach (
            var stranger in look.Strangers.Where(value =>
                value.Value is string { Length: > 0 } && !spared.Contains(value) && !open.Contains(value) && !references.ContainsKey(value)
            )
        )
        {
            var candidates = look
                .Missed.Where(missed => missed.Field is not null && missed.Field == Field(stranger))
                .Select(missed => missed.Text)
                .DistinctBy(text => text.Written)
                .ToList();
            if (candidates.Count == 0 || secrets.Named((string)stranger.Value!) != (string)stranger.Value!)
                continue;

            if (candidates is [var only])
                Put(stranger, only);
            else
                doubts.Add(stranger.Path);
        }
    }

    private void Put(JToken live, SecretText text)
    {
        if (live is JValue { Value: null or "" } || (live is JValue value && spared.Contains(value)) || references.ContainsKey(live))
            return;

        // Around a secret that is known by its value, what was changed by hand is worth having.
        var named = live is JValue { Value: string there } ? secrets.Named(there) : null;
        var names = named is null ? null : SecretText.Parse(named)?.References.ToList();
        references[live] = names is not null && text.References.All(names.Contains) ? named! : text.Written;
    }

    private bool IsDoubtful(JValue value, HashSet<string> said) =>
        !spared.Contains(value) && value.Value is string { Length: > 0 } text && !said.Contains(text) && secrets.Named(text) == text;

    private static IEnumerable<JValue> Values(JToken token) =>
        ((token as JContainer)?.Descendants() ?? [token]).OfType<JValue>().Where(value => value.Value is string);

    private static bool Same(JValue live, JToken? declared) =>
        declared is JValue said && SecretText.Of(said)?.HasReferences != true && JToken.DeepEquals(said, live);

    private static string? Field(JToken value) => value.Ancestors().OfType<JProperty>().FirstOrDefault()?.Name;

    private static string? KeyOf(JToken entry, string key) => (entry as JObject)?[key] is JValue { Value: string text } ? text : null;

    /// <summary>What one of the known documents says of the object.</summary>
    private sealed class Comparison
    {
        /// <summary>Secrets whose place is there.</summary>
        public HashSet<JToken> Met { get; } = new(ReferenceEqualityComparer.Instance);

        /// <summary>Values of which it says nothing.</summary>
        public List<JValue> Strangers { get; } = [];

        /// <summary>Secrets whose place is not there.</summary>
        public List<(string? Field, SecretText Text)> Missed { get; } = [];
    }
}
