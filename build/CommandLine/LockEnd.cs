using System.Globalization;
using System.Text.RegularExpressions;

namespace Build.CommandLine;

/// <summary>When a lock ends: <c>2026-12-24T18:00Z</c>, <c>2026-12-24</c>, <c>24h</c>.</summary>
internal static partial class LockEnd
{
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <param name="now">What a duration is counted from.</param>
    /// <returns>Of a day its end, in UTC; null for a text of another form.</returns>
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        if (PlanDuration.Parse(text) is { } duration)
            return now + duration;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) + TimeSpan.FromDays(day == DateOnly.MaxValue ? 0 : 1);

        return
            HasZone().IsMatch(text)
            && DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToUniversalTime()
            : null;
    }

    // Without one it would be the time of this machine, which is another one in a pipeline.
    [GeneratedRegex("(Z|[+-][0-9]{2}:[0-9]{2})$(?!\n)")]
    private static partial Regex HasZone();
}
