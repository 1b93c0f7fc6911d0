using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Alerts;

/// <summary>What the fields of an alert say together: its condition, when it is evaluated, and who is told.</summary>
internal sealed class AlertCheck(CheckReport report)
{
    private static readonly string[] Values = ["double_value", "string_value", "bool_value"];

    private static readonly string[] Subscribers = ["user_email", "destination_id"];

    public void Check(JObject alert)
    {
        if (alert.Object(AlertSchema.Evaluation) is { } evaluation)
        {
            Condition(evaluation);
            foreach (var subscription in evaluation.Object("notification")?.Objects("subscriptions") ?? [])
                OneOf("ALT003", subscription, Subscribers, "Write each into an entry of its own.");
        }

        foreach (var twins in alert.Objects("parameters").GroupBy(parameter => parameter.Text("name"), StringComparer.Ordinal))
            if (twins.Key is not null && twins.Skip(1).FirstOrDefault() is { } twin)
                report.Error("ALT005", twin["name"]!, $"{twin.Path}.name is {twins.Key}, as of a parameter before it. Rename one.");

        if (alert.Object(AlertSchema.Schedule) is { } schedule)
            Schedule(schedule);
        if (alert.Object(RunAs.Field) is { } identity && identity.Has("user_name") && identity.Has("service_principal_name"))
            report.Error("ALT004", identity, "run_as names a user and a service principal, and an alert runs as one of them. Keep one.");
    }

    private void Condition(JObject evaluation)
    {
        var needsNone = evaluation.Text("comparison_operator") is "IS_NULL" or "IS_NOT_NULL";
        if (evaluation.Object("threshold") is not { } threshold)
        {
            if (!needsNone && evaluation.Text("comparison_operator") is { } comparison && !evaluation.Has("threshold"))
                report.Warning(
                    "ALT001",
                    evaluation["comparison_operator"]!,
                    $"comparison_operator is {comparison}, and there is no threshold to compare with. Add one, such as "
                        + "\"threshold\": { \"value\": { \"double_value\": 0 } }."
                );
            return;
        }

        OneOf("ALT001", threshold, ["value", "column"], "Keep one.");
        if (threshold.Object("value") is { } value)
            OneOf("ALT001", value, Values, "Keep the one whose type the column has.");
        if (needsNone)
            report.Warning("ALT001", threshold, $"{threshold.Path} is not looked at with this comparison_operator. Remove it.");
    }

    private void Schedule(JObject schedule)
    {
        if (schedule.Text("quartz_cron_schedule") is { } cron && !JsonFields.IsOpen(cron) && QuartzCron.Problem(cron) is { } wrong)
            report.Error("ALT002", schedule["quartz_cron_schedule"]!, $"the schedule \"{cron}\" {wrong}");
        if (schedule.Text("timezone_id") is { } zone && !JsonFields.IsOpen(zone) && TimeZones.Problem(zone) is { } unknown)
            report.Error("ALT002", schedule["timezone_id"]!, unknown);
    }

    private void OneOf(string code, JObject holder, string[] fields, string remedy)
    {
        if (fields.Where(holder.Has).ToList() is not [_] and var given)
            report.Error(
                code,
                holder,
                $"{holder.Path} has {(given.Count == 0 ? "none" : "more than one")} of {string.Join(", ", fields)}. "
                    + (given.Count == 0 ? "Give it one." : remedy)
            );
    }
}
