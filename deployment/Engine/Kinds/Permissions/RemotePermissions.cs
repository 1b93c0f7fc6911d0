using System.Collections.Concurrent;
using System.Globalization;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Memory;
using Layercake.Engine.Ownership;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Permissions;

/// <summary>The permission lists of objects in the workspace.</summary>
/// <param name="types">What the Permissions API calls the objects, by kind.</param>
internal sealed class RemotePermissions(
    PermissionKind kind,
    IReadOnlyDictionary<string, PermissionType> types,
    PermissionsApi permissions,
    WorkspaceApi workspace,
    ScimApi scim,
    AppPrincipals apps,
    SignedInUser user
) : RemoteParts(kind), IOnlineCheck, IPartOfPlaces
{
    public override WriteCalls Calls { get; } =
        WriteCalls.OfPart("PATCH /api/2.0/permissions/{object*}", "PUT /api/2.0/permissions/{object*}");

    /// <remarks>
    /// A PATCH adds entries and never lowers one, so what lowers or removes is a PUT of the whole list, made of what the object has at
    /// this moment.
    /// </remarks>
    public override async Task UpdateAsync(AssetWrite write, CancellationToken ct)
    {
        var (field, value) = Named(write.Wanted);
        var (type, id) = await AddressAsync(field, value, ct);
        var wanted = (JObject)write.Wanted[AccessList.Field]!;
        if (Additions(write, wanted) is { } additions && !await NamesDeployerAsync(additions, ct))
        {
            await permissions.UpdateAsync(type, id, AccessList.Entries(additions), ct);
            return;
        }

        var held = AccessList.Direct(await permissions.GetAsync(type, id, ct));
        var target = Target(held, wanted, Removed(write, wanted), await DeployersAsync(ct));
        var isOnlyMore = held.Properties().All(entry => JToken.DeepEquals(target[entry.Name], entry.Value));
        if (!isOnlyMore)
            await permissions.SetAsync(type, id, AccessList.Entries(target), ct);
        else if (target.Count > held.Count)
            await permissions.UpdateAsync(
                type,
                id,
                AccessList.Entries(new JObject(target.Properties().Where(entry => !held.ContainsKey(entry.Name)))),
                ct
            );
    }

    public Task<IReadOnlyList<Finding>> CheckAsync(
        IReadOnlyList<(Declaration Declaration, JObject? Held)> writes,
        CancellationToken ct
    ) => new PrincipalLookup(Kind, scim, principal => principal).CheckAsync(writes, ct);

    public async Task<JObject?> ReadAsync(AssetKind kind, LiveAsset live, JObject? declared, CancellationToken ct)
    {
        if (kind.Permissions is not { } type)
            return null;

        var held = AccessList.Direct(await permissions.GetAsync(type.Address, live.Id, ct));
        return AsWritten(held, declared, await MakersAsync(live.Creator, held, ct));
    }

    public async Task<JObject> ReadAsync(FoundPlace place, JObject? declared, CancellationToken ct)
    {
        var (type, id) = place.Id is { } known
            ? (TypeOf(place.ObjectType), known)
            : await AddressAsync(PermissionKind.PathField, place.Path, ct);
        var held = AccessList.Direct(await permissions.GetAsync(type, id, ct));
        return AsWritten(held, declared, await MakersAsync(creator: null, held, ct));
    }

    /// <summary>Whose entries the service made. Of a pool or a file it does not say who that was: whoever exports may have.</summary>
    private async Task<IReadOnlyList<string>> MakersAsync(string? creator, JObject held, CancellationToken ct) =>
        creator is { Length: > 0 } ? [creator]
        : held.Properties().Any(entry => (string?)entry.Value == PermissionType.Manager) ? await user.DeployersAsync(ct)
        : [];

    public string? PathOf(Declaration part) => (string?)part.Content[PermissionKind.PathField];

    public bool IsSame(JObject part, JObject? declared) => JsonValues.Equal(part, declared?[AccessList.Field] ?? new JObject());

    public void Write(JObject document, JObject part, JObject? before)
    {
        Keep(document, before);
        var inOrder = (before?[AccessList.Field] as JArray ?? [])
            .OfType<JObject>()
            .Select(AccessList.PrincipalOf)
            .OfType<string>()
            .Where(part.ContainsKey)
            .Union(part.Properties().Select(entry => entry.Name).Order(StringComparer.Ordinal));
        if (part.Count > 0)
            document[AccessList.Field] = AccessList.Entries(
                new JObject(inOrder.Select(principal => new JProperty(principal, part[principal])))
            );
        else if (before?[AccessList.Field] is not null)
            document[AccessList.Field] = new JArray();
    }

    public void Keep(JObject document, JObject? before)
    {
        foreach (var field in new[] { AccessList.Field, AccessList.Mode })
            if (before?[field] is { } written)
                document[field] = written.DeepClone();
    }

    /// <summary>What the workspace holds, with the names that Git has for it, and without what the creator got by itself.</summary>
    private static JObject AsWritten(JObject held, JObject? declared, IReadOnlyList<string> creators)
    {
        var written = declared?[AccessList.Field] as JObject;
        var list = new JObject();
        foreach (var (principal, level) in held)
            if (AccessList.Find(written, principal) is { } named)
                list[named] = level;
            else if (!IsCreators(principal, level, creators))
                list[principal] = level;

        return list;
    }

    /// <summary>What the service gives whoever makes an object; whoever deploys it elsewhere gets the same there.</summary>
    private static bool IsCreators(string principal, JToken? level, IReadOnlyList<string> creators) =>
        creators.Any(creator => AccessList.IsSame(principal, $"user {creator}"))
        && (string?)level is PermissionType.Owner or PermissionType.Manager;

    protected override Task<bool> PlansForAnotherAsync(CancellationToken ct) => user.PlansForAnotherAsync(ct);

    protected override bool NamesObject(string field) => field == PermissionKind.PathField || types.ContainsKey(field);

    protected override bool HasIds(string field) => field != PermissionKind.PathField;

    protected override async Task<JObject> ReadAsync(PartObject of, CancellationToken ct)
    {
        var (type, address) = await AddressAsync(of.Field, of.Id, ct);
        var answer = await permissions.GetAsync(type, address, ct);
        return new JObject
        {
            [of.Field] = Id(of.Field, of.Id),
            [PartKind.Deployers] = new JArray(await DeployersAsync(ct)),
            [AccessList.Field] = AccessList.Direct(answer),
        };
    }

    /// <remarks>Only where a list would remove a service principal that it does not name.</remarks>
    protected override async Task AddGivenByServiceAsync(JObject content, JObject state, CancellationToken ct)
    {
        var wanted = content[AccessList.Field] as JObject ?? [];
        var deployers = PartKind.DeployersIn(state);
        var undeclared = ((JObject)state[AccessList.Field]!)
            .Properties()
            .Where(entry =>
                AccessList.IsServicePrincipal(entry.Name)
                && AccessList.Find(wanted, entry.Name) is null
                && !PermissionKind.IsHeldFast(entry.Name, entry.Value, wanted, deployers)
            )
            .Select(entry => entry.Name)
            .ToList();
        // Where it is not known which of them are apps', none is removed.
        if ((string?)content[AccessList.Mode] == AccessList.Exact && undeclared.Count > 0)
            state[PartKind.GivenByService] = new JArray(await apps.NamesAsync(ct) ?? undeclared);
    }

    /// <summary>The new entries, where the plan has nothing else; null where something is lowered, removed, or owned by another.</summary>
    private JObject? Additions(AssetWrite write, JObject wanted)
    {
        var held = write.Held[AccessList.Field] as JObject;
        var added = new JObject(wanted.Properties().Where(entry => AccessList.Find(held, entry.Name) is null));
        return added.Count > 0
            && !added.Properties().Any(entry => AccessList.IsOwner(entry.Value))
            && ChangedEntries(write).All(principal => AccessList.Find(added, principal) is not null)
            ? added
            : null;
    }

    /// <summary>Whether whoever made the object may be among them, whose own entry must not be lowered.</summary>
    private async Task<bool> NamesDeployerAsync(JObject additions, CancellationToken ct)
    {
        if (additions.Properties().All(entry => AccessList.Split(entry.Name).Word == "group"))
            return false;

        var deployers = await DeployersAsync(ct);
        return additions.Properties().Any(entry => deployers.Any(deployer => AccessList.IsSame(entry.Name, deployer)));
    }

    /// <summary>All direct entries as they are to be.</summary>
    private static JObject Target(JObject held, JObject wanted, IReadOnlyList<string> removed, IReadOnlyList<string> deployers)
    {
        var namesOwner = wanted.Properties().Any(entry => AccessList.IsOwner(entry.Value));
        var target = new JObject();
        foreach (var (principal, level) in held)
        {
            var isKept = PermissionKind.IsHeldFast(principal, level, wanted, deployers);
            var named = AccessList.Find(wanted, principal);
            if (isKept)
                target[principal] = level;
            else if (named is not null)
                target[principal] = wanted[named];
            else if (AccessList.IsOwner(level) && namesOwner)
                // An object has one owner. The one before keeps all else.
                target[principal] = PermissionType.Manager;
            else if (!removed.Any(other => AccessList.IsSame(other, principal)))
                target[principal] = level;
        }

        foreach (var (principal, level) in wanted)
            if (AccessList.Find(held, principal) is null)
                target[principal] = level;

        return target;
    }

    private static JValue Id(string field, string value) =>
        field != PermissionKind.PathField
        && AssetReferences.Target(field).HasNumbers
        && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new JValue(number)
            : new JValue(value);

    private async Task<(string Type, string Id)> AddressAsync(string field, string value, CancellationToken ct)
    {
        if (field != PermissionKind.PathField)
            return (types[field].Address, value);

        var status = await workspace.GetStatusAsync(value, ct);
        return (TypeOf((string?)status["object_type"]), ((JValue)status["object_id"]!).ToString(CultureInfo.InvariantCulture));
    }

    private static string TypeOf(string? objectType) =>
        objectType switch
        {
            "NOTEBOOK" => "notebooks",
            "DIRECTORY" => "directories",
            _ => "files",
        };

    /// <summary>A service principal signs in under its application id.</summary>
    private async Task<IReadOnlyList<string>> DeployersAsync(CancellationToken ct) =>
        [.. (await user.DeployersAsync(ct)).Select(name => $"user {name}")];
}
