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

    /// <summary>What stays as it was made.</summary>
    private static readonly string[] Fixed =
    [
        "storage",
        "ingestion_definition.connection_name",
        "ingestion_definition.ingestion_gateway_id",
        "ingestion_definition.ingest_from_uc_foreign_catalog",
        "gateway_definition.connection_id",
        "gateway_definition.connection_name",
        "gateway_definition.gateway_storage_catalog",
        "gateway_definition.gateway_storage_schema",
        "gateway_definition.gateway_storage_name",
    ];

    public static void Check(JObject spec)
    {
        CommonRules.Require(
            !spec.ContainsKey("target") || !spec.ContainsKey("schema"),
            "Only one of target and schema can be specified."
        );
        CommonRules.Require(spec.Text("target")?.Contains('.', StringComparison.Ordinal) != true, "target must not contain a dot.");
        spec.RequireOneOfInAnyCase("edition", "CORE", "PRO", "ADVANCED");
        spec.RequireOneOfInAnyCase("channel", "CURRENT", "PREVIEW");
        CommonRules.Require(spec["tags"] is not JObject { Count: > 25 }, "A pipeline has at most 25 tags.");
    }

    /// <summary>What a replacement of all settings cannot change. Left out, a storage stays.</summary>
    /// <param name="sent">Changed in place.</param>
    public static void CheckEdit(JObject before, JObject sent)
    {
        CommonRules.Require(
            before.ContainsKey("catalog") == sent.ContainsKey("catalog"),
            "A pipeline cannot be moved between the Hive metastore and Unity Catalog."
        );
        if (before["storage"] is { } storage)
            sent.Default("storage", storage);
        foreach (var field in Fixed)
            CommonRules.Require(Written(before, field) == Written(sent, field), $"{field} of a pipeline cannot be changed.");
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

    // False is the same as none.
    private static string Written(JObject spec, string field) =>
        spec.SelectToken(field) is { } value and not JValue { Value: false } ? $"{value}" : "";
}
