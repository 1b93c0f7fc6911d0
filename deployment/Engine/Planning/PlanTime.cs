using System.Globalization;

namespace Layercake.Engine.Planning;

/// <summary>A time as plans write it: <c>2026-03-01T12:00:00Z</c>.</summary>
internal static class PlanTime
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">It is no such time.</exception>
    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
