using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>Refusals of the Clusters API, which all say in their details that the caller is to blame.</summary>
internal static class ClusterErrors
{
    public static ApiError Invalid(string message) => Of("INVALID_PARAMETER_VALUE", message);

    /// <summary>The service answers 400 for a cluster that is not there, not 404.</summary>
    public static ApiError Missing(string clusterId) => Invalid($"Cluster {clusterId} does not exist");

    public static ApiError WrongState(ClusterRecord cluster) =>
        Of("INVALID_STATE", $"Cluster {cluster.Id} is in unexpected state {cluster.State}.");

    public static ApiError Of(string code, string message)
    {
        var details = new JArray(
            new JObject
            {
                ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo",
                ["reason"] = "CM_API_ERROR_SOURCE_CALLER_ERROR",
                ["domain"] = "",
            }
        );
        return ApiError.Of(400, code, message, details);
    }
}
