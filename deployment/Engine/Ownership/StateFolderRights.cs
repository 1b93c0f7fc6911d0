using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Ownership;

/// <summary>Who may write to the workspace folder that holds the lease and the manifest of one deployment and environment.</summary>
/// <param name="path">Its path in the workspace.</param>
internal sealed class StateFolderRights(WorkspaceApi workspace, PermissionsApi permissions, string path)
{
    /// <summary>The group that every user of a workspace is in.</summary>
    private const string Everybody = "users";

    private static readonly string[] Writing = ["CAN_EDIT", "CAN_MANAGE"];

    private Task<bool>? isProtected;

    public string Path { get; } = path;

    /// <summary>Whether what stands there can be trusted: not everybody may write to it. It is looked at once.</summary>
    /// <returns>False also where that may not be read.</returns>
    public Task<bool> IsProtectedAsync(CancellationToken ct) => isProtected ??= LookAsync(ct);

    private async Task<bool> LookAsync(CancellationToken ct)
    {
        try
        {
            var id = (string?)(await workspace.GetStatusAsync(Path, ct))["object_id"] ?? "";
            return !MayEverybodyWrite(await permissions.GetAsync("directories", id, ct));
        }
        catch (WorkspaceApiException e) when (e.IsMissing || e.IsForbidden || e.Status == 400)
        {
            return false;
        }
    }

    private static bool MayEverybodyWrite(JObject answer) =>
        (answer["access_control_list"] as JArray ?? [])
            .OfType<JObject>()
            .Where(entry => (entry["group_name"] as JValue)?.Value is Everybody)
            .SelectMany(entry => (entry["all_permissions"] as JArray ?? []).OfType<JObject>())
            .Any(permission => (permission["permission_level"] as JValue)?.Value is string level && Writing.Contains(level));
}
