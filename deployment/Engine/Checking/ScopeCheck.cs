using Layercake.Engine.Environments;
using Layercake.Identity.Tokens;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Checking;

/// <summary>Checks that the environment's secret scope exists, and that the workspace can read the vault behind it.</summary>
internal sealed class ScopeCheck(WorkspaceClient client, DeploymentEnvironment environment)
{
    private readonly SecretsApi secrets = new(client);

    public static string NameOf(string scope) => $"secret_scope {scope}";

    public async Task<CheckResult> RunAsync(string scope, CancellationToken ct)
    {
        var name = NameOf(scope);
        try
        {
            var found = (await secrets.ListScopesAsync(ct)).FirstOrDefault(candidate => (string?)candidate["name"] == scope);
            if (found is null)
                return CheckResult.Failed(
                    name,
                    "the workspace has no such secret scope.",
                    "Create it with --target=ProvisionInfrastructure."
                );

            return VaultOf(found) is { } vault
                ? await CheckVaultAsync(name, scope, vault, ct)
                : CheckResult.Failed(name, "it keeps its secrets itself and shows no vault.", "Choose another secret_scope.");
        }
        catch (Exception error) when (error is WorkspaceApiException or SignInException)
        {
            return CheckResult.Failed(name, error.Message);
        }
    }

    private async Task<CheckResult> CheckVaultAsync(string name, string scope, string vault, CancellationToken ct)
    {
        // Only for host names: the address of the local cloud's vault does not contain a name.
        if (
            environment.Vault is { HostNameType: UriHostNameType.Dns } ours
            && !string.Equals(ours.Host.Split('.')[0], vault, StringComparison.OrdinalIgnoreCase)
        )
            return CheckResult.Failed(
                name,
                $"it shows vault {vault}, and the environment's vault is {ours.Host.Split('.')[0]}.",
                "Choose another secret_scope, or correct the vault."
            );

        try
        {
            return CheckResult.Passed(name, $"shows vault {vault}; {(await secrets.ListAsync(scope, ct)).Count} secrets found.");
        }
        catch (WorkspaceApiException error) when (!error.IsUnreachable)
        {
            return CheckResult.Failed(
                name,
                error.Message,
                $"Let Databricks read the vault: az role assignment create --role \"Key Vault Secrets User\" --assignee "
                    + $"{environment.Resource} --scope VAULT-ID, or an access policy with get and list; and give whoever deploys READ "
                    + $"on the scope."
            );
        }
    }

    private static string? VaultOf(JObject scope) =>
        ((string?)scope.SelectToken("keyvault_metadata.resource_id"))?.TrimEnd('/').Split('/')[^1];
}
