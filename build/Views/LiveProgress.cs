using System.Globalization;
using Build.Printing;
using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Spectre.Console;

namespace Build.Views;

/// <summary>A bar for each kind while changes are under way, for people at a terminal.</summary>
internal sealed class LiveProgress : IApplyWatcher
{
    private readonly Dictionary<string, ProgressTask> bars;
    private readonly ProgressContext context;
    private readonly List<string> notes;

    private LiveProgress(Plan plan, ProgressContext context, List<string> notes) =>
        (this.context, this.notes, bars) = (
            context,
            notes,
            plan.Writes.GroupBy(change => change.Kind)
                .ToDictionary(group => group.Key, group => context.AddTask(Described(group.Key, 0, group.Count()), maxValue: group.Count()))
        );

    /// <summary>Whether a person looks on: only then is there a display that moves.</summary>
    public static bool IsPossible(Output output) =>
        output.IsConsole
        && !Console.IsOutputRedirected
        && AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true }
        && Environment.GetEnvironmentVariable("CI") is null or "";

    /// <param name="notes">Gets what was noted: the display is gone when it ends.</param>
    public static Task<Outcome> ShowAsync(Plan plan, List<string> notes, Func<IApplyWatcher, Task<Outcome>> apply) =>
        AnsiConsole
            .Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new ElapsedTimeColumn()
            )
            .StartAsync(context => apply(new LiveProgress(plan, context, notes)));

    public void Started(Change change) { }

    public void Finished(ChangeOutcome outcome)
    {
        // An asset that could not be looked at is no part of the work; the lines at the end name it.
        if (!bars.TryGetValue(outcome.Change.Kind, out var bar))
            return;

        bar.Increment(1);
        bar.Description = Described(outcome.Change.Kind, bar.Value, bar.MaxValue);
    }

    public void Note(string text)
    {
        context.AddTask(Markup.Escape(text)).IsIndeterminate = true;
        lock (notes)
            notes.Add(text);
    }

    private static string Described(string kind, double done, double all) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind} {done:0} of {all:0}");
}
