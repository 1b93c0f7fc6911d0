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
    SignedInUser user
) : RemoteParts(kind)
{
    /// <remarks>
    /// A PATCH adds entries and never lowers one, so what lowers or removes is a PUT of the whole list, made of what the object has at
    /// this moment.
    /// </remarks>
    public override async Task UpdateAsync(AssetWrite write, CancellationToken ct)
    {
        var (field, value) = Named(write.Wanted);
        var (type, id) = await AddressAsync(field, value, ct);
        var held = AccessList.Direct(await permissions.GetAsync(type, id, ct));
        var wanted = (JObject)write.Wanted[AccessList.Field]!;
        var target = Target(held, wanted, Removed(write, wanted), await DeployerAsync(ct));
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

    protected override bool NamesObject(string field) => field == PermissionKind.PathField || types.ContainsKey(field);

    protected override bool HasIds(string field) => field != PermissionKind.PathField;

    protected override async Task<JObject> ReadAsync(string field, string id, CancellationToken ct)
    {
        var (type, address) = await AddressAsync(field, id, ct);
        var answer = await permissions.GetAsync(type, address, ct);
        return new JObject
        {
            [field] = Id(field, id),
            [PermissionKind.ObjectId] = $"{type}/{address}",
            [PartKind.Deployer] = await DeployerAsync(ct),
            [AccessList.Field] = AccessList.Direct(answer),
        };
    }

    /// <summary>All direct entries as they are to be.</summary>
    private static JObject Target(JObject held, JObject wanted, IReadOnlyList<string> removed, string deployer)
    {
        var namesOwner = wanted.Properties().Any(entry => AccessList.IsOwner(entry.Value));
        var target = new JObject();
        foreach (var (principal, level) in held)
        {
            var isKept = PermissionKind.IsHeldFast(principal, level, wanted, deployer);
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
        var type = (string?)status["object_type"] switch
        {
            "NOTEBOOK" => "notebooks",
            "DIRECTORY" => "directories",
            _ => "files",
        };
        return (type, ((JValue)status["object_id"]!).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A service principal signs in under its application id.</summary>
    private async Task<string> DeployerAsync(CancellationToken ct) => $"user {await user.NameAsync(ct)}";
}
