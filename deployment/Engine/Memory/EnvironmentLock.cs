using System.Globalization;
using System.Text;

namespace Layercake.Engine.Memory;

/// <summary>Keeps deployments away from an environment, until someone ends it or its time is over.</summary>
public sealed record EnvironmentLock
{
    /// <summary>Of a message, after <see cref="Clean"/>.</summary>
    public const int LongestMessage = 300;

    /// <summary>Who set it, and on which machine or in which run of a pipeline.</summary>
    public required string Owner { get; init; }

    /// <summary>The user name of the same, as the workspace knows it.</summary>
    public required string User { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>From then on it does not count; null when it counts until someone ends it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why.</summary>
    public required string Message { get; init; }

    /// <summary><c>ann on agent-1 since …, until …: "the message"</c>; without a full stop.</summary>
    public string Description =>
        $"{Owner} since {LeaseHeldException.Time(Since)}, "
        + $"{(Until is { } end ? $"until {LeaseHeldException.Time(end)}" : "until someone ends it")}: \"{Message}\"";

    public bool IsOver(DateTimeOffset now) => Until <= now;

    /// <summary>The text in one line: no character moves the cursor, turns what is around it or ends the line.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(IsVisible(rune) ? rune.ToString() : " ");

        return string.Join(' ', clean.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool IsVisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.SpaceSeparator
            );
}
