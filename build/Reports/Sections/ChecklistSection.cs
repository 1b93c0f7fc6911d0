using Build.Record;
using Build.Reports.Model;
using Build.Text;
using Layercake.Engine.Checking;

namespace Build.Reports.Sections;

/// <summary>A row for each check of a connection.</summary>
internal static class ChecklistSection
{
    public static ReportSection Of(ConnectionChecked check) =>
        new()
        {
            Title = $"Checks of {check.Environment}",
            Summary = $"{ChecklistText.Summary(check.Results)}.",
            Columns = ["Result", "Check", "What was found", "What to do"],
            Rows = [.. check.Results.Select(Row)],
        };

    private static ReportRow Row(CheckResult result) =>
        new(
            ChecklistText.Tone(result.Status),
            $"{ChecklistText.Mark(result.Status)} {ChecklistText.Word(result.Status)}",
            result.Name,
            result.Detail,
            result.Remedy ?? ""
        );
}
