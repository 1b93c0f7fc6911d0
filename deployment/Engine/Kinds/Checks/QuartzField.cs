using System.Globalization;

namespace Layercake.Engine.Kinds.Checks;

/// <summary>One of the seven fields of a Quartz expression, with its valid values.</summary>
/// <param name="Name">The name in messages: <c>day of week</c>.</param>
/// <param name="MaxStep">The largest number after a slash.</param>
/// <param name="Names">The names for the numbers from <paramref name="Min"/> on.</param>
/// <param name="Example">A valid value, and what it means.</param>
internal sealed record QuartzField(string Name, int Min, int Max, int MaxStep, string[] Names, string Example)
{
    public static QuartzField DayOfMonth { get; } =
        new(
            "day of month",
            1,
            31,
            31,
            [],
            "1,15 is the first and the fifteenth, L the last day, 15W the working day nearest to the fifteenth, ? any day"
        );

    public static QuartzField DayOfWeek { get; } =
        new(
            "day of week",
            1,
            7,
            7,
            ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
            "MON-FRI is the working days, FRIL the last Friday of the month, FRI#2 the second one, ? any day"
        );

    public static IReadOnlyList<QuartzField> All { get; } =
    [
        new("second", 0, 59, 59, [], "0 is the full minute"),
        new("minute", 0, 59, 59, [], "0/15 is every quarter of an hour"),
        new("hour", 0, 23, 23, [], "6-18 is every hour from 6 to 18"),
        DayOfMonth,
        new(
            "month",
            1,
            12,
            12,
            ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
            "1/3 or JAN,APR,JUL,OCT is the first month of each quarter"
        ),
        DayOfWeek,
        new("year", 1970, 2099, int.MaxValue, [], "2030-2035, or leave the field out"),
    ];

    private bool IsDay => this == DayOfMonth || this == DayOfWeek;

    /// <summary>What is wrong with the field's text, as a clause; null when nothing is.</summary>
    public string? Problem(string text)
    {
        if (text == "?")
            return IsDay ? null : "? stands only for the day of month or the day of week";

        var parts = text.Split(',');
        if (
            parts.Length > 1
            && IsDay
            && parts.FirstOrDefault(part => part.EndsWith('L') || part.StartsWith("L-", StringComparison.Ordinal)) is { } last
        )
            return $"{last} cannot stand in a list";

        return parts.Select(PartProblem).FirstOrDefault(problem => problem is not null);
    }

    private string? PartProblem(string part)
    {
        if (part.Length == 0)
            return "there is nothing before or after a comma";
        if (part.Contains('?', StringComparison.Ordinal))
            return "? stands alone";
        if (this == DayOfMonth && part[0] == 'L')
            return LastDayProblem(part);
        if (this == DayOfMonth && part.EndsWith('W'))
            return ValueProblem(part[..^1]);
        if (this == DayOfWeek && part.EndsWith('L'))
            return part == "L" ? null : ValueProblem(part[..^1]);
        if (part.Split('#') is [var day, var nth])
            return this != DayOfWeek
                ? "# stands only in the day of week"
                : ValueProblem(day) ?? (nth is ['1' or '2' or '3' or '4' or '5'] ? null : $"after # stands 1 to 5, not {Shown(nth)}");

        return StepProblem(part);
    }

    /// <summary><c>L</c>, <c>LW</c>, <c>L-3</c>, <c>L-3W</c></summary>
    private static string? LastDayProblem(string part)
    {
        var rest = part.EndsWith('W') ? part[1..^1] : part[1..];
        return rest.Length == 0 || (rest[0] == '-' && Number(rest[1..]) is >= 0 and <= 30) ? null : $"{part} is not L, LW or L-1 to L-30";
    }

    private string? StepProblem(string part)
    {
        var (range, step) = part.Split('/') switch
        {
            [var all] => (all, null),
            [var start, var every] => (start, every),
            _ => (part, ""),
        };
        if (step is not null && !(Number(step) <= MaxStep))
            return $"after / stands a number{(MaxStep == int.MaxValue ? "" : $" up to {MaxStep}")}, not {Shown(step)}";
        if (range == "*" || (range.Length == 0 && step is not null))
            return null;

        return range.Split('-') switch
        {
            [var only] => ValueProblem(only),
            [var from, var to] => ValueProblem(from) ?? ValueProblem(to),
            _ => $"{range} is no range",
        };
    }

    private string? ValueProblem(string value)
    {
        if (Names.Contains(value) || (Number(value) is { } number && number >= Min && number <= Max))
            return null;

        var names = Names.Length == 0 ? "" : $" or {Names[0]} to {Names[^1]}";
        var note =
            value == "0" && this == DayOfWeek ? "; Sunday is 1"
            : value == "24" && Max == 23 ? "; midnight is 0"
            : "";
        return $"{Shown(value)} is not {Min} to {Max}{names}{note}";
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Shown(string text) => text.Length == 0 ? "nothing" : text;
}
