using System.Globalization;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Secrets;

/// <summary>
/// Replaces values that are secret by the name of their field or setting by a fixed mark, unless Git has them in plain text.
/// </summary>
internal sealed class NamedSecretMask(FieldRules rules)
{
    /// <param name="git">What Git declares of the object now or did before, in the document's shape; null for none.</param>
    /// <returns>The document itself when there is nothing to hide.</returns>
    public JObject Of(JObject document, params IReadOnlyList<JObject?> git) =>
        document.Descendants().OfType<JValue>().Any(NamedSecrets.Hold)
            ? (JObject)Walk(document, new Versions([.. git], null), "")
            : document;

    private JToken Walk(JToken token, Versions git, string pattern)
    {
        // What a state has in the place of a secret that is never returned is no secret.
        if (rules.At(pattern).Rule?.Behaviour == FieldBehaviour.WriteOnly)
            return token;

        return token switch
        {
            JObject fields => new JObject(fields.Properties().Select(field => Field(field, git, pattern))),
            JArray list => new JArray(
                list.Select(entry =>
                    Walk(
                        entry,
                        rules.KeyOf(pattern) is { } key ? git.Entry(key, (entry as JObject)?[key]) : git.Entries(),
                        pattern + FieldPath.EachEntry
                    )
                )
            ),
            JValue value when NamedSecrets.Hold(value) && !git.Show(value) => SecretMask.Hidden,
            _ => token,
        };
    }

    private JProperty Field(JProperty field, Versions git, string pattern) =>
        new(field.Name, Walk(field.Value, git.At(field.Name), FieldTree.Join(pattern, field.Name)));

    /// <param name="Texts">Of a list without keys, whose entries may have moved: all that Git has in it.</param>
    private sealed record Versions(IReadOnlyList<JToken?> Tokens, IReadOnlySet<string>? Texts)
    {
        public Versions At(string field) => this with { Tokens = [.. Tokens.Select(token => (token as JObject)?[field])] };

        public Versions Entry(string key, JToken? value) =>
            this with
            {
                Tokens = [.. Tokens.Select(token => (token as JArray)?.FirstOrDefault(entry => IsOf(entry, key, value)))],
            };

        public Versions Entries() => Texts is null ? new([], ValuesIn(Tokens.OfType<JArray>()).Select(Plain).ToHashSet(Comparer)) : this;

        /// <summary>Whether Git has the value, or has a secret there, of which the plan shows no more than its name already.</summary>
        public bool Show(JValue value) =>
            Text(value) is "" or SecretMask.Hidden
            || Texts?.Contains(Text(value)) == true
            || Tokens.OfType<JValue>().Any(token => SecretText.HasReference(token) || Comparer.Equals(Plain(token), Text(value)));

        private static IEnumerable<JValue> ValuesIn(IEnumerable<JArray> lists) =>
            lists.SelectMany(list => list.Descendants()).OfType<JValue>();

        private static bool IsOf(JToken entry, string key, JToken? value) =>
            value is JValue live && (entry as JObject)?[key] is JValue declared && Plain(declared) == Text(live);

        // True in Git is "true" in the workspace.
        private static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;

        /// <summary>A value that Git declares, as it is sent.</summary>
        private static string Plain(JValue value) => SecretText.Plain(Text(value));

        private static string Text(JValue value) => value.ToString(CultureInfo.InvariantCulture);
    }
}
