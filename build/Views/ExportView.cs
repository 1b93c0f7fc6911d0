using Build.Record;
using Layercake.Engine.Exporting;

namespace Build.Views;

/// <summary>Shows what an export did to the folder: a line for each file that it touched, and one that sums up.</summary>
public sealed class ExportView(Output output, RunRecord record)
{
    /// <summary>How many objects of a kind are read before the next line says so.</summary>
    private const int Stride = 100;

    /// <summary>Does the work and shows how far it is.</summary>
    public Task<ExportResult> WatchAsync(Func<IExportWatcher, Task<ExportResult>> work) =>
        LiveProgress.IsPossible ? LiveExport.ShowAsync(work) : work(new Counts(output));

    public void Show(string environment, ExportResult result, bool dryRun, TimeSpan duration)
    {
        foreach (var file in result.Files.Where(file => file.Action is not ExportAction.Unchanged))
            output.Line(
                $"  {Mark(file.Action)} {file.Action.ToString().ToLowerInvariant(),-8} {file.File ?? file.Asset}",
                Tone(file.Action)
            );

        record.Add(
            new ReportSection
            {
                Title = "Exported files",
                Summary = Summary(environment, result, dryRun, duration),
                Columns = ["Result", "Asset", "File"],
                Rows =
                [
                    .. result
                        .Files.Where(file => file.Action is not ExportAction.Unchanged)
                        .Select(file => new ReportRow(
                            Tone(file.Action),
                            $"{Mark(file.Action)} {file.Action.ToString().ToLowerInvariant()}",
                            file.Asset,
                            file.File ?? ""
                        )),
                ],
            }
        );
        output.Line();
        output.Line(Summary(environment, result, dryRun, duration), result.Succeeded ? Views.Tone.Good : Views.Tone.Bad);
    }

    private static string Summary(string environment, ExportResult result, bool dryRun, TimeSpan duration)
    {
        var counts = Enum.GetValues<ExportAction>()
            .OrderBy(action => action == ExportAction.Unchanged)
            .Select(action => (action, Count: result.Count(action)))
            .Where(count => count.Count > 0)
            .Select(count => $"{count.Count} {count.action.ToString().ToLowerInvariant()}")
            .ToList();
        var what = counts.Count == 0 ? "nothing" : string.Join(", ", counts);
        return dryRun
            ? $"An export from {environment} would come to: {what}. Nothing was written."
            : $"Exported from {environment} in {DisplayText.Seconds(duration)}: {what}.";
    }

    private static string Mark(ExportAction action) =>
        action switch
        {
            ExportAction.Added => "+",
            ExportAction.Changed => "~",
            ExportAction.Removed => "-",
            _ => "=",
        };

    private static Tone Tone(ExportAction action) =>
        action switch
        {
            ExportAction.Added => Views.Tone.Good,
            ExportAction.Changed => Views.Tone.Change,
            ExportAction.Removed => Views.Tone.Bad,
            _ => Views.Tone.Quiet,
        };

    /// <summary>A line now and then, for logs.</summary>
    private sealed class Counts(Output output) : IExportWatcher
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
                if ((read + 1) % Stride == 0)
                    output.Line($"  {kind}: {read + 1} of {all}", Views.Tone.Quiet);
            }
        }
    }
}
