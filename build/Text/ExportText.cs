using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;

namespace Build.Text;

/// <summary>How exports are worded.</summary>
internal static class ExportText
{
    /// <summary>Of a list in a sentence.</summary>
    private const int MostNamed = 10;

    public static string Summary(string environment, ExportResult result, bool dryRun, TimeSpan duration)
    {
        var counts = Enum.GetValues<ExportAction>()
            .OrderBy(action => action == ExportAction.Unchanged)
            .Select(action => (action, Count: result.Count(action)))
            .Where(count => count.Count > 0)
            .Select(count => $"{count.Count} {Word(count.action)}")
            .ToList();
        var what = counts.Count == 0 ? "nothing" : string.Join(", ", counts);
        return dryRun
            ? $"An export from {environment} would come to: {what}. Nothing was written."
            : $"Exported from {environment} in {DisplayText.Seconds(duration)}: {what}.";
    }

    /// <summary>What an export leaves out, a sentence or two each.</summary>
    public static IEnumerable<string> Remarks(ExportResult result) =>
        ((string?[])[OnlyInGit(result), WithoutPermissions(result)]).OfType<string>();

    private static string? OnlyInGit(ExportResult result) =>
        result.OnlyInGit.Count == 0
            ? null
            : $"Not in the workspace: {NameList.Of(result.OnlyInGit, MostNamed)}. "
                + (result.OnlyInGit.Count == 1 ? "Its file was" : "Their files were")
                + " not exported from there, and nothing is changed.";

    private static string? WithoutPermissions(ExportResult result) =>
        result.WithoutPermissions == 0
            ? null
            : $"{DisplayText.Count(result.WithoutPermissions, "new file")} {(result.WithoutPermissions == 1 ? "says" : "say")} nothing of "
                + "permissions. Export with --with-permissions, or the next deployment of these files removes the permissions that an "
                + "earlier one set.";

    public static string Word(ExportAction action) => action.ToString().ToLowerInvariant();

    public static string Mark(ExportAction action) =>
        action switch
        {
            ExportAction.Added => "+",
            ExportAction.Changed => "~",
            ExportAction.Removed => "-",
            _ => "=",
        };

    public static Tone Tone(ExportAction action) =>
        action switch
        {
            ExportAction.Added => Text.Tone.Good,
            ExportAction.Changed => Text.Tone.Change,
            ExportAction.Removed => Text.Tone.Bad,
            _ => Text.Tone.Quiet,
        };
}
