using Build.Printing;
using Build.Record;
using Build.Text;
using Layercake.Engine.Exporting;

namespace Build.Views;

/// <summary>Shows what an export did to the folder: a line for each file that it touched, and one that sums up.</summary>
internal sealed class ExportView(Output output)
{
    /// <summary>How many objects of a kind are read before the next line says so.</summary>
    private const int ObjectsPerLine = 100;

    /// <summary>Does the work and shows how far it is.</summary>
    public Task<ExportResult> WatchAsync(Func<IExportWatcher, Task<ExportResult>> work) =>
        LiveProgress.IsPossible(output) ? LiveExport.ShowAsync(work) : work(new LineExport(output));

    public void Show(FilesExported export)
    {
        foreach (var file in export.Result.Files.Where(file => file.Action is not ExportAction.Unchanged))
            output.Line(
                $"  {ExportText.Mark(file.Action)} {ExportText.Word(file.Action),-8} {file.File ?? file.Asset}",
                ExportText.Tone(file.Action)
            );

        foreach (var remark in ExportText.Remarks(export.Result))
            output.Line($"  {remark}", Tone.Quiet);

        output.Line();
        output.Line(
            ExportText.Summary(export.Environment, export.Result, export.DryRun, export.Duration),
            export.Result.Succeeded ? Tone.Good : Tone.Bad
        );
    }

    /// <summary>A line now and then, for logs.</summary>
    private sealed class LineExport(Output output) : IExportWatcher
    {
        private readonly Lock gate = new();
        private readonly Dictionary<string, (int Read, int All)> kinds = [];

        public void Listed(string kind, int count)
        {
            lock (gate)
                kinds[kind] = (0, count);
        }

        public void Read(string kind)
        {
            lock (gate)
            {
                var (read, all) = kinds[kind];
                kinds[kind] = (read + 1, all);
                if ((read + 1) % ObjectsPerLine == 0)
                    output.Line($"  {kind}: {read + 1} of {all}", Tone.Quiet);
            }
        }
    }
}
