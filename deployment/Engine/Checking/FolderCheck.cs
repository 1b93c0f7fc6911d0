using Layercake.Identity.Tokens;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Checking;

/// <summary>Checks whether a folder of the workspace can be written to, by reading its permissions only.</summary>
internal sealed class FolderCheck(WorkspaceClient client, WorkspaceUser user)
{
    private static readonly string[] Writing = ["CAN_EDIT", "CAN_MANAGE"];

    private readonly WorkspaceApi workspace = new(client);
    private readonly PermissionsApi permissions = new(client);

    /// <param name="setting">The setting that names the folder.</param>
    public async Task<CheckResult> RunAsync(string setting, string path, CancellationToken ct)
    {
        var name = $"{setting} {path}";
        if (path.StartsWith("dbfs:", StringComparison.Ordinal))
            return CheckResult.Unknown(name, "whether DBFS can be written to shows only when it is written to.");
        if (path.StartsWith("/Volumes/", StringComparison.Ordinal))
            return CheckResult.Unknown(
                name,
                "whether a volume can be written to shows only when it is written to.",
                $"If the deployment is refused there: GRANT READ VOLUME, WRITE VOLUME ON VOLUME "
                    + $"{string.Join('.', path.Split('/').Skip(2).Take(3))} TO `{user.Name}`"
            );

        try
        {
            return await WorkspaceFolderAsync(
                name,
                path.StartsWith("/Workspace/", StringComparison.Ordinal) ? path["/Workspace".Length..] : path,
                ct
            );
        }
        catch (Exception error) when (error is WorkspaceApiException or SignInException)
        {
            return CheckResult.Failed(name, error.Message, error is WorkspaceApiException { IsForbidden: true } ? Grant(path) : null);
        }
    }

    /// <summary>The permission levels of the user in an access control list; null when the user is not in it.</summary>
    internal static IReadOnlyList<string>? Levels(JObject permissions, WorkspaceUser user)
    {
        var levels = (permissions["access_control_list"] as JArray ?? [])
            .OfType<JObject>()
            .Where(user.IsNamedBy)
            .SelectMany(entry =>
                (entry["all_permissions"] as JArray ?? []).Select(permission => (string?)permission["permission_level"]).OfType<string>()
            )
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        return levels.Count == 0 ? null : levels;
    }

    private async Task<CheckResult> WorkspaceFolderAsync(string name, string path, CancellationToken ct)
    {
        var (found, at) = await NearestAsync(path, ct);
        var where = at == path ? "exists" : $"will be created in {at}";
        if (found is null)
            return user.IsAdministrator
                ? Administrator(name, where)
                : CheckResult.Unknown(name, $"{where}; whether that is allowed is not told.", Grant(at));
        if ((string?)found["object_type"] is { } type && type != "DIRECTORY")
            return CheckResult.Failed(name, $"{at} is no folder: it is a {type}.", "Choose another path, or move what is there.");
        if (user.IsAdministrator)
            return Administrator(name, where);

        return (await LevelsAsync((string?)found["object_id"] ?? "", ct)) switch
        {
            (false, _) => CheckResult.Unknown(name, $"{where}; who may write to {at} may not be read.", Grant(at)),
            (_, null) => CheckResult.Failed(name, $"{where}, and nothing lets {user.Name} write to {at}.", Grant(at)),
            (_, { } levels) when levels.Any(Writing.Contains) => CheckResult.Passed(name, $"{where}; {string.Join(", ", levels)} on {at}."),
            (_, { } levels) => CheckResult.Failed(
                name,
                $"{where}, and {user.Name} has only {string.Join(", ", levels)} on {at}.",
                Grant(at)
            ),
        };
    }

    /// <summary>The folder, or the nearest existing one above it; null for the root of the workspace, which has no entry.</summary>
    private async Task<(JObject? Found, string Path)> NearestAsync(string path, CancellationToken ct)
    {
        for (var at = path; at.Length > 0; at = at[..at.LastIndexOf('/')])
            try
            {
                return (await workspace.GetStatusAsync(at, ct), at);
            }
            catch (WorkspaceApiException error) when (error.IsMissing)
            {
                // Go on with the folder above.
            }

        return (null, "/");
    }

    private async Task<(bool AreRead, IReadOnlyList<string>? Levels)> LevelsAsync(string id, CancellationToken ct)
    {
        try
        {
            return (true, Levels(await permissions.GetAsync("directories", id, ct), user));
        }
        catch (WorkspaceApiException error) when (error.IsForbidden || error.Status is 400 or 404)
        {
            // Reading permissions needs a permission too, and some pricing tiers have no permissions.
            return (false, null);
        }
    }

    private static CheckResult Administrator(string name, string where) =>
        CheckResult.Passed(name, $"{where}; an administrator may write everywhere.");

    private string Grant(string path) =>
        $"Let {user.Name} edit it: in the workspace, {path}, Share, Can edit; or PATCH /api/2.0/permissions/directories/ID with "
        + $"{(user.IsServicePrincipal ? "service_principal_name" : "user_name")} and CAN_EDIT.";
}
