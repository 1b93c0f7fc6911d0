using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.Permissions;
using Layercake.Engine.Ownership;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.SecretScopes;

/// <summary>Who may use the secret scopes of a workspace.</summary>
internal sealed class RemoteScopeAcls(ScopeAclKind kind, SecretsApi secrets, ScimApi scim, SignedInUser user)
    : RemoteParts(kind),
        IOnlineCheck
{
    public override WriteCalls Calls { get; } =
        WriteCalls.OfPart("POST /api/2.0/secrets/acls/put", "POST /api/2.0/secrets/acls/delete");

    /// <remarks>One after the other, since the service loses entries of one scope that are written at the same time.</remarks>
    public override async Task UpdateAsync(AssetWrite write, CancellationToken ct)
    {
        var (_, scope) = Named(write.Wanted);
        var wanted = (JObject)write.Wanted[Kind.Field]!;
        var held = await HeldAsync(scope, ct);
        var deployers = await user.DeployersAsync(ct);
        var removed = Removed(write, wanted).Select(principal => Kind.Find(held, principal)).OfType<string>().ToList();
        if (LosesManage(held, wanted, removed, deployers))
            await secrets.PutAclAsync(scope, deployers[0], ScopeAclKind.Manage, ct);

        foreach (var (principal, permission) in wanted)
        {
            var there = Kind.Find(held, principal);
            var isAsWanted = there is not null && JToken.DeepEquals(held[there], permission);
            if (!isAsWanted && !(there is not null && ScopeAclKind.IsHeldFast(there, held[there], deployers)))
                await secrets.PutAclAsync(scope, there ?? principal, (string)permission!, ct);
        }

        foreach (var principal in removed)
            if (!ScopeAclKind.IsHeldFast(principal, held[principal], deployers))
                await DeleteAsync(scope, principal, ct);
    }

    /// <summary>Whether whoever deploys manages the scope only by a group that is about to have less.</summary>
    private bool LosesManage(JObject held, JObject wanted, IReadOnlyList<string> removed, IReadOnlyList<string> deployers)
    {
        if (held.Properties().Any(entry => ScopeAclKind.IsHeldFast(entry.Name, entry.Value, deployers)))
            return false;

        var managers = held.Properties().Where(entry => (string?)entry.Value == ScopeAclKind.Manage);
        return managers.Any(entry =>
            removed.Contains(entry.Name)
            || (Kind.Find(wanted, entry.Name) is { } named && (string?)wanted[named] != ScopeAclKind.Manage)
        );
    }

    public Task<IReadOnlyList<Finding>> CheckAsync(
        IReadOnlyList<(Declaration Declaration, JObject? Held)> writes,
        CancellationToken ct
    ) => new PrincipalLookup(Kind, scim, Principal).CheckAsync(writes, ct);

    /// <summary>The service tells them apart by their form.</summary>
    private static string Principal(string name) =>
        name.Contains('@', StringComparison.Ordinal) ? $"user {name}"
        : Guid.TryParse(name, out _) ? $"service principal {name}"
        : $"group {name}";

    protected override Task<bool> PlansForAnotherAsync(CancellationToken ct) => user.PlansForAnotherAsync(ct);

    protected override bool NamesObject(string field) => field == SecretScopeKind.Folder;

    protected override async Task<JObject> ReadAsync(PartObject of, CancellationToken ct)
    {
        var held = await HeldAsync(of.Id, ct);
        return new JObject
        {
            [of.Field] = of.Id,
            [PartKind.Deployers] = new JArray(await user.DeployersAsync(ct)),
            [Kind.Field] = held,
        };
    }

    private async Task<JObject> HeldAsync(string scope, CancellationToken ct) =>
        new((await secrets.ListAclsAsync(scope, ct)).Select(acl => new JProperty((string)acl["principal"]!, acl["permission"])));

    private async Task DeleteAsync(string scope, string principal, CancellationToken ct)
    {
        try
        {
            await secrets.DeleteAclAsync(scope, principal, ct);
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            // Someone else has deleted it meanwhile.
        }
    }
}
