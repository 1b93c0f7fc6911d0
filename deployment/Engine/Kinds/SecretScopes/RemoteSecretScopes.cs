using System.Runtime.CompilerServices;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Ownership;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.SecretScopes;

/// <summary>The secret scopes of a workspace. The service has no call that changes one, and none that reads a single one.</summary>
internal sealed class RemoteSecretScopes(SecretScopeKind kind, SecretsApi secrets, SignedInUser user) : RemoteObjects(kind), IHoldsData
{
    public override WriteCalls Calls { get; } =
        new()
        {
            Create = WriteCall.List("POST /api/2.0/secrets/scopes/create"),
            Delete = WriteCall.List("POST /api/2.0/secrets/scopes/delete"),
        };

    public string Data => "the secrets in it";

    /// <summary>For an export each scope is read with its keys and with who may use it.</summary>
    public override async Task<FoundAssets> DiscoverAsync(IReadOnlyList<Declaration> declared, CancellationToken ct) =>
        new([
            .. (await secrets.ListScopesAsync(ct))
                .Select(Live)
                .Select(scope => Found(scope.Name, scope.Id, async stop => await WithPartsAsync(scope, stop))),
        ]);

    public override async Task<ObjectsById> ReadAfterWriteAsync(IReadOnlyList<WrittenAsset> written, CancellationToken ct) =>
        await ByIdsAsync(written.Select(asset => asset.Id), ct);

    public override async Task<ObjectsById> GetByIdsAsync(
        IReadOnlyList<ManifestEntry> entries,
        IReadOnlyList<LiveAsset> listed,
        CancellationToken ct
    ) => entries.Count == 0 ? new ObjectsById([]) : await ByIdsAsync(entries.Select(entry => entry.Id), ct);

    public override async Task<string> CreateAsync(AssetWrite write, CancellationToken ct)
    {
        var wanted = Sendable(write.Wanted);
        var name = (string)wanted["name"]!;
        var spec = new JObject { ["scope"] = name };
        if (wanted[SecretScopeKind.Backend] is { } backend)
            spec["scope_backend_type"] = backend;
        if (wanted[SecretScopeKind.Vault] is { } vault)
            spec["backend_azure_keyvault"] = vault;
        if (wanted[SecretScopeKind.Manager] is { } manager)
            spec[SecretScopeKind.Manager] = manager;

        await secrets.CreateScopeAsync(spec, ct);
        return name;
    }

    public override Task DeleteAsync(string id, CancellationToken ct) => secrets.DeleteScopeAsync(id, ct);

    protected override async IAsyncEnumerable<JObject> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var scope in await secrets.ListScopesAsync(ct))
            yield return scope;
    }

    protected override Task<JObject> GetAsync(string id, CancellationToken ct) =>
        throw new NotSupportedException("The service has no call for one scope.");

    protected override LiveAsset Live(JObject answer) =>
        new()
        {
            Name = (string)answer["name"]!,
            Id = (string)answer["name"]!,
            State = Sendable(answer),
        };

    private async Task<LiveAsset> WithPartsAsync(LiveAsset scope, CancellationToken ct)
    {
        var state = new JObject(scope.State);
        var isOnVault = (string?)state[SecretScopeKind.Backend] == SecretScopeKind.KeyVault;
        var keys = isOnVault ? [] : await secrets.ListAsync(scope.Id, ct);
        if (keys.Count > 0)
            state[SecretScopeKind.Secrets] = new JObject(keys.Select(secret => new JProperty((string)secret["key"]!, "written")));

        // Whoever deploys the file manages the scope anyway.
        var deployers = await user.DeployersAsync(ct);
        var acls = (await secrets.ListAclsAsync(scope.Id, ct)).Where(acl =>
            !ScopeAclKind.IsHeldFast((string)acl["principal"]!, acl["permission"], deployers)
        );
        if (acls.ToList() is { Count: > 0 } given)
            state[SecretScopeKind.Acls] = new JArray(given);

        return scope with { State = state };
    }

    /// <summary>What the listing does not have does not exist.</summary>
    private async Task<ObjectsById> ByIdsAsync(IEnumerable<string> ids, CancellationToken ct)
    {
        var asked = ids.ToHashSet(StringComparer.Ordinal);
        return new ObjectsById([
            .. (await secrets.ListScopesAsync(ct)).Select(Live).Where(scope => asked.Contains(scope.Id)),
        ]);
    }
}
