using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Alerts;

/// <summary>What an alert is made of, and what is refused.</summary>
internal static class AlertRules
{
    private static readonly string[] Operators =
    [
        "LESS_THAN",
        "GREATER_THAN",
        "EQUAL",
        "NOT_EQUAL",
        "GREATER_THAN_OR_EQUAL",
        "LESS_THAN_OR_EQUAL",
        "IS_NULL",
        "IS_NOT_NULL",
    ];

    private static readonly string[] Aggregations = ["SUM", "COUNT", "COUNT_DISTINCT", "AVG", "MEDIAN", "MIN", "MAX", "STDDEV"];

    private static readonly BodyShape Alert = new()
    {
        Texts =
        [
            "display_name",
            "query_text",
            "warehouse_id",
            "parent_path",
            "custom_summary",
            "custom_description",
            "run_as_user_name",
        ],
        Objects = ["evaluation", "schedule", "run_as"],
        ObjectLists = ["parameters"],
        ReadOnly =
        [
            "id",
            "create_time",
            "update_time",
            "lifecycle_state",
            "owner_user_name",
            "effective_run_as",
            "effective_parent_path",
        ],
    };

    private static readonly BodyShape Evaluation = new()
    {
        Texts = ["comparison_operator", "empty_result_state"],
        Objects = ["source", "threshold", "notification"],
        ReadOnly = ["state", "last_evaluated_at"],
    };

    private static readonly BodyShape Notification = new()
    {
        Numbers = ["retrigger_seconds"],
        Flags = ["notify_on_ok"],
        ObjectLists = ["subscriptions"],
    };

    private static readonly BodyShape Column = new() { Texts = ["name", "aggregation", "display"] };

    private static readonly BodyShape Schedule = new()
    {
        Texts = ["quartz_cron_schedule", "timezone_id", "pause_status"],
        ReadOnly = ["effective_pause_status"],
    };

    public static JObject Read(ApiRequest request)
    {
        var spec = Alert.Read(request);
        ReadInner(spec, "evaluation", Evaluation);
        ReadInner(spec, "schedule", Schedule);
        if (spec["evaluation"] is JObject evaluation)
        {
            ReadInner(evaluation, "source", Column);
            ReadInner(evaluation, "notification", Notification);
        }

        return spec;
    }

    public static void Check(JObject spec)
    {
        CommonRules.Require(!string.IsNullOrEmpty((string?)spec["display_name"]), "Missing or empty alert name");
        spec.Required("query_text");
        spec.Required("warehouse_id");
        var evaluation = RequiredObject(spec, "evaluation");
        evaluation.Required("comparison_operator");
        evaluation.RequireOneOf("comparison_operator", Operators);
        evaluation.RequireOneOf("empty_result_state", "UNKNOWN", "TRIGGERED", "OK", "ERROR");
        var source = RequiredObject(evaluation, "source");
        source.Required("name");
        source.RequireOneOf("aggregation", Aggregations);
        var schedule = RequiredObject(spec, "schedule");
        schedule.Required("quartz_cron_schedule");
        schedule.Required("timezone_id");
        schedule.RequireOneOf("pause_status", "PAUSED", "UNPAUSED");
    }

    private static JObject RequiredObject(JObject spec, string field) =>
        spec[field] as JObject ?? throw ApiError.InvalidParameter($"Missing required field: {field}");

    private static void ReadInner(JObject spec, string field, BodyShape shape)
    {
        if (spec[field] is JObject inner)
            spec[field] = shape.Read(inner);
    }
}
