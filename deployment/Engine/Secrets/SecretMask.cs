using System.Globalization;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Secrets;

/// <summary>Sees to it that of an asset that holds secrets only their references are compared, shown and remembered.</summary>
/// <remarks>
/// A value in the workspace that is what its declaration becomes when it is sent is replaced by the reference; any other value in its
/// place,
/// and whatever else may hold a secret, by a fixed mark. So a wrong value is seen to be wrong, and never seen.
/// </remarks>
/// <param name="last">What the manifest remembers of the asset; null at first.</param>
/// <param name="justWritten">The workspace was asked after the declaration had been sent, so nothing in it is from before.</param>
internal sealed class SecretMask(ResolvedSecrets secrets, FieldRules rules, JObject declared, ManifestEntry? last, bool justWritten = false)
{
    /// <summary>Stands for a value that must not be told.</summary>
    public const string Hidden = "(hidden)";

    /// <summary>The declaration, with what its secrets are today.</summary>
    public JObject Declared() => Shown(declared, secrets.IdOf);

    /// <summary>The last declaration, with what its secrets were then.</summary>
    public JObject LastDeclared() => Shown(last!.Declared, LastIdOf);

    /// <summary>What the workspace holds: as it is when there is nothing to hide, else in the declaration's shape.</summary>
    /// <param name="shape">Puts a state into the declaration's shape.</param>
    public JObject Live(JObject state, Func<JObject, JObject> shape)
    {
        if (secrets.IsEmpty && !Concerns(declared) && (last is null || !(Concerns(last.Declared) || HoldsMark(last.Baseline))))
            return state;

        var shaped = shape(state);
        var masked = (JObject)Walk(shaped, new Sides(declared, last?.Declared, last is null ? null : shape(last.Baseline), null), "");
        return JToken.DeepEquals(masked, shaped) ? state : masked;
    }

    /// <summary>The declared names of secrets that have another version, or come from elsewhere, than at the last deployment.</summary>
    public IReadOnlyList<string> Renewed() =>
        [
            .. secrets
                .IdsIn(declared)
                .Where(secret => last?.Secrets.TryGetValue(secret.Key, out var before) == true && before != secret.Value)
                .Select(secret => SecretReference.Parse(secret.Key).Name),
        ];

    private static bool Concerns(JObject document) => SecretText.In(document).Any();

    private static bool HoldsMark(JToken document) =>
        ((document as JContainer)?.Descendants() ?? [document]).OfType<JValue>().Any(value => value.Value is Hidden);

    private string LastIdOf(SecretReference reference) => last!.Secrets.GetValueOrDefault(reference.Key) ?? reference.ToString();

    private static JObject Shown(JObject document, Func<SecretReference, string> id)
    {
        if (!Concerns(document))
            return document;

        var copy = (JObject)document.DeepClone();
        foreach (var (token, text) in SecretText.In(copy).ToList())
            token.Value = text.Shown(id);

        return copy;
    }

    private JToken Walk(JToken live, Sides sides, string pattern)
    {
        if (
            SecretText.Of(sides.Declared) is not null
            || SecretText.Of(sides.Last)?.HasReferences == true
            || sides.Baseline is JValue { Value: Hidden }
        )
            return Leaf(live, sides);

        return live switch
        {
            JObject document => new JObject(
                document
                    .Properties()
                    .Select(field => new JProperty(
                        field.Name,
                        Walk(
                            field.Value,
                            sides.Below(side => (side as JObject)?[field.Name]),
                            pattern.Length == 0 ? field.Name : $"{pattern}.{field.Name}"
                        )
                    ))
            ),
            JArray list when rules.KeyOf(pattern) is { } key => new JArray(
                list.Select(entry =>
                    Walk(
                        entry,
                        sides.Below(side =>
                            (side as JArray)?.FirstOrDefault(other => entry is JObject && KeyOf(other, key) == KeyOf(entry, key))
                        ),
                        pattern + "[*]"
                    )
                )
            ),
            JArray list => List(list, sides, pattern),
            _ => Leaf(live, sides),
        };
    }

    /// <summary>Entries without a key may have moved: in a list that holds secrets only what Git says openly is shown.</summary>
    private JArray List(JArray list, Sides sides, string pattern)
    {
        var secretive =
            new[] { sides.Declared, sides.Last }.OfType<JArray>().Any(side => SecretText.In(side).Any(use => use.Text.HasReferences))
            || (sides.Baseline is JArray baseline && HoldsMark(baseline));
        var open = secretive
            ? ((sides.Declared as JContainer)?.Descendants() ?? [])
                .OfType<JValue>()
                .Where(value => SecretText.Of(value) is null)
                .Select(Text)
                .ToHashSet(StringComparer.Ordinal)
            : null;
        return new JArray(
            list.Select(
                (entry, i) =>
                    Walk(
                        entry,
                        sides.Below(side => side is JArray entries && i < entries.Count ? entries[i] : null) with
                        {
                            Open = open ?? sides.Open,
                        },
                        pattern + "[*]"
                    )
            )
        );
    }

    private JToken Leaf(JToken live, Sides sides)
    {
        if (live is JValue { Value: null or "" })
            return live;

        var text = (live as JValue) is { } value ? Text(value) : null;
        if (SecretText.Of(sides.Declared) is { } declaredText)
        {
            if (text is not null && text == secrets.Sent(declaredText))
                return declaredText.Shown(secrets.IdOf);
            if (declaredText.HasReferences)
                return Presumed(declaredText, sides);
        }

        if (sides.Declared is JValue open && Text(open) == text)
            return live;
        if (SecretText.Of(sides.Last)?.HasReferences == true)
            return Presumed(null, sides);
        if (sides.Baseline is JValue { Value: Hidden })
            return Hidden;

        // What is remembered openly was there before the secret was named; hidden now, it would look changed.
        var isRemembered = !justWritten && sides.Baseline is JValue then && Text(then) == text;
        if (text is null || isRemembered || live.Type != JTokenType.String)
            return live;

        return sides.Open?.Contains(text) == false || secrets.AreIn(text) ? Hidden : live;
    }

    /// <summary>
    /// When the secret is another one now, what is there is taken for the last one; nobody reads old versions to make sure.
    /// </summary>
    private string Presumed(SecretText? declaredText, Sides sides)
    {
        if (justWritten)
            return Hidden;

        var before = SecretText.Of(sides.Last)?.Shown(LastIdOf);
        return before is not null && before != declaredText?.Shown(secrets.IdOf) && sides.Baseline is JValue { Value: string then }
            ? then
            : Hidden;
    }

    private static string Text(JValue value) => value.ToString(CultureInfo.InvariantCulture);

    private static string? KeyOf(JToken entry, string key) => (entry as JObject)?[key] is JValue value ? Text(value) : null;

    /// <param name="Open">What may be shown in this list; null where all may.</param>
    private sealed record Sides(JToken? Declared, JToken? Last, JToken? Baseline, IReadOnlySet<string>? Open)
    {
        public Sides Below(Func<JToken?, JToken?> step) =>
            this with
            {
                Declared = step(Declared),
                Last = step(Last),
                Baseline = step(Baseline),
            };
    }
}
