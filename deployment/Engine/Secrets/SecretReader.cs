using Layercake.Engine.Connecting;
using Layercake.Engine.Declarations;
using Layercake.Identity.Vault;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Secrets;

/// <summary>Reads the secrets of declarations from the vault, concurrently.</summary>
/// <param name="prefix">The prefix of this environment's secret names.</param>
internal sealed class SecretReader(ISecretSource source, string prefix)
{
    /// <summary>The name of the vault in plans and in the manifest.</summary>
    public string Vault => source.Vault;

    /// <param name="versions">Of secrets whose references give none, by the names that the vault has for them; of others the current
    /// version is read.</param>
    /// <returns>The secrets that could be read. Each use of another one gets a finding.</returns>
    public async Task<ResolvedSecrets> ReadAsync(
        IReadOnlyList<Declaration> declarations,
        IReadOnlyDictionary<string, string> versions,
        ICollection<Finding> findings,
        CancellationToken ct
    )
    {
        var uses = (
            from declaration in declarations
            from use in SecretText.In(declaration.Content)
            from reference in use.Text.References
            select (declaration, use.Token, reference)
        ).ToList();
        var answers = await ReadAsync(uses.Select(use => use.reference), versions, ct);

        foreach (var (declaration, token, reference) in uses)
            if (answers[reference].Problem is { } problem)
                findings.Add(SecretCheck.At(declaration, token, "SEC003", $"{token.Path} needs {reference}: {problem}"));

        return Resolved(answers);
    }

    /// <summary>Reads the secrets of documents that are not declarations.</summary>
    /// <returns>The secrets that could be read, and the reasons for the others.</returns>
    public async Task<(ResolvedSecrets Secrets, IReadOnlyList<(SecretReference Reference, string Problem)> Problems)> ReadAsync(
        IEnumerable<JToken> documents,
        CancellationToken ct
    )
    {
        var references = documents.SelectMany(SecretText.In).SelectMany(use => use.Text.References);
        var answers = await ReadAsync(references, new Dictionary<string, string>(), ct);
        return (
            Resolved(answers),
            [.. answers.Where(answer => answer.Value.Problem is not null).Select(answer => (answer.Key, answer.Value.Problem!))]
        );
    }

    private async Task<Dictionary<SecretReference, (VaultSecret? Secret, string? Problem)>> ReadAsync(
        IEnumerable<SecretReference> references,
        IReadOnlyDictionary<string, string> versions,
        CancellationToken ct
    ) =>
        (
            await Task.WhenAll(
                references.Distinct().Select(async reference => (reference, answer: await ReadAsync(reference, versions, ct)))
            )
        ).ToDictionary(pair => pair.reference, pair => pair.answer);

    private ResolvedSecrets Resolved(IReadOnlyDictionary<SecretReference, (VaultSecret? Secret, string? Problem)> answers) =>
        new(
            source.Vault,
            prefix,
            answers.Where(answer => answer.Value.Secret is not null).ToDictionary(answer => answer.Key, answer => answer.Value.Secret!)
        );

    private async Task<(VaultSecret? Secret, string? Problem)> ReadAsync(
        SecretReference reference,
        IReadOnlyDictionary<string, string> versions,
        CancellationToken ct
    )
    {
        var name = prefix + reference.Name;
        try
        {
            return (await source.GetAsync(name, reference.Version ?? versions.GetValueOrDefault(name), ct), null);
        }
        catch (Exception e) when (e is VaultException or ConnectionException)
        {
            return (null, e.Message);
        }
    }
}
