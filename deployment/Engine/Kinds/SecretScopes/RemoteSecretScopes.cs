using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.SecretScopes;

/// <summary>The secret scopes of a workspace. The service has no call that changes one, and none that reads a single one.</summary>
internal sealed class RemoteSecretScopes(SecretScopeKind kind, SecretsApi secrets) : RemoteObjects(kind), IHoldsData
{
    public string Data => "the secrets in it";

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

    protected override async IAsyncEnumerable<JObject> ListAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
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

    /// <summary>What the listing does not have does not exist.</summary>
    private async Task<ObjectsById> ByIdsAsync(IEnumerable<string> ids, CancellationToken ct)
    {
        var asked = ids.ToHashSet(StringComparer.Ordinal);
        return new ObjectsById([
            .. (await secrets.ListScopesAsync(ct)).Select(Live).Where(scope => asked.Contains(scope.Id)),
        ]);
    }
}
