using Layercake.LocalCloud.Apis.KeyVault;
using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Authorization;

/// <summary>
/// Who may do what with a vault's secrets: by role assignments or by access policies, as the vault is set, behind its firewall.
/// </summary>
internal sealed class VaultAccess(CloudAccounts accounts, DeniedApplications denials, Vaults vaults, ResourceStore resources)
{
    private const string SecretsUser = "4633458b-17de-408a-b874-0445c86b69e6";

    // Secrets Officer, Key Vault Administrator.
    private static readonly string[] Owners = ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "00482a5a-887f-4fb3-b363-3b7fe8e74483"];

    /// <exception cref="ApiError">403, in the words for the way in which this vault grants rights.</exception>
    public void Check(CloudApp app, AccessRequest question)
    {
        var vault = vaults.Get(question.Vault);
        var caller = $"appid={app.ClientId};oid={app.ObjectId};iss={question.Authority}/{accounts.TenantId}/";
        if (vault.IsFirewalled)
            throw Forbidden(
                "Client address is not authorized and caller is not a trusted service.\r\n"
                    + $"Client address: 127.0.0.1\r\nCaller: {caller}\r\nVault: {vault.Name};location={vault.Location}",
                "ForbiddenByFirewall"
            );

        var action = ActionOf(question);
        if (!denials.Has(Access.Vault, app.ClientId, action) && (vault.IsOpen || IsGranted(vault, app, action)))
            return;

        if (vault.UsesRbac)
            throw Forbidden(
                "Caller is not authorized to perform action on resource.\r\n"
                    + "If role assignments, deny assignments or role definitions were changed recently, please observe "
                    + "propagation time.\r\n"
                    + $"Caller: {caller}\r\nAction: '{RbacAction(action)}'\r\nResource: '{vault.ResourceId.ToLowerInvariant()}'\r\n"
                    + $"Assignment: (not found)\r\nDenyAssignmentId: null\r\nDecisionReason: null\r\nVault: "
                    + $"{vault.Name};location={vault.Location}",
                "ForbiddenByRbac"
            );

        throw Forbidden(
            $"The user, group or application '{caller}' does not have secrets {action} permission on key vault "
                + $"'{vault.Name};location={vault.Location}'. "
                + "For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287",
            "AccessDenied"
        );
    }

    private bool IsGranted(Vault vault, CloudApp app, string action) =>
        vault.UsesRbac ? IsAssigned(vault, app, action) : vault.AccessPolicies.Any(policy => IsFor(policy, app) && Permits(policy, action));

    private bool IsAssigned(Vault vault, CloudApp app, string action) =>
        resources
            .All()
            .Any(resource =>
                Same((string?)resource["type"], "Microsoft.Authorization/roleAssignments")
                && Same((string?)resource["properties"]?["principalId"], app.ObjectId)
                && vault.ResourceId.StartsWith(((string)resource["properties"]!["scope"]!).TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
                && RoleAllows(((string)resource["properties"]!["roleDefinitionId"]!).Split('/')[^1].ToLowerInvariant(), action)
            );

    private static bool RoleAllows(string role, string action) =>
        Owners.Contains(role) || (role == SecretsUser && action is "get" or "list");

    private static bool IsFor(JObject policy, CloudApp app) => Same((string?)policy["objectId"], app.ObjectId);

    private static bool Permits(JObject policy, string action) =>
        policy["permissions"]?["secrets"] is JArray secrets
        && secrets.Any(name => Same((string?)name, action) || Same((string?)name, "all"));

    private static string ActionOf(AccessRequest question)
    {
        var segments = question.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var isDeleted = segments[0] == "deletedsecrets";
        return question.Method switch
        {
            "GET" or "HEAD" => segments.Length == 1 || segments[^1] == "versions" ? "list" : "get",
            "DELETE" => isDeleted ? "purge" : "delete",
            "POST" => "recover",
            _ => "set",
        };
    }

    private static string RbacAction(string action) =>
        action switch
        {
            "get" => "Microsoft.KeyVault/vaults/secrets/getSecret/action",
            "list" => "Microsoft.KeyVault/vaults/secrets/readMetadata/action",
            "set" => "Microsoft.KeyVault/vaults/secrets/setSecret/action",
            "delete" => "Microsoft.KeyVault/vaults/secrets/delete",
            _ => $"Microsoft.KeyVault/vaults/secrets/{action}/action",
        };

    private static ApiError Forbidden(string message, string inner) => new(403, AzureErrors.Body("Forbidden", message, inner));

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
