using System.Text;
using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Apis.Unconfirmed;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Permissions;

/// <summary>Holds whoever is no administrator to the permissions of jobs, clusters and the workspace's objects.</summary>
internal sealed class ObjectRights(
    PermissionTargets targets,
    ContentRights contents,
    WorkspaceUsers users,
    UnconfirmedRules unconfirmed
)
{
    private const string Administrators = "admins";

    /// <exception cref="ApiError">403 when the caller may not do that.</exception>
    public void Check(ApiRequest request)
    {
        if (IsFree(request.Caller))
            return;

        foreach (var call in GuardedCall.All.Where(call => call.Path.IsMatch(request.Path)))
            if (request.Text(call.Field) is { } id && !Has(request.Caller, call.Type, id, call.Level))
                throw Refused(request.Caller, call, id);

        if (
            ContentRights.Guarded(request) is var (path, level)
            && LevelAt(request.Caller, path) is var has
            && !ContentRights.IsEnough(has, level)
        )
            throw ApiError.Of(
                403,
                "PERMISSION_DENIED",
                $"{request.Caller.UserName} does not have {level} permissions on {path}. Please contact the owner or an "
                    + $"administrator for access."
            );

        if (
            OfPermissions(request) is var (type, of)
            && !Has(request.Caller, type.Address, of, request.Method == "GET" ? type.Levels[0] : type.CreatorLevel)
        )
            throw ApiError.Of(
                403,
                "PERMISSION_DENIED",
                $"{request.Caller.UserName} does not have permission to {(request.Method == "GET" ? "view" : "manage")} "
                    + $"permissions of {type.ObjectType} {of}."
            );
    }

    /// <summary>The answer without what the caller may not see.</summary>
    public ApiResponse Visible(ApiRequest request, ApiResponse answer)
    {
        if (IsFree(request.Caller) || answer.Status != 200)
            return answer;

        if (ListingRule.Of(request) is var (_, list, field, type))
            return !unconfirmed.IsUsual(UnconfirmedRule.Listings)
                ? answer
                : Without(answer, list, item => Has(request.Caller, type, $"{item[field]}", PermissionType.Of(type).Levels[0]));

        return ContentRights.IsListing(request)
            ? Without(
                answer,
                "objects",
                item => ContentRights.IsEnough(LevelAt(request.Caller, (string)item["path"]!), ContentRights.Lowest)
            )
            : answer;
    }

    private static ApiResponse Without(ApiResponse answer, string list, Func<JToken, bool> isVisible)
    {
        var body = JObject.Parse(Encoding.UTF8.GetString(answer.Body));
        if (body[list] is not JArray items)
            return answer;

        var left = new JArray(items.Where(isVisible));
        if (left.Count > 0)
            body[list] = left;
        else
            body.Remove(list);
        if (body.ContainsKey("total_count"))
            body["total_count"] = left.Count;

        return ApiResponse.Json(body) with { Headers = answer.Headers };
    }

    private bool IsFree(Principal caller) => caller.UserName.Length == 0 || users.Get(caller).Groups.Contains(Administrators);

    private bool Has(Principal caller, string address, string id, string? level)
    {
        if (level is null)
            return false;

        var type = PermissionType.Of(address);
        PermissionTarget target;
        try
        {
            target = targets.Get(type, id);
        }
        catch (ApiError missing) when (missing.Status == 404)
        {
            // What there is not, the endpoint says in its own words.
            return true;
        }

        return Levels(caller, target).Any(has => has == level || type.IsHigher(has, level));
    }

    // A home is made at the first call from it, so it may not be there yet.
    private IReadOnlyList<string> LevelAt(Principal caller, string path) =>
        TreePath.IsWithin(path, $"/Users/{caller.UserName}") ? ["CAN_MANAGE"]
        : contents.Target(path) is { } target ? [.. Levels(caller, target)]
        : [];

    private IEnumerable<string> Levels(Principal caller, PermissionTarget target) =>
        target.Parents.Append(target).SelectMany(targets.Grants).Where(grant => IsFor(grant, caller)).Select(grant => grant.Level);

    private bool IsFor(Grant grant, Principal caller) =>
        grant.IsForGroup
            ? users.Get(caller).Groups.Contains(grant.Name)
            : grant.Name.Equals(caller.UserName, StringComparison.OrdinalIgnoreCase);

    private static (PermissionType Type, string Id)? OfPermissions(ApiRequest request) =>
        PermissionType.All.FirstOrDefault(type =>
            type.Addresses.Any(address => request.Path.StartsWith($"/api/2.0/permissions/{address}/", StringComparison.Ordinal))
        )
            is { } type
        && request.RouteValues.TryGetValue("id", out var id)
            ? (type, id)
            : null;

    private static ApiError Refused(Principal caller, GuardedCall call, string id) =>
        ApiError.Of(
            403,
            "PERMISSION_DENIED",
            call switch
            {
                { Level: null } => "Only administrators may do that.",
                { Type: "jobs", Level: "CAN_VIEW" } =>
                    $"User {caller.UserName} does not have View or Admin or Manage Run or Owner permissions on job {id}",
                { Type: "jobs" } => $"User {caller.UserName} does not have Admin or Owner permissions on job {id}",
                _ => $"{caller.UserName} does not have {call.Level} permissions on {id}. Please contact the owner or an "
                    + $"administrator for access.",
            }
        );
}
