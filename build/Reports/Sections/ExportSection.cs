using Build.Record;
using Build.Reports.Model;
using Build.Text;
using Layercake.Engine.Exporting;

namespace Build.Reports.Sections;

/// <summary>A row for each file that an export touched.</summary>
internal static class ExportSection
{
    public static ReportSection Of(FilesExported export) =>
        new()
        {
            Title = "Exported files",
            Summary = ExportText.Summary(export.Environment, export.Result, export.DryRun, export.Duration),
            Columns = ["Result", "Asset", "File"],
            Rows = [.. export.Result.Files.Where(file => file.Action is not ExportAction.Unchanged).Select(Row)],
        };

    private static ReportRow Row(ExportedFile file) =>
        new(ExportText.Tone(file.Action), $"{ExportText.Mark(file.Action)} {ExportText.Word(file.Action)}", file.Asset, file.File ?? "");
}
