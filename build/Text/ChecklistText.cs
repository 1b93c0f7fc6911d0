using Layercake.Engine.Checking;

namespace Build.Text;

/// <summary>How the checks of a connection are worded.</summary>
internal static class ChecklistText
{
    /// <summary><c>9 passed, 1 failed, 2 unknown</c></summary>
    public static string Summary(IReadOnlyList<CheckResult> results) =>
        string.Join(
            ", ",
            results.GroupBy(result => result.Status).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Word(group.Key)}")
        );

    public static string Word(CheckStatus status) => status.ToString().ToLowerInvariant();

    public static string Mark(CheckStatus status) =>
        status switch
        {
            CheckStatus.Passed => "✓",
            CheckStatus.Failed => "✗",
            CheckStatus.Unknown => "?",
            _ => "-",
        };

    public static Tone Tone(CheckStatus status) =>
        status switch
        {
            CheckStatus.Passed => Text.Tone.Good,
            CheckStatus.Failed => Text.Tone.Bad,
            CheckStatus.Unknown => Text.Tone.Change,
            _ => Text.Tone.Quiet,
        };
}
