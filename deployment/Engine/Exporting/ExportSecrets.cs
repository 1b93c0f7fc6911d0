using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Secrets;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>Collects the secret values that an export must recognise, each with the reference that a declaration has for it.</summary>
internal sealed class ExportSecrets(DeploymentEnvironment environment, SecretReader vault)
{
    /// <summary>Reads the secrets that the variables and overlays of the environment refer to.</summary>
    /// <returns>A finding for each that cannot be read: without its value it cannot be kept out of the files.</returns>
    public async Task<(ResolvedSecrets Secrets, IReadOnlyList<Finding> Unreadable)> ReadEnvironmentAsync(CancellationToken ct)
    {
        var (secrets, unreadable) = await vault.ReadAsync(
            environment.Variables.Values.Select(variable => variable.Value).Append(environment.Overlays).OfType<JToken>(),
            ct
        );
        return (
            secrets,
            [
                .. unreadable.Select(secret => new Finding
                {
                    Severity = Severity.Error,
                    Code = "EXP002",
                    Message =
                        $"{environment.Name} names {secret.Reference} in its variables or overlays, and it cannot be read, so "
                        + $"nothing is exported: its value could not be told from any other. {secret.Problem}",
                }),
            ]
        );
    }

    /// <summary>Reads the secrets that earlier deployments put into the workspace: in today's version and in the deployed one.</summary>
    public async Task<IReadOnlyList<(string Reference, string Value)>> ReadDeployedAsync(SecretKnowledge knowledge, CancellationToken ct)
    {
        // A secret that can no longer be read is recognised by its position instead, see SecretReferencePositions.
        var (current, _) = await vault.ReadAsync(knowledge.Remembered, ct);
        var deployed = knowledge.Deployed;
        var (earlier, _) = await vault.ReadAsync(deployed.Select(secret => new JValue(secret.Deployed.ToString())), ct);
        return
        [
            .. current.Values.Select(secret => (secret.Key.ToString(), secret.Value)),
            .. deployed
                .Where(secret => earlier.Values.ContainsKey(secret.Deployed))
                .Select(secret => (secret.Written.ToString(), earlier.Values[secret.Deployed])),
        ];
    }

    /// <summary>The secrets that this run has read. Without identifiers such as the tenant id, which are not secret.</summary>
    public IReadOnlyList<(string Reference, string Value)> Known(ExportRequest request, params IEnumerable<ResolvedSecrets> resolved)
    {
        var names = environment.SecretNames;
        string?[] identifiers = [names.TenantId, names.ClientId, names.SubscriptionId];
        var fetched = request
            .Secrets.Where(secret => !(identifiers.Contains(secret.Name) && Guid.TryParse(secret.Value, out _)))
            .Select(secret => (ReferenceTo(secret.Name), secret.Value));
        return
        [
            .. resolved.SelectMany(secrets => secrets.Values).Select(secret => (secret.Key.ToString(), secret.Value)).Distinct(),
            .. fetched,
        ];
    }

    private string ReferenceTo(string nameInVault)
    {
        var hasPrefix = nameInVault.StartsWith(environment.SecretPrefix, StringComparison.Ordinal);
        return new SecretReference(hasPrefix ? nameInVault[environment.SecretPrefix.Length..] : nameInVault, null).ToString();
    }
}
