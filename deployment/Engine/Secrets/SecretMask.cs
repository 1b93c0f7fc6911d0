using System.Globalization;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Memory;
using Layercake.Secrecy;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Secrets;

/// <summary>Replaces secret values of an asset by references, before it is compared, shown or recorded.</summary>
/// <remarks>
/// A value in the workspace that equals the secret is replaced by the reference. Any other value at that position, and any other value
/// that may be secret, is replaced by a fixed mark. So a difference is visible, and the value is not. Where whoever plans may not read the
/// secret, the value counts as equal while its version is the one of the last deployment; <see cref="Planning.Change.Uncompared"/> says so.
/// </remarks>
/// <param name="last">The manifest's entry for the asset; null before the first deployment.</param>
/// <param name="justWritten">The state was read after a write, so it has no older values.</param>
internal sealed class SecretMask(ResolvedSecrets secrets, FieldRules rules, JObject declared, ManifestEntry? last, bool justWritten = false)
{
    /// <summary>Replaces a value that may be secret.</summary>
    public const string Hidden = "(hidden)";

    private readonly NamedSecretMask named = new(rules);

    /// <summary>The declaration, with the current versions of its secrets.</summary>
    public JObject Declared() => secrets.Shown(declared);

    /// <summary>The last declaration, with the versions of its secrets at that time.</summary>
    public JObject LastDeclared() => SecretText.Shown(last!.Declared, LastIdOf);

    /// <summary>The state in the workspace: unchanged when there is nothing to hide, else masked and in the declaration's shape.</summary>
    /// <param name="shape">Puts a state into the declaration's shape.</param>
    public JObject Live(JObject state, Func<JObject, JObject> shape)
    {
        var shaped = shape(state);
        var masked = named.Of(AtPlaces(shaped, shape), declared, last?.Declared);
        return ReferenceEquals(masked, shaped) || JToken.DeepEquals(masked, shaped) ? state : masked;
    }

    /// <summary>What the last deployment left. A manifest of an earlier version may hold what is secret by its name.</summary>
    /// <inheritdoc cref="Live"/>
    public JObject Baseline(Func<JObject, JObject> shape)
    {
        var shaped = shape(last!.Baseline);
        var masked = named.Of(shaped, last.Declared);
        return ReferenceEquals(masked, shaped) || JToken.DeepEquals(masked, shaped) ? last.Baseline : masked;
    }

    /// <summary>The names of secrets whose version or vault differs from the last deployment.</summary>
    public IReadOnlyList<string> Renewed() =>
        [
            .. secrets
                .IdsIn(declared)
                .Where(secret => last?.Secrets.TryGetValue(secret.Key, out var before) == true && before != secret.Value)
                .Select(secret => SecretReference.Parse(secret.Key).Name),
        ];

    /// <summary>Without the values of secrets, and without whatever is in the place of one.</summary>
    private JObject AtPlaces(JObject shaped, Func<JObject, JObject> shape)
    {
        var hadSecrets = last is not null && (SecretText.IsIn(last.Declared) || HasHiddenValues(last.Baseline));
        return secrets.IsEmpty && !SecretText.IsIn(declared) && !hadSecrets
            ? shaped
            : (JObject)Walk(shaped, new Versions(declared, last?.Declared, last is null ? null : shape(last.Baseline), null), "");
    }

    private static bool HasHiddenValues(JToken document) =>
        ((document as JContainer)?.Descendants() ?? [document]).OfType<JValue>().Any(value => value.Value is Hidden);

    private string LastIdOf(SecretReference reference) => last!.Secrets.GetValueOrDefault(reference.Key) ?? reference.ToString();

    private JToken Walk(JToken live, Versions versions, string pattern)
    {
        // What a state has in the place of a secret that is never returned is no secret.
        if (rules.At(pattern).Rule?.Behaviour == FieldBehaviour.WriteOnly)
            return live;
        if (
            SecretText.Of(versions.Declared)?.HasReferences == true
            || SecretText.Of(versions.Last)?.HasReferences == true
            || versions.Baseline is JValue { Value: Hidden }
        )
            return Leaf(live, versions);

        return live switch
        {
            JObject document => Fields(document, versions, pattern),
            JArray list when rules.KeyOf(pattern) is { } key => new JArray(
                list.Select(entry =>
                    Walk(
                        entry,
                        versions.Below(
                            version => EntryOf(version, entry, other => KeyOf(other, key) is { } name ? SecretText.Plain(name) : null, key),
                            version => EntryOf(version, entry, other => KeyOf(other, key), key)
                        ),
                        pattern + "[*]"
                    )
                )
            ),
            JArray list => List(list, versions, pattern),
            _ => Leaf(live, versions),
        };
    }

    /// <summary>In a rule with a secret, the value of another type of rule stands in another field, and may be the secret too.</summary>
    private JObject Fields(JObject document, Versions versions, string pattern)
    {
        var values = versions with { Showable = Showable(versions.Below(ValuesOf)) ?? versions.Showable };
        return new JObject(
            document
                .Properties()
                .Select(field => Field(field, SecretFieldNames.AreNamedElsewhere(field.Name) ? values : versions, pattern))
        );
    }

    private JProperty Field(JProperty field, Versions versions, string pattern) =>
        new(
            field.Name,
            Walk(
                field.Value,
                versions.Below(version => (version as JObject)?[field.Name]),
                FieldTree.Join(pattern, field.Name)
            )
        );

    private static JArray? ValuesOf(JToken? version) =>
        version is JObject rule
            ? [.. rule.Properties().Where(field => SecretFieldNames.AreNamedElsewhere(field.Name)).Select(field => field.Value)]
            : null;

    /// <summary>Without keys, entries may have moved. So in a list with secrets only values that Git has in plain text are shown.</summary>
    private JArray List(JArray list, Versions versions, string pattern)
    {
        var showable = Showable(versions) ?? versions.Showable;
        return new JArray(
            list.Select(
                (entry, i) =>
                    Walk(
                        entry,
                        versions.Below(version => version is JArray entries && i < entries.Count ? entries[i] : null) with
                        {
                            Showable = showable,
                        },
                        pattern + "[*]"
                    )
            )
        );
    }

    /// <summary>What Git has in plain text in a list with secrets; null for a list without.</summary>
    private static HashSet<string>? Showable(Versions versions)
    {
        var hasSecrets =
            new[] { versions.Declared, versions.Last }
                .OfType<JArray>()
                .Any(version => SecretText.In(version).Any(use => use.Text.HasReferences))
            || (versions.Baseline is JArray baseline && HasHiddenValues(baseline));
        return hasSecrets
            ? ((versions.Declared as JContainer)?.Descendants() ?? [])
                .OfType<JValue>()
                .Where(value => SecretText.Of(value)?.HasReferences != true)
                .Select(Plain)
                .ToHashSet(StringComparer.Ordinal)
            : null;
    }

    private JToken Leaf(JToken live, Versions versions)
    {
        if (live is JValue { Value: null or "" })
            return live;

        var text = (live as JValue) is { } value ? Text(value) : null;
        if (AtDeclaredSecret(text, versions) is { } reference)
            return reference;
        if (versions.Declared is JValue declaredValue && Plain(declaredValue) == text)
            return live;
        if (SecretText.Of(versions.Last)?.HasReferences == true)
            return PreviousOrHidden(null, versions);
        if (versions.Baseline is JValue { Value: Hidden })
            return Hidden;

        return live.Type == JTokenType.String && MayBeSecret(text!, versions) ? Hidden : live;
    }

    /// <summary>What is shown for a value where Git declares a secret; null where it declares none.</summary>
    private string? AtDeclaredSecret(string? text, Versions versions)
    {
        if (SecretText.Of(versions.Declared) is not { HasReferences: true } declaredText)
            return null;
        if (text is not null && text == secrets.Sent(declaredText))
            return declaredText.Shown(secrets.IdOf);
        if (secrets.IsValueUnknown(declaredText) && PreviousOrHidden(declaredText, versions) is Hidden)
            return declaredText.Shown(secrets.IdOf);

        return PreviousOrHidden(declaredText, versions);
    }

    private bool MayBeSecret(string text, Versions versions)
    {
        // A value that the manifest has in plain text is older than the reference. Hidden, it would look changed.
        var isRemembered = !justWritten && versions.Baseline is JValue then && Text(then) == text;
        return !isRemembered && (versions.Showable?.Contains(text) == false || secrets.AreIn(text));
    }

    /// <summary>
    /// When the secret has changed, the value is assumed to be the previous secret. Old versions are not read to verify it.
    /// </summary>
    private string PreviousOrHidden(SecretText? declaredText, Versions versions)
    {
        if (justWritten)
            return Hidden;

        var before = SecretText.Of(versions.Last)?.Shown(LastIdOf);
        return before is not null && before != declaredText?.Shown(secrets.IdOf) && versions.Baseline is JValue { Value: string then }
            ? then
            : Hidden;
    }

    private static string Text(JValue value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A value that Git declares, as it is sent.</summary>
    private static string Plain(JValue value) => SecretText.Plain(Text(value));

    private static string? KeyOf(JToken entry, string key) => (entry as JObject)?[key] is JValue value ? Text(value) : null;

    /// <summary>The entry of a list that has the key of an entry in the workspace.</summary>
    private static JToken? EntryOf(JToken? list, JToken live, Func<JToken, string?> keyOf, string key) =>
        live is JObject ? (list as JArray)?.FirstOrDefault(other => keyOf(other) == KeyOf(live, key)) : null;

    /// <param name="Showable">The values of this list that may be shown; null when all may.</param>
    private sealed record Versions(JToken? Declared, JToken? Last, JToken? Baseline, IReadOnlySet<string>? Showable)
    {
        public Versions Below(Func<JToken?, JToken?> step) => Below(step, step);

        /// <param name="declared">In what Git declares, as it is written.</param>
        /// <param name="held">In what the workspace held.</param>
        public Versions Below(Func<JToken?, JToken?> declared, Func<JToken?, JToken?> held) =>
            this with
            {
                Declared = declared(Declared),
                Last = declared(Last),
                Baseline = held(Baseline),
            };
    }
}
