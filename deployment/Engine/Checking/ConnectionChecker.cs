using Layercake.Engine.Connecting;
using Layercake.Engine.Environments;
using Layercake.Identity.ResourceManager;
using Layercake.Identity.Tokens;
using Layercake.Identity.Vault;

namespace Layercake.Engine.Checking;

/// <summary>Does the steps of a deployment up to its first write, with a result for each. Changes nothing.</summary>
public sealed class ConnectionChecker(Connector connector, DeploymentEnvironment environment, TimeProvider clock)
{
    /// <summary>
    /// All checks, in the order of a deployment. After a failure, only the checks that depend on it are skipped.
    /// </summary>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken ct)
    {
        var (needs, results) = await NeedsAsync(ct);
        if (needs is not null)
            results.AddRange(await SecretsAsync(needs, ct));

        var connection = await SignInAsync(needs, results, ct);
        results.AddRange(
            connection is null
                ? WorkspaceChecks.Skipped(environment, "there is no way into the workspace")
                : await new WorkspaceChecks(environment, connection, clock).RunAsync(ct)
        );
        return results;
    }

    private async Task<(SignInRequirements? Needs, List<CheckResult> Results)> NeedsAsync(CancellationToken ct)
    {
        var name = $"authority_type {environment.AuthorityType}";
        try
        {
            var needs = await connector.NeedsAsync(ct);
            return (
                needs,
                [
                    CheckResult.Passed(
                        name,
                        needs.Choice
                            ?? (
                                needs.Secrets.Count == 0
                                    ? "needs no secret of a vault."
                                    : $"needs {string.Join(", ", needs.Secrets)} of the vault, read as {needs.Reader.Description}."
                            )
                    ),
                ]
            );
        }
        catch (Exception exception) when (exception is ConnectionException or SignInException)
        {
            return (null, [CheckResult.Failed(name, exception.Message)]);
        }
    }

    private async Task<IReadOnlyList<CheckResult>> SecretsAsync(SignInRequirements needs, CancellationToken ct)
    {
        if (needs.Secrets.Count == 0)
            return [];

        try
        {
            var vault = connector.OpenVault(needs);
            return await Task.WhenAll(needs.Secrets.Select(name => SecretAsync(vault, name, ct)));
        }
        catch (Exception exception) when (exception is ConnectionException or VaultException)
        {
            return [CheckResult.Failed("vault", exception.Message)];
        }
    }

    private static async Task<CheckResult> SecretAsync(ISecretSource vault, string name, CancellationToken ct)
    {
        try
        {
            var secret = await vault.GetAsync(name, version: null, ct);
            return CheckResult.Passed($"secret {name}", $"version {secret.Version} is enabled and valid.");
        }
        catch (Exception exception) when (exception is VaultException or SignInException)
        {
            return CheckResult.Failed($"secret {name}", exception.Message);
        }
    }

    private async Task<Connection?> SignInAsync(SignInRequirements? needs, List<CheckResult> results, CancellationToken ct)
    {
        if (needs is null || results.Any(result => result.Status == CheckStatus.Failed))
        {
            results.Add(CheckResult.Skipped("sign-in", "what it needs is missing"));
            results.Add(CheckResult.Skipped("workspace", "nobody is signed in"));
            return null;
        }

        try
        {
            // Entering the workspace would add an unknown identity to its users, and a check must not change anything.
            var connection = await connector.SignInAsync(await connector.FetchSecretsAsync(ct), enters: false, ct);
            results.Add(CheckResult.Passed("sign-in", $"{needs.Kind}, as {connection.SignedInAs}."));
            var url = connection.Url.ToString().TrimEnd('/');
            var how = connection.ResourceId is { } id ? $"found in Azure as {id}" : "by its address";
            results.Add(CheckResult.Passed("workspace", $"{url}, {how}."));
            return connection;
        }
        catch (Exception exception) when (exception is WorkspaceLookupException or ConnectionException or SignInException or VaultException)
        {
            var isSignedIn = exception is WorkspaceLookupException or ConnectionException;
            results.Add(isSignedIn ? CheckResult.Passed("sign-in", $"{needs.Kind}.") : CheckResult.Failed("sign-in", exception.Message));
            results.Add(
                isSignedIn ? CheckResult.Failed("workspace", exception.Message) : CheckResult.Skipped("workspace", "nobody is signed in")
            );
            return null;
        }
    }
}
