using System.Globalization;

namespace Layercake.Engine.Kinds.Checks;

/// <summary>Reads Quartz cron expressions, which start with seconds and have a <c>?</c>, unlike those of Unix.</summary>
internal static class QuartzCron
{
    private const string Example = "For example, 0 30 6 ? * MON-FRI is half past six on working days.";

    private static readonly Dictionary<string, string> Shorthands = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@hourly"] = "0 0 * * * ?",
        ["@daily"] = "0 0 0 * * ?",
        ["@midnight"] = "0 0 0 * * ?",
        ["@weekly"] = "0 0 0 ? * SUN",
        ["@monthly"] = "0 0 0 1 * ?",
        ["@yearly"] = "0 0 0 1 1 ?",
        ["@annually"] = "0 0 0 1 1 ?",
    };

    /// <returns>What is wrong with it and what to write instead; null when nothing is wrong.</returns>
    public static string? Problem(string expression)
    {
        var fields = expression.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 5)
            return $"has five fields, as Unix writes it; the service reads Quartz, which has the seconds in front and ? for one of the "
                + $"two days.{Instead(FromUnix(fields))}";
        if (fields is [var word] && Shorthands.TryGetValue(word, out var spelled))
            return $"is a shorthand that Quartz does not have.{Instead(spelled)}";
        if (fields.Length is not (6 or 7))
            return $"has {fields.Length.ToString(CultureInfo.InvariantCulture)} field{(fields.Length == 1 ? "" : "s")}; it needs six: "
                + $"second, minute, hour, day of month, month, day of week, and a seventh for the year if wanted. {Example}";

        foreach (var (field, text) in QuartzField.All.Zip(fields))
            if (field.Problem(text) is { } problem)
                return $"is wrong in the {field.Name}, {text}: {problem}. For example, {field.Example}.";

        return (fields[3] == "?", fields[5] == "?") switch
        {
            (true, true) => "has ? for both days; one of the two must say which. Write * for the day of month to mean every day.",
            (false, false) => $"says both a day of month and a day of week; one of them must be ?.{Instead(WithOneDay(fields))}",
            _ => null,
        };
    }

    private static string Instead(string? expression) =>
        expression is not null && Problem(expression) is null ? $" Write {expression}" + "." : $" {Example}";

    private static string? WithOneDay(string[] fields)
    {
        if (fields[3] != "*" && fields[5] != "*")
            return null;

        string[] copy = [.. fields];
        copy[fields[5] == "*" ? 5 : 3] = "?";
        return string.Join(' ', copy);
    }

    /// <summary>Unix counts the days of the week from 0 and Quartz from 1; both accept their names.</summary>
    private static string? FromUnix(string[] unix)
    {
        var week = new string([.. unix[4]]);
        if (week.All(letter => char.IsAsciiDigit(letter) || letter is ',' or '-'))
            week = string.Concat(
                week.Select(letter =>
                    char.IsAsciiDigit(letter)
                        ? letter is '8' or '9'
                            ? "8"
                            : QuartzField.DayOfWeek.Names[(letter - '0') % 7]
                        : letter.ToString()
                )
            );

        return (unix[2], week) switch
        {
            (_, "*") => $"0 {unix[0]} {unix[1]} {unix[2]} {unix[3]} ?",
            ("*", _) => $"0 {unix[0]} {unix[1]} ? {unix[3]} {week}",
            _ => null,
        };
    }
}
