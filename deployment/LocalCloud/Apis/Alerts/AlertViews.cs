using Layercake.LocalCloud.Apis.Objects;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Alerts;

/// <summary>What the service shows of an alert: what was sent, and beside it what holds where nothing was sent.</summary>
internal static class AlertViews
{
    public const string Trashed = "trashed";

    public static bool IsActive(StoredObject kept) => kept.Facts[Trashed] is null;

    public static JObject Of(StoredObject kept)
    {
        var view = (JObject)kept.Spec.DeepClone();
        view["id"] = kept.Id;
        view["lifecycle_state"] = IsActive(kept) ? "ACTIVE" : "DELETED";
        view["owner_user_name"] = kept.Creator;
        view["create_time"] = Timestamps.Iso(kept.CreatedAt);
        view["update_time"] = Timestamps.Iso(kept.UpdatedAt);
        view["effective_parent_path"] = kept.Spec["parent_path"];
        view["effective_run_as"] = kept.Spec["run_as"] ?? Identity((string?)kept.Spec["run_as_user_name"] ?? kept.Creator);
        view["schedule"]!["effective_pause_status"] = kept.Spec["schedule"]!["pause_status"] ?? "UNPAUSED";
        view["evaluation"]!["state"] = "UNKNOWN";
        return view;
    }

    // As in a listing; that it has no folder is unconfirmed for alerts of today.
    public static JObject Line(StoredObject kept)
    {
        var line = Of(kept);
        line.Remove("parent_path");
        line.Remove("effective_parent_path");
        return line;
    }

    private static JObject Identity(string name) =>
        new() { [Guid.TryParse(name, out _) ? "service_principal_name" : "user_name"] = name };
}
