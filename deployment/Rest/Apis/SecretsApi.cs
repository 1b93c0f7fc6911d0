using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The Secrets API: scopes, what is in them, and who may use it. No value is ever read.</summary>
public sealed class SecretsApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/secrets/";

    private static readonly AnswerShape Scope = new(
        Text("name").Needed,
        Object("keyvault_metadata"),
        Text("keyvault_metadata.resource_id")
    );
    private static readonly AnswerShape Secret = new(Text("key").Needed);
    private static readonly AnswerShape Acl = new(Text("principal").Needed, Text("permission").Needed);

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

    /// <summary>
    /// Not repeated after a failure that leaves the outcome open: the service would refuse the name that the first has taken.
    /// </summary>
    /// <param name="spec">As the request has it: <c>scope</c>, <c>scope_backend_type</c>, <c>backend_azure_keyvault</c>, …</param>
    public Task CreateScopeAsync(JObject spec, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Post(Root + "scopes/create", spec, RepeatSafety.Unsafe), ct);

    /// <summary>With all that is in it.</summary>
    public Task DeleteScopeAsync(string scope, CancellationToken ct) =>
        PostAsync("scopes/delete", new JObject { ["scope"] = scope }, ct);

    /// <summary>Writes a value, whether there is one of that key or not.</summary>
    public Task PutAsync(string scope, string key, string value, CancellationToken ct) =>
        PostAsync(
            "put",
            new JObject
            {
                ["scope"] = scope,
                ["key"] = key,
                ["string_value"] = value,
            },
            ct
        );

    public Task DeleteAsync(string scope, string key, CancellationToken ct) =>
        PostAsync("delete", new JObject { ["scope"] = scope, ["key"] = key }, ct);

    /// <summary>Who may do what with a scope; only its managers may ask.</summary>
    public Task<IReadOnlyList<JObject>> ListAclsAsync(string scope, CancellationToken ct) =>
        workspace.ListAsync("items", Acl, WorkspaceRequest.Get(Root + "acls/list", ("scope", scope)), ct);

    /// <summary>Gives a principal one permission, in place of the one that it has. Sent at the same time as another for the same scope,
    /// one of the two can be lost.</summary>
    public Task PutAclAsync(string scope, string principal, string permission, CancellationToken ct) =>
        PostAsync(
            "acls/put",
            new JObject
            {
                ["scope"] = scope,
                ["principal"] = principal,
                ["permission"] = permission,
            },
            ct
        );

    public Task DeleteAclAsync(string scope, string principal, CancellationToken ct) =>
        PostAsync("acls/delete", new JObject { ["scope"] = scope, ["principal"] = principal }, ct);

    private Task PostAsync(string call, JObject body, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Post(Root + call, body, RepeatSafety.Idempotent), ct);
}
