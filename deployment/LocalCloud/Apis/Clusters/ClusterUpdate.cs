using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>The specification that clusters/update asks for: only what the mask names changes.</summary>
internal static class ClusterUpdate
{
    public static JObject Apply(JObject spec, JObject wanted, string mask)
    {
        if (mask.Trim() == "*")
            return wanted;

        var fields = mask.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var updated = (JObject)spec.DeepClone();
        foreach (var field in fields)
            Replace(updated, wanted, field.Split('.'));

        // Naming one way to say the size takes the other one's place.
        if (fields.Contains("num_workers") && updated["num_workers"] is not null && !fields.Contains("autoscale"))
            updated.Remove("autoscale");
        if (fields.Contains("autoscale") && updated["autoscale"] is not null && !fields.Contains("num_workers"))
            updated.Remove("num_workers");

        return updated;
    }

    private static void Replace(JObject target, JObject wanted, string[] path)
    {
        foreach (var name in path[..^1])
        {
            wanted = wanted[name] as JObject ?? [];
            if (target[name] is not JObject inner)
                target[name] = inner = [];
            target = inner;
        }

        if (wanted[path[^1]] is { } value)
            target[path[^1]] = value;
        else
            target.Remove(path[^1]);
    }

    /// <exception cref="ApiError">400 when the mask or the cluster is missing.</exception>
    public static (JObject Wanted, string Mask) Read(ApiRequest request) =>
        (
            ClusterSpec.Read(request.Parameters["cluster"] as JObject ?? throw ClusterErrors.Invalid("Missing required field: cluster")),
            request.Text("update_mask") ?? throw ClusterErrors.Invalid("Missing required field: update_mask")
        );
}
