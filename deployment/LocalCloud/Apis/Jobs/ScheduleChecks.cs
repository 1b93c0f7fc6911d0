using System.Text.RegularExpressions;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;
using static Layercake.LocalCloud.Apis.Jobs.JobChecks;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>What the service refuses in a schedule: an expression that is none of Quartz, and a time zone that is none of Java.</summary>
internal static partial class ScheduleChecks
{
    /// <summary>Small images come without the time zone database.</summary>
    private static readonly bool HasZones = TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Berlin", out _);

    public static void Check(JObject schedule)
    {
        var cron = schedule.Text("quartz_cron_expression") ?? "";
        Require(cron.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length is 6 or 7, $"Invalid quartz cron expression: '{cron}'.");
        var zone = schedule.Text("timezone_id") ?? "";
        Require(zone.Length > 0, "Missing required field: settings.schedule.timezone_id");
        Require(IsZone(zone), $"Invalid timezone_id: '{zone}'.");
    }

    /// <remarks>The framework also knows names of Windows, which have spaces.</remarks>
    private static bool IsZone(string id) =>
        JavasOwn().IsMatch(id)
        || !HasZones
        || (!id.Contains(' ', StringComparison.Ordinal) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out _));

    /// <summary>What Java knows besides the names of the time zone database: offsets, and old names of three letters.</summary>
    [GeneratedRegex("^([A-Z]{3}|(GMT|UTC|UT)[+-][0-9:]{1,5})\\z")]
    private static partial Regex JavasOwn();
}
