using Layercake.Engine.Declarations;
using Layercake.Identity.Vault;
using Layercake.Secrecy;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Secrets;

/// <summary>The values of the secrets of this run. Only this class replaces references by values.</summary>
/// <param name="prefix">The prefix of this environment's secret names.</param>
/// <param name="versions">Versions of secrets whose values whoever plans may not read.</param>
internal sealed class ResolvedSecrets(
    string vault,
    string prefix,
    IReadOnlyDictionary<SecretReference, VaultSecret> found,
    IReadOnlyDictionary<SecretReference, string> versions
)
{
    public static ResolvedSecrets None { get; } =
        new("", "", new Dictionary<SecretReference, VaultSecret>(), new Dictionary<SecretReference, string>());

    /// <summary>Every secret that could be read, with its value; for the search for values in exports.</summary>
    public IReadOnlyDictionary<SecretReference, string> Values => found.ToDictionary(secret => secret.Key, secret => secret.Value.Value);

    public bool IsEmpty => found.Count == 0;

    /// <summary>The versions of the secrets whose references give none, by the names that the vault has for them.</summary>
    public IReadOnlyDictionary<string, string> FreeVersions =>
        found
            .Select(secret => (secret.Key, secret.Value.Version))
            .Concat(versions.Select(secret => (secret.Key, Version: secret.Value)))
            .Where(secret => secret.Key.Version is null)
            .OrderBy(secret => secret.Key.Name, StringComparer.Ordinal)
            .ToDictionary(secret => prefix + secret.Key.Name, secret => secret.Version, StringComparer.Ordinal);

    /// <summary>The document as it is sent.</summary>
    public JObject Resolve(JObject document)
    {
        var texts = SecretText.In(document).ToList();
        foreach (var (token, text) in texts)
            token.Value =
                Sent(text) ?? throw new InvalidOperationException("A declaration whose secrets could not be read must not be sent.");

        return document;
    }

    /// <summary>The document as plans show it: its secrets by vault, name and version.</summary>
    public JObject Shown(JObject document) => SecretText.Shown(document, IdOf);

    /// <summary>Null when one of its secrets could not be read.</summary>
    public string? Sent(SecretText text) => text.References.All(found.ContainsKey) ? text.Sent(reference => found[reference].Value) : null;

    /// <summary>Whether the text contains one of the values. Short values do not count, since they occur by chance.</summary>
    public bool AreIn(string text) =>
        found.Values.Any(secret => secret.Value.Length >= Redactor.ShortestValue && text.Contains(secret.Value, StringComparison.Ordinal));

    /// <summary>
    /// Vault, name and version, as in plans and in the manifest: <c>kv-layercake-dev/dev-db-password/3f9c…</c>.
    /// </summary>
    public string IdOf(SecretReference reference) =>
        found.TryGetValue(reference, out var secret)
            ? $"{vault}/{secret.Name}/{secret.Version}"
            : $"{vault}/{prefix}{reference.Name}/{versions.GetValueOrDefault(reference) ?? reference.Version ?? "?"}";

    /// <summary>Whether a value in the workspace cannot be compared with what the text stands for.</summary>
    public bool IsValueUnknown(SecretText text) => text.References.Any(versions.ContainsKey);

    /// <summary>The secrets of a document whose values may not be read, as in plans.</summary>
    public IReadOnlyList<string> UnknownIn(JObject document) =>
        [.. SecretText.In(document).SelectMany(use => use.Text.References).Where(versions.ContainsKey).Select(IdOf).Distinct()];

    /// <summary>The secrets of a document, by the keys of their references.</summary>
    public IReadOnlyDictionary<string, string> IdsIn(JObject document) =>
        SecretText
            .In(document)
            .SelectMany(use => use.Text.References)
            .Distinct()
            .OrderBy(reference => reference.Key, StringComparer.Ordinal)
            .ToDictionary(reference => reference.Key, IdOf);
}
