using Layercake.Identity.ResourceManager;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Provisioning;

/// <summary>Opens a workspace as whoever provisions.</summary>
/// <param name="resourceId">The workspace in Azure.</param>
/// <param name="enters">Whether somebody whom the workspace does not know may become one of its users by that.</param>
public delegate WorkspaceClient WorkspaceOpener(Uri url, string resourceId, bool enters);

/// <summary>A secret scope is there with other contents, or the workspace refused to make it; nothing was changed in it.</summary>
public sealed class SecretScopeException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The secret scope through which an environment's workspace shows the secrets of its vault.</summary>
internal sealed class KeyVaultScope(ResourceManagerClient azure, WorkspaceOpener open, InfrastructureTarget target)
{
    private readonly string name = target.Settings.SecretScope ?? "";

    /// <summary>What is to be done; null when the environment wants no scope.</summary>
    /// <param name="workspace">As Azure knows it; null when it is still to be created.</param>
    public async Task<ResourceChange?> PlanAsync(JObject? workspace, CancellationToken ct)
    {
        if (target.Settings.SecretScope is null)
            return null;
        if (UrlOf(workspace) is not { } url)
            return Row(ResourceAction.Create, $"not in the workspace; shows vault {target.VaultName}");

        try
        {
            return await ExistsAsync(new SecretsApi(open(url, target.WorkspaceId, enters: false)), ct)
                ? Row(ResourceAction.None, $"exists, shows vault {target.VaultName}")
                : Row(ResourceAction.Create, $"not in the workspace; shows vault {target.VaultName}");
        }
        catch (WorkspaceApiException error) when (error.Status == 403)
        {
            // Entering would make a user of whoever plans, and a plan changes nothing.
            return Row(ResourceAction.Create, $"if it is missing; {azure.Caller} may not look into the workspace yet");
        }
    }

    /// <summary>Makes the scope, unless it is there by now.</summary>
    /// <param name="isStandard">The workspace's pricing tier has no access control, so the service lets only all users manage the
    /// scope.</param>
    /// <exception cref="SecretScopeException">There is another of that name, or the workspace refused.</exception>
    public async Task CreateAsync(bool isStandard, CancellationToken ct)
    {
        var url =
            UrlOf(await azure.FindAsync(target.WorkspaceId, InfrastructurePlanner.Workspaces, ct))
            ?? throw new SecretScopeException($"Workspace {target.WorkspaceName} has no address yet. Run again when it is ready.");
        var vault =
            (string?)(await azure.FindAsync(target.VaultId, InfrastructurePlanner.Vaults, ct))?.SelectToken("properties.vaultUri")
            ?? throw new SecretScopeException($"Azure does not tell the address of vault {target.VaultName}. Run again when it is ready.");
        var secrets = new SecretsApi(open(url, target.WorkspaceId, enters: true));
        if (await ExistsAsync(secrets, ct))
            return;

        try
        {
            await secrets.CreateKeyVaultScopeAsync(name, target.VaultId, new Uri(vault), isStandard ? "users" : null, ct);
        }
        catch (WorkspaceApiException error) when (error.IsConflict)
        {
            // Either the first of two attempts had made it, or somebody else has.
            if (!await ExistsAsync(secrets, ct))
                throw Refused(error);
        }
        catch (WorkspaceApiException error) when (error is { IsUnreachable: false, IsUnauthenticated: false })
        {
            throw Refused(error);
        }
    }

    private async Task<bool> ExistsAsync(SecretsApi secrets, CancellationToken ct)
    {
        if ((await ListAsync(secrets, ct)).FirstOrDefault(scope => (string?)scope["name"] == name) is not { } found)
            return false;

        var shown = (string?)found.SelectToken("keyvault_metadata.resource_id");
        if (string.Equals(shown?.TrimEnd('/'), target.VaultId, StringComparison.OrdinalIgnoreCase))
            return true;

        throw new SecretScopeException(
            $"The workspace has a secret scope {name} already, which "
                + $"{(shown is null ? "keeps its secrets itself" : $"shows another vault, {shown}")}. It is left as it is. "
                + "Choose another secret_scope, or delete that one by hand when nothing uses it any more."
        );
    }

    private static async Task<IReadOnlyList<JObject>> ListAsync(SecretsApi secrets, CancellationToken ct)
    {
        try
        {
            return await secrets.ListScopesAsync(ct);
        }
        catch (WorkspaceApiException error) when (error is { IsUnreachable: false, Status: not 401 and not 403 })
        {
            throw new SecretScopeException(
                $"The workspace did not tell its secret scopes: {error.Message} Run again in a few minutes.",
                error
            );
        }
    }

    private SecretScopeException Refused(WorkspaceApiException error) =>
        new(
            $"The workspace did not make secret scope {name}: {error.Message} It takes a token of Microsoft Entra of somebody who "
                + $"is an administrator of the workspace and Contributor or Owner of vault {target.VaultName}; "
                + "where a service principal is refused, run this target once as such a user (az login).",
            error
        );

    private ResourceChange Row(ResourceAction action, string reason) => new("secret scope", name, action, reason);

    private static Uri? UrlOf(JObject? workspace) =>
        (string?)workspace?.SelectToken("properties.workspaceUrl") is { Length: > 0 } host ? new Uri($"https://{host}") : null;
}
