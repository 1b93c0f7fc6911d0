using Layercake.LocalCloud.Apis.Objects;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Pipelines;

/// <summary>How pipelines are shown.</summary>
internal static class PipelineViews
{
    /// <summary>With its specification.</summary>
    public static JObject Whole(Kept pipeline)
    {
        var whole = Line(pipeline);
        whole["spec"] = pipeline.Spec;
        whole["last_modified"] = pipeline.UpdatedAt;
        whole["effective_publishing_mode"] = pipeline.Spec.ContainsKey("schema") ? "DEFAULT_PUBLISHING_MODE" : "LEGACY_PUBLISHING_MODE";
        return whole;
    }

    /// <summary>As in a listing.</summary>
    public static JObject Line(Kept pipeline) => new()
    {
        ["pipeline_id"] = pipeline.Id,
        ["name"] = pipeline.Spec["name"],
        ["state"] = "IDLE",
        ["creator_user_name"] = pipeline.Creator,
        ["run_as_user_name"] = pipeline.Spec["run_as"]?.SelectToken("$.*") ?? pipeline.Creator,
    };
}
