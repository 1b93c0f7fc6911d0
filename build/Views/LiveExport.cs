using System.Collections.Concurrent;
using Layercake.Engine.Exporting;
using Spectre.Console;

namespace Build.Views;

/// <summary>A bar for each kind while its objects are read, for people at a terminal.</summary>
internal sealed class LiveExport : IExportWatcher
{
    private readonly ConcurrentDictionary<string, ProgressTask> bars = new(StringComparer.Ordinal);
    private readonly ProgressContext context;

    private LiveExport(ProgressContext context) => this.context = context;

    public static Task<ExportResult> ShowAsync(Func<IExportWatcher, Task<ExportResult>> work) =>
        AnsiConsole
            .Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new ElapsedTimeColumn()
            )
            .StartAsync(context => work(new LiveExport(context)));

    public void Listed(string kind, int count) => bars[kind] = context.AddTask($"{kind} ({count})", maxValue: Math.Max(1, count));

    public void Read(string kind) => bars[kind].Increment(1);
}
