using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The Secrets API: scopes, and the names of what is in them.</summary>
public sealed class SecretsApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/secrets/";

    private static readonly AnswerShape Scope = new(
        Text("name").Needed,
        Object("keyvault_metadata"),
        Text("keyvault_metadata.resource_id")
    );
    private static readonly AnswerShape Secret = new(Text("key").Needed);

    public Task<IReadOnlyList<JObject>> ListScopesAsync(CancellationToken ct) =>
        workspace.ListAsync("scopes", Scope, WorkspaceRequest.Get(Root + "scopes/list"), ct);

    /// <summary>
    /// Makes a scope that shows the secrets of a vault. Sent again, it answers that there is one of that name, as it does when there was
    /// one before.
    /// </summary>
    /// <param name="vaultId">The vault's id in Azure.</param>
    /// <param name="manager">Who manages it besides administrators: <c>users</c>, the only one that the service takes here; null for the
    /// caller.</param>
    public Task CreateKeyVaultScopeAsync(string scope, string vaultId, Uri vault, string? manager, CancellationToken ct)
    {
        var body = new JObject
        {
            ["scope"] = scope,
            ["scope_backend_type"] = "AZURE_KEYVAULT",
            ["backend_azure_keyvault"] = new JObject { ["resource_id"] = vaultId, ["dns_name"] = vault.AbsoluteUri },
        };
        if (manager is not null)
            body["initial_manage_principal"] = manager;

        return workspace.SendAsync(WorkspaceRequest.Post(Root + "scopes/create", body, RepeatSafety.Idempotent), ct);
    }

    /// <summary>The keys of a scope's secrets, and when each was changed; never a value.</summary>
    public Task<IReadOnlyList<JObject>> ListAsync(string scope, CancellationToken ct) =>
        workspace.ListAsync("secrets", Secret, WorkspaceRequest.Get(Root + "list", ("scope", scope)), ct);
}
