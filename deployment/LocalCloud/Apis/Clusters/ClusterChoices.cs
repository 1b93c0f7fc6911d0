using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>The fields of a cluster that must have one of a few values.</summary>
internal static class ClusterChoices
{
    private static readonly string[] AccessModes =
    [
        "NONE",
        "SINGLE_USER",
        "USER_ISOLATION",
        "LEGACY_TABLE_ACL",
        "LEGACY_PASSTHROUGH",
        "LEGACY_SINGLE_USER",
        "LEGACY_SINGLE_USER_STANDARD",
        "DATA_SECURITY_MODE_STANDARD",
        "DATA_SECURITY_MODE_DEDICATED",
        "DATA_SECURITY_MODE_AUTO",
    ];

    private static readonly string[] Availabilities = ["ON_DEMAND_AZURE", "SPOT_AZURE", "SPOT_WITH_FALLBACK_AZURE"];

    private static readonly string[] Engines = ["STANDARD", "PHOTON"];

    /// <exception cref="ApiError">400.</exception>
    public static void Check(JObject spec)
    {
        Check("data_security_mode", spec.Text("data_security_mode"), AccessModes);
        Check("runtime_engine", spec.Text("runtime_engine"), Engines);
        Check("azure_attributes.availability", spec.Object("azure_attributes")?.Text("availability"), Availabilities);
    }

    private static void Check(string field, string? value, string[] known)
    {
        if (value is not null && !known.Contains(value))
            throw ClusterErrors.Invalid($"{field} must be one of {string.Join(", ", known)}, but is {value}.");
    }
}
