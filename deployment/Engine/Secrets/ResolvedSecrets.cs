using Layercake.Identity.Vault;
using Layercake.Secrecy;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Secrets;

/// <summary>What the secrets that declarations name are in this run. The only one who puts values in their place.</summary>
/// <param name="prefix">What the names of this environment's secrets start with.</param>
internal sealed class ResolvedSecrets(string vault, string prefix, IReadOnlyDictionary<SecretReference, VaultSecret> found)
{
    public static ResolvedSecrets None { get; } = new("", "", new Dictionary<SecretReference, VaultSecret>());

    /// <summary>Every secret that could be read and its value, for those who look for values where none should be.</summary>
    public IReadOnlyDictionary<SecretReference, string> Values => found.ToDictionary(secret => secret.Key, secret => secret.Value.Value);

    public bool IsEmpty => found.Count == 0;

    /// <summary>The document as it is sent.</summary>
    public JObject Resolve(JObject document)
    {
        var texts = SecretText.In(document).ToList();
        foreach (var (token, text) in texts)
            token.Value =
                Sent(text) ?? throw new InvalidOperationException("A declaration whose secrets could not be read must not be sent.");

        return document;
    }

    /// <summary>Null when one of its secrets could not be read.</summary>
    public string? Sent(SecretText text) => text.References.All(found.ContainsKey) ? text.Sent(reference => found[reference].Value) : null;

    /// <summary>Whether a foreign text holds one of the values; short ones occur by chance.</summary>
    public bool AreIn(string text) =>
        found.Values.Any(secret => secret.Value.Length >= Redactor.ShortestValue && text.Contains(secret.Value, StringComparison.Ordinal));

    /// <summary>
    /// Vault, name and version, as plans and the manifest tell which secret it was: <c>kv-layercake-dev/dev-db-password/3f9c…</c>.
    /// </summary>
    public string IdOf(SecretReference reference) =>
        found.TryGetValue(reference, out var secret)
            ? $"{vault}/{secret.Name}/{secret.Version}"
            : $"{vault}/{prefix}{reference.Name}/{reference.Version ?? "?"}";

    /// <summary>The secrets that a document names, by what it calls them.</summary>
    public IReadOnlyDictionary<string, string> IdsIn(JObject document) =>
        SecretText
            .In(document)
            .SelectMany(use => use.Text.References)
            .Distinct()
            .OrderBy(reference => reference.Key, StringComparer.Ordinal)
            .ToDictionary(reference => reference.Key, IdOf);
}
