using System.Globalization;
using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Apps;

/// <summary>What an app looks like when it is read.</summary>
internal static class AppView
{
    /// <summary>Whether there is a machine for the app.</summary>
    public const string Active = "active";

    private const string Principal = "service_principal_client_id";
    private const string PrincipalId = "service_principal_id";
    private const string PrincipalName = "service_principal_name";

    public static readonly string[] ReadOnly =
    [
        "id",
        "url",
        "creator",
        "create_time",
        "updater",
        "update_time",
        "app_status",
        "compute_status",
        Principal,
        PrincipalId,
        PrincipalName,
    ];

    public static JObject Facts(Principal principal, bool active) =>
        new()
        {
            ["id"] = NewIds.Uuid(),
            [Principal] = principal.UserName,
            [PrincipalId] = long.Parse(principal.Id, CultureInfo.InvariantCulture),
            [PrincipalName] = principal.DisplayName,
            [Active] = active,
        };

    public static JObject Of(StoredObject app, string baseUrl)
    {
        var active = (bool)app.Facts[Active]!;
        return new JObject(app.Spec)
        {
            ["id"] = app.Facts["id"],
            ["url"] = $"{baseUrl}/apps/{app.Id}",
            ["creator"] = app.Creator,
            ["create_time"] = Timestamps.Iso(app.CreatedAt),
            ["updater"] = app.Modifier,
            ["update_time"] = Timestamps.Iso(app.UpdatedAt),
            ["compute_status"] = Status(active ? "ACTIVE" : "STOPPED", active ? "App compute is running." : "App compute is stopped."),
            ["app_status"] = Status("UNAVAILABLE", "App has not been deployed yet."),
            [Principal] = app.Facts[Principal],
            [PrincipalId] = app.Facts[PrincipalId],
            [PrincipalName] = app.Facts[PrincipalName],
        };
    }

    private static JObject Status(string state, string message) => new() { ["state"] = state, ["message"] = message };
}
