using Layercake.Engine.Connecting;
using Layercake.Engine.Declarations;
using Layercake.Identity.Vault;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Secrets;

/// <summary>Reads the secrets of declarations from the vault, concurrently.</summary>
/// <param name="prefix">The prefix of this environment's secret names.</param>
/// <param name="plansForAnother">Whether whoever signed in only plans: then a secret whose value it may not read is known by its version
/// alone.</param>
internal sealed class SecretReader(ISecretSource source, string prefix, Func<CancellationToken, Task<bool>> plansForAnother)
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
                findings.Add(SecretCheck.At(declaration, token, "SEC003", $"{PathInFile.Of(token)} needs {reference}: {problem}"));

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

    /// <param name="name">As the vault has it.</param>
    /// <returns>Null where the vault gives no current version.</returns>
    public async Task<string?> CurrentVersionAsync(string name, CancellationToken ct)
    {
        try
        {
            return (await source.GetAsync(name, version: null, ct)).Version;
        }
        catch (VaultException)
        {
            return null;
        }
    }

    private async Task<Dictionary<SecretReference, SecretAnswer>> ReadAsync(
        IEnumerable<SecretReference> references,
        IReadOnlyDictionary<string, string> versions,
        CancellationToken ct
    ) =>
        (
            await Task.WhenAll(
                references.Distinct().Select(async reference => (reference, answer: await ReadAsync(reference, versions, ct)))
            )
        ).ToDictionary(pair => pair.reference, pair => pair.answer);

    private ResolvedSecrets Resolved(IReadOnlyDictionary<SecretReference, SecretAnswer> answers) =>
        new(
            source.Vault,
            prefix,
            answers.Where(answer => answer.Value.Secret is not null).ToDictionary(answer => answer.Key, answer => answer.Value.Secret!),
            answers.Where(answer => answer.Value.Version is not null).ToDictionary(answer => answer.Key, answer => answer.Value.Version!)
        );

    private async Task<SecretAnswer> ReadAsync(
        SecretReference reference,
        IReadOnlyDictionary<string, string> versions,
        CancellationToken ct
    )
    {
        var name = prefix + reference.Name;
        var version = reference.Version ?? versions.GetValueOrDefault(name);
        try
        {
            return new SecretAnswer(await source.GetAsync(name, version, ct), null, null);
        }
        catch (VaultException e) when (e.IsForbidden)
        {
            return await plansForAnother(ct) ? await ListedAsync(name, version, e, ct) : new SecretAnswer(null, null, e.Message);
        }
        catch (Exception e) when (e is VaultException or ConnectionException)
        {
            return new SecretAnswer(null, null, e.Message);
        }
    }

    private async Task<SecretAnswer> ListedAsync(string name, string? version, VaultException forbidden, CancellationToken ct)
    {
        try
        {
            return new SecretAnswer(null, await source.VersionAsync(name, version, ct), null);
        }
        catch (VaultException e)
        {
            return new SecretAnswer(null, null, e.IsForbidden ? forbidden.Message : e.Message);
        }
    }

    /// <param name="Version">Of a secret whose value may not be read.</param>
    /// <param name="Problem">Why neither is known.</param>
    private sealed record SecretAnswer(VaultSecret? Secret, string? Version, string? Problem);
}
