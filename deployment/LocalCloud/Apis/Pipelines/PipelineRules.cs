using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Pipelines;

/// <summary>What a pipeline is made of, what is filled in, and what the service refuses.</summary>
internal static class PipelineRules
{
    public static readonly BodyShape Shape = new()
    {
        Texts = ["name", "catalog", "schema", "target", "storage", "edition", "channel", "root_path", "budget_policy_id"],
        Flags = ["continuous", "development", "photon", "serverless"],
        Objects = ["configuration", "environment", "event_log", "tags", "run_as"],
        Lists = ["libraries", "notifications"],
        ObjectLists = ["clusters"],
        ReadOnly = ["id", "pipeline_id", "allow_duplicate_names", "dry_run", "expected_last_modified"],
    };

    public static void Check(JObject spec)
    {
        CommonRules.Require(spec.Text("target")?.Contains('.', StringComparison.Ordinal) != true, "target must not contain a dot.");
        spec.RequireOneOf("edition", "CORE", "PRO", "ADVANCED");
        spec.RequireOneOf("channel", "CURRENT", "PREVIEW");
        CommonRules.Require(spec["tags"] is not JObject { Count: > 25 }, "A pipeline has at most 25 tags.");
    }

    /// <summary>The specification as it is read back.</summary>
    public static JObject Complete(JObject sent, string id)
    {
        var spec = sent.Copy();
        spec["id"] = id;
        if (!spec.ContainsKey("catalog"))
            spec.Default("storage", $"dbfs:/pipelines/{id}");

        return spec;
    }
}
