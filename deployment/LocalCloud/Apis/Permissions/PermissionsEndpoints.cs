using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Apis.Scim;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Permissions;

/// <summary>The Permissions API. What it is told is kept and shown, and <see cref="ObjectRights"/> holds callers to it.</summary>
internal sealed class PermissionsEndpoints(CloudState state, PermissionTargets targets, ScimPeople people, ScimGroups groups) : IEndpoints
{
    private const string List = PermissionTargets.List;

    private static readonly BodyShape Shape = new() { Lists = [List] };

    private readonly Table kept = state.Table(PermissionTargets.TableName);

    public void Map(RouteTable routes)
    {
        foreach (var type in PermissionType.All)
            foreach (var address in type.Addresses)
                Map(routes, type, address);
    }

    private void Map(RouteTable routes, PermissionType type, string address)
    {
        var template = $"/api/2.0/permissions/{address}/{{id}}";
        routes.Get(template, request => View(type, Target(type, request)));
        routes.Put(template, request => Change(type, request, (_, sent) => Latest(sent)));
        routes.Patch(template, request => Change(type, request, (grants, sent) => Raised(type, grants, sent)));
        routes.Get($"{template}/permissionLevels", request => Levels(type, request));
    }

    private ApiResponse Change(
        PermissionType type,
        ApiRequest request,
        Func<IReadOnlyList<Grant>, IReadOnlyList<Grant>, IReadOnlyList<Grant>> change
    )
    {
        var target = Target(type, request);
        var sent = (Shape.Read(request)[List] ?? new JArray()).Select(entry => Grant.Read(entry, type, people, groups)).ToList();
        CommonRules.Require(
            !sent.Exists(grant => grant.IsForAdministrators && grant.Level != type.AdministratorLevel),
            $"Cannot remove admins's {type.AdministratorLevel} permission on {request.RouteValues["id"]}"
        );
        lock (kept.Gate)
        {
            var grants = change(targets.Grants(target), sent);
            var owners = grants.Where(type.IsOwner).ToList();
            CommonRules.Require(!type.HasOwner || owners.Count == 1, $"The {type.ObjectType.TrimEnd('s')} must have exactly one owner.");
            CommonRules.Require(!owners.Exists(owner => owner.IsForGroup), "Groups can not be owners.");
            kept.Put(target.ObjectId, new JObject { [List] = new JArray(grants.Select(grant => grant.ToJson())) });
        }

        return View(type, target);
    }

    // Of one principal the last entry counts.
    private static IReadOnlyList<Grant> Latest(IReadOnlyList<Grant> sent) =>
        [.. sent.Where((grant, at) => !sent.Skip(at + 1).Any(grant.IsForSame))];

    private static IReadOnlyList<Grant> Raised(PermissionType type, IReadOnlyList<Grant> grants, IReadOnlyList<Grant> sent)
    {
        var raised = grants.ToList();
        foreach (var grant in sent)
        {
            var at = raised.FindIndex(grant.IsForSame);
            if (at < 0)
                raised.Add(grant);
            else if (type.IsHigher(grant.Level, raised[at].Level))
                raised[at] = grant;
        }

        return raised;
    }

    private ApiResponse View(PermissionType type, PermissionTarget target)
    {
        var lines = targets
            .Grants(target)
            .Select(grant => (Grant: grant, From: (string?)null))
            .Concat(
                target.Parents.SelectMany(parent => targets.Grants(parent).Select(grant => (Grant: grant, From: (string?)parent.ObjectId)))
            )
            .Append((Grant: Grant.ToGroup("admins", type.AdministratorLevel), From: type.InheritedFrom));
        return ApiResponse.Json(
            new JObject
            {
                ["object_id"] = target.ObjectId,
                ["object_type"] = type.ObjectType,
                [List] = new JArray(lines.GroupBy(line => (line.Grant.Field, line.Grant.Name)).Select(Entry)),
            }
        );
    }

    private JObject Entry(IGrouping<(string Field, string Name), (Grant Grant, string? From)> of)
    {
        var entry = new JObject { [of.Key.Field] = of.Key.Name };
        if (people.Everybody().FirstOrDefault(person => person.UserName == of.Key.Name) is { } person)
            entry["display_name"] = person.DisplayName;

        entry["all_permissions"] = new JArray(
            of.Select(line =>
            {
                var permission = new JObject { ["permission_level"] = line.Grant.Level, ["inherited"] = line.From is not null };
                if (line.From is not null)
                    permission["inherited_from_object"] = new JArray(line.From);
                return permission;
            })
        );
        return entry;
    }

    private ApiResponse Levels(PermissionType type, ApiRequest request)
    {
        Target(type, request);
        return ApiResponse.Json(
            new JObject
            {
                ["permission_levels"] = new JArray(
                    type.Levels.Select(level => new JObject
                    {
                        ["permission_level"] = level,
                        ["description"] = $"{level} on {type.ObjectType}",
                    })
                ),
            }
        );
    }

    private PermissionTarget Target(PermissionType type, ApiRequest request) => targets.Get(type, request.RouteValues["id"]);
}
