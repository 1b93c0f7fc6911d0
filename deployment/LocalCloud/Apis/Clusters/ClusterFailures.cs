using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>Starts that are to fail, from the table <c>cluster-failures</c>: by cluster name, or under <c>*</c> for any cluster.</summary>
/// <remarks>
/// An entry is <c>{"code":"AZURE_QUOTA_EXCEEDED_EXCEPTION","parameters":{…},"count":1}</c>; without <c>count</c> it holds until it is
/// removed,
/// without <c>parameters</c> the cluster ends with a message made from the code.
/// </remarks>
internal sealed class ClusterFailures(CloudState state)
{
    private readonly Table table = state.Table("cluster-failures");

    /// <summary>The reason for which the next start of a cluster of that name fails, or null; what is counted is used up.</summary>
    public JObject? Next(string clusterName)
    {
        lock (table.Gate)
        {
            var key = table.Get(clusterName) is null ? "*" : clusterName;
            if (table.Get(key) is not { } failure)
                return null;

            if ((int?)failure["count"] is { } count)
                UseUp(key, failure, count);

            var code = (string?)failure["code"] ?? "CLOUD_PROVIDER_LAUNCH_FAILURE";
            var parameters =
                failure["parameters"] as JObject
                ?? new JObject { ["databricks_error_message"] = $"The cloud provider could not start the cluster: {code}." };
            return TerminationReasons.Of(code, (JObject)parameters.DeepClone());
        }
    }

    private void UseUp(string key, JObject failure, int count)
    {
        if (count <= 1)
            table.Remove(key);
        else
            table.Put(key, new JObject(failure) { ["count"] = count - 1 });
    }
}
