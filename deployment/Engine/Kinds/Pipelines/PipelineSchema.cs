using Layercake.Engine.Kinds.Clusters;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using static Layercake.Engine.Kinds.Fields.ValueRule;

namespace Layercake.Engine.Kinds.Pipelines;

/// <summary>The settings of a pipeline, as of autumn 2026.</summary>
internal static class PipelineSchema
{
    public const string Wrapper = "spec";
    public const string Storage = "storage";
    public const string Development = "development";

    private const string ByService = "the service fills it when it is not declared";
    private const string Fixed = "the service refuses to change it";

    public static ObjectSchema Pipeline { get; } = Settings();

    private static ObjectSchema Settings()
    {
        var pipeline = new ObjectSchema("a pipeline");
        Tables(pipeline);
        Work(pipeline);
        Ingestion(pipeline);
        return pipeline
            .Object(RunAs.Field, RunAs.Schema)
            .ServerDefault(because: "left out, it follows the creator or the owner, so it is compared where Git declares it")
            .CannotBeRemoved(because: "a pipeline may keep the identity that it runs as when run_as is left out")
            .Object("deployment", new ObjectSchema("a deployment").Text("kind", "metadata_file_path", "deployment_id"))
            .Flag("allow_duplicate_names")
            .InputOnly()
            .ReadOnly("id", "pipeline_id", "pipeline_type", "creator_user_name", RunAs.ReadField, "last_modified", "state")
            .Refused("dry_run", "with it the service makes nothing. --target=Plan shows what a deployment would do.")
            .Refused("expected_last_modified", "it is about one write alone. Remove it.");
    }

    /// <summary>Where the tables go.</summary>
    private static void Tables(ObjectSchema pipeline) =>
        pipeline
            .Text("name")
            .Exact()
            .Text("catalog")
            .RecreateAsWhole("the service moves no pipeline between the Hive metastore and Unity Catalog")
            .Text("schema", "target")
            .Text(Storage)
            .ServerDefault(ByService)
            .Recreate(Fixed)
            .Object("event_log", new ObjectSchema("an event_log").Text("catalog", "schema", "name"))
            .ServerDefault(ByService);

    private static void Work(ObjectSchema pipeline) =>
        pipeline
            .List("libraries", PipelineLibraries.Library)
            .Unordered()
            .List("clusters", ClusterSchema.OfPipeline)
            .KeyedBy("label")
            .TextMap("configuration", "tags", "parameters")
            .Text("root_path")
            .Compared(TextForm.WorkspacePath)
            .Text("budget_policy_id", "usage_policy_id")
            .Object("environment", new ObjectSchema("an environment").Texts("dependencies").Text("environment_version"))
            .Flag("continuous", Development, "photon", "serverless")
            .OneOf("edition", FixedInAnyCase, "CORE", "PRO", "ADVANCED")
            .ServerDefault(ByService, "ADVANCED")
            .OneOf("channel", FixedInAnyCase, "CURRENT", "PREVIEW")
            .ServerDefault(ByService, "CURRENT")
            .List("notifications", new ObjectSchema("a notification").Texts("email_recipients", "alerts"))
            .Unordered()
            .Object("filters", new ObjectSchema("filters").Texts("include", "exclude"))
            .Object(
                "restart_window",
                new ObjectSchema("a restart_window").Whole("start_hour").Within(0, 23).Texts("days_of_week").Text("time_zone_id")
            )
            .Objects("trigger");

    private static void Ingestion(ObjectSchema pipeline) =>
        pipeline
            .Object(
                "ingestion_definition",
                new ObjectSchema("an ingestion_definition")
                    .Text("connection_name", "ingestion_gateway_id")
                    .Flag("ingest_from_uc_foreign_catalog")
                    .Fields("connection_name", "ingestion_gateway_id", "ingest_from_uc_foreign_catalog")
                    .Recreate(Fixed)
                    .Text("source_type", "netsuite_jar_path")
                    .Lists("objects", "source_configurations")
                    .Objects("table_configuration", "full_refresh_window")
            )
            .Object(
                "gateway_definition",
                new ObjectSchema("a gateway_definition")
                    .Text(
                        "connection_id",
                        "connection_name",
                        "gateway_storage_catalog",
                        "gateway_storage_schema",
                        "gateway_storage_name"
                    )
                    .Recreate(Fixed)
                    .Objects("connection_parameters")
            );
}
