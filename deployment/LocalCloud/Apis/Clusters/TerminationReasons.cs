using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>Why clusters end, in the service's codes.</summary>
internal static class TerminationReasons
{
    private static readonly HashSet<string> successes = ["USER_REQUEST", "INACTIVITY", "JOB_FINISHED"];

    private static readonly HashSet<string> callersFault =
    [
        "INIT_SCRIPT_FAILURE",
        "GLOBAL_INIT_SCRIPT_FAILURE",
        "INVALID_ARGUMENT",
        "INSTANCE_POOL_CLUSTER_FAILURE",
        "INSTANCE_POOL_NOT_FOUND",
        "SPARK_STARTUP_FAILURE",
        "SECRET_RESOLUTION_ERROR",
    ];

    private static readonly HashSet<string> serviceFaults =
    [
        "INTERNAL_ERROR",
        "DRIVER_UNREACHABLE",
        "DRIVER_UNRESPONSIVE",
        "BOOTSTRAP_TIMEOUT",
        "COMMUNICATION_LOST",
    ];

    public static JObject Of(string code, JObject parameters) =>
        new()
        {
            ["code"] = code,
            ["type"] =
                successes.Contains(code) ? "SUCCESS"
                : callersFault.Contains(code) ? "CLIENT_ERROR"
                : serviceFaults.Contains(code) ? "SERVICE_FAULT"
                : "CLOUD_FAILURE",
            ["parameters"] = parameters,
        };

    public static JObject ByUser(string userName) => Of("USER_REQUEST", new JObject { ["username"] = userName });

    /// <summary>What the cluster's <c>state_message</c> says about it.</summary>
    public static string Message(JObject reason) =>
        (string)reason["code"]! switch
        {
            "USER_REQUEST" => "Termination requested by user",
            "INACTIVITY" => $"Inactive cluster terminated (inactive for {reason["parameters"]!["inactivity_duration_min"]} minutes).",
            var code => (string?)reason["parameters"]?["databricks_error_message"]
                ?? (string?)reason["parameters"]?["azure_error_message"]
                ?? code,
        };
}
