using Layercake.Engine.Connecting;
using Layercake.Engine.Declarations;
using Layercake.Identity;

namespace Layercake.Engine.Secrets;

/// <summary>Reads from the vault what declarations use, all at once.</summary>
/// <param name="prefix">What the names of this environment's secrets start with.</param>
internal sealed class SecretReader(ISecretSource source, string prefix)
{
    /// <returns>What could be read; what could not is a finding at each place that needs it.</returns>
    public async Task<ResolvedSecrets> ReadAsync(IReadOnlyList<Declaration> declarations, ICollection<Finding> findings, CancellationToken ct)
    {
        var uses = (from declaration in declarations from use in SecretText.In(declaration.Content) from reference in use.Text.References select (declaration, use.Token, reference)).ToList();
        var answers = (await Task.WhenAll(uses.Select(use => use.reference).Distinct().Select(async reference => (reference, answer: await ReadAsync(reference, ct)))))
            .ToDictionary(pair => pair.reference, pair => pair.answer);

        foreach (var (declaration, token, reference) in uses)
            if (answers[reference].Problem is { } problem)
                findings.Add(SecretCheck.At(declaration, token, "SEC003", $"{token.Path} needs {reference}: {problem}"));

        return new ResolvedSecrets(source.Vault, prefix, answers.Where(answer => answer.Value.Secret is not null).ToDictionary(answer => answer.Key, answer => answer.Value.Secret!));
    }

    private async Task<(VaultSecret? Secret, string? Problem)> ReadAsync(SecretReference reference, CancellationToken ct)
    {
        try
        {
            return (await source.GetAsync(prefix + reference.Name, reference.Version, ct), null);
        }
        catch (Exception e) when (e is VaultException or ConnectionException)
        {
            return (null, e.Message);
        }
    }
}
