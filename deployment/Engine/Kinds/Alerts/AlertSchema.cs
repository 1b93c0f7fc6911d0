using Layercake.Engine.Kinds.Content;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;
using static Layercake.Engine.Kinds.Fields.ValueRule;

namespace Layercake.Engine.Kinds.Alerts;

/// <summary>The fields of a SQL alert, as of autumn 2026.</summary>
internal static class AlertSchema
{
    public const string Evaluation = "evaluation";
    public const string Schedule = "schedule";

    /// <summary>Texts of the messages that an alert sends.</summary>
    public static readonly string[] Messages = ["custom_summary", "custom_description"];

    private const string Kept = "a write that leaves it out keeps it";
    private const string OfLegacy = "a legacy alert has it, and those are not deployed. ";

    public static ObjectSchema Alert { get; } = Settings();

    private static ObjectSchema Settings()
    {
        var alert = new ObjectSchema("an alert")
            .Text("display_name")
            .Exact()
            .Text("query_text")
            .Compared(TextForm.Lines)
            .Text("warehouse_id")
            .Object(Evaluation, EvaluationOf())
            .Object(Schedule, ScheduleOf())
            .Text(Messages)
            .Compared(TextForm.Lines)
            .RemovedBy("", Kept)
            .List("parameters", Parameter())
            .KeyedBy("name")
            .RemovedBy(new JArray(), Kept)
            .Text(ContentKind.Folder)
            .Compared(TextForm.WorkspacePath)
            .Recreate(because: "the service moves no alert to another folder")
            .Object(RunAs.Field, RunAs.Schema)
            .ServerDefault(because: "left out, it is whoever makes the alert")
            .CannotBeRemoved(because: "an alert may keep the identity that it runs as when run_as is left out")
            .Needs("warehouse_id", Evaluation, Schedule)
            .ReadOnly(
                "id",
                "create_time",
                "update_time",
                "lifecycle_state",
                "owner_user_name",
                "effective_run_as",
                "effective_parent_path",
                RunAs.ReadField
            );
        return Legacy(alert);
    }

    private static ObjectSchema EvaluationOf() =>
        new ObjectSchema("an evaluation")
            .Object("source", Column("a source"))
            .OneOf(
                "comparison_operator",
                Grows,
                "LESS_THAN",
                "GREATER_THAN",
                "EQUAL",
                "NOT_EQUAL",
                "GREATER_THAN_OR_EQUAL",
                "LESS_THAN_OR_EQUAL",
                "IS_NULL",
                "IS_NOT_NULL"
            )
            .Object("threshold", Threshold())
            .OneOf("empty_result_state", Grows, "OK", "TRIGGERED", "ERROR", "UNKNOWN")
            .Object(
                "notification",
                new ObjectSchema("a notification")
                    .Flag("notify_on_ok")
                    .Whole("retrigger_seconds")
                    .Within(0)
                    .List("subscriptions", new ObjectSchema("a subscription").Text("user_email", "destination_id"))
                    .Unordered()
                    .ReadOnly("effective_notify_on_ok", "effective_retrigger_seconds")
            )
            .Needs("source", "comparison_operator")
            .ReadOnly("state", "last_evaluated_at");

    private static ObjectSchema Threshold() =>
        new ObjectSchema("a threshold")
            .Object("value", new ObjectSchema("a value").Number("double_value").Text("string_value").Flag("bool_value"))
            .Object("column", Column("a column"));

    private static ObjectSchema Column(string noun) =>
        new ObjectSchema(noun)
            .Text("name")
            .OneOf("aggregation", Grows, "SUM", "COUNT", "COUNT_DISTINCT", "AVG", "MEDIAN", "MIN", "MAX", "STDDEV")
            .Text("display")
            .Needs("name");

    private static ObjectSchema Parameter() =>
        new ObjectSchema("a parameter of an alert")
            .Text("name", "value")
            .Text("type")
            .ServerDefault("it is STRING when it is not declared", "STRING")
            .Needs("name");

    private static ObjectSchema ScheduleOf() =>
        new ObjectSchema("a schedule")
            .Text("quartz_cron_schedule", "timezone_id")
            .Exact()
            .OneOf("pause_status", Fixed, "UNPAUSED", "PAUSED")
            .ServerDefault("the service fills it when it is not declared", "UNPAUSED")
            .Needs("quartz_cron_schedule", "timezone_id")
            .ReadOnly("effective_pause_status");

    private static ObjectSchema Legacy(ObjectSchema alert) =>
        alert
            .Refused("query_id", OfLegacy + "Put the text of the query into query_text, or into a file beside this one that ends in .sql.")
            .Refused("condition", OfLegacy + "Write evaluation.")
            .Refused("custom_subject", OfLegacy + "Write custom_summary.")
            .Refused("custom_body", OfLegacy + "Write custom_description.")
            .Refused("seconds_to_retrigger", OfLegacy + "Write evaluation.notification.retrigger_seconds.")
            .Refused("notify_on_ok", OfLegacy + "Write evaluation.notification.notify_on_ok.");
}
