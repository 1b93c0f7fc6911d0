using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Pipelines;

/// <summary>How pipelines are shown.</summary>
internal sealed class PipelineViews(PipelineUpdates updates, PipelineIdentities identities)
{
    /// <summary>Settings that the service shows beside the specification.</summary>
    private static readonly string[] Beside = ["run_as", "parameters"];

    /// <summary>With its specification.</summary>
    public JObject Whole(StoredObject pipeline)
    {
        var whole = Line(pipeline);
        var spec = pipeline.Spec.Copy();
        foreach (var field in Beside)
            if (spec[field] is { } given)
            {
                whole[field] = given;
                spec.Remove(field);
            }

        whole["spec"] = spec;
        whole["last_modified"] = pipeline.UpdatedAt;
        whole["effective_publishing_mode"] = "DEFAULT_PUBLISHING_MODE";
        return whole;
    }

    /// <summary>As in a listing.</summary>
    public JObject Line(StoredObject pipeline)
    {
        var latest = updates.Of(pipeline.Id).Take(10).Select(updates.Line).ToList();
        var line = new JObject
        {
            ["pipeline_id"] = pipeline.Id,
            ["name"] = pipeline.Spec["name"],
            ["state"] = updates.IsActive(pipeline.Id) ? "RUNNING" : "IDLE",
            ["creator_user_name"] = pipeline.Creator,
            ["run_as_user_name"] = identities.Of(pipeline),
        };
        if (latest.Count > 0)
            line["latest_updates"] = new JArray(latest);

        return line;
    }
}
