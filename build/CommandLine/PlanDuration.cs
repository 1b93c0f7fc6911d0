using System.Globalization;
using System.Text.RegularExpressions;

namespace Build.CommandLine;

/// <summary>How long a sealed plan may be applied: <c>30m</c>, <c>24h</c>, <c>7d</c>.</summary>
internal static partial class PlanDuration
{
    /// <summary>Null for a text of another form, and for nothing.</summary>
    public static TimeSpan? Parse(string? text) =>
        IsDuration().Match(text ?? "") is { Success: true } match
        && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? match.Groups[2].Value switch
            {
                "m" => TimeSpan.FromMinutes(number),
                "h" => TimeSpan.FromHours(number),
                _ => TimeSpan.FromDays(number),
            }
            : null;

    [GeneratedRegex("^([1-9][0-9]{0,3})([mhd])$(?!\n)")]
    private static partial Regex IsDuration();
}
