using Layercake.Web.Access;
using Layercake.Web.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.FluentUI.AspNetCore.Components;

namespace Layercake.Web.Components;

/// <summary>A page on which steps are taken for one environment.</summary>
public abstract class EnvironmentPage : WatchingPage
{
    private WebRun? looked;
    private bool isStale;

    [Parameter]
    public required string Environment { get; set; }

    [Inject]
    public required IRunHost Host { get; set; }

    protected override string? Shown => Environment;

    /// <summary>Why the last step was not taken; null when it was.</summary>
    protected string? Problem { get; private set; }

    /// <summary>The run because of which the last step was not taken; null where there is none that this page does not show.</summary>
    protected WebRun? InTheWay { get; private set; }

    /// <summary>Patterns of assets with commas between them, as they were typed; empty for all.</summary>
    protected string? Only { get; set; } = "";

    /// <summary>Null before it is known.</summary>
    protected FilesDescription? Files { get; private set; }

    protected bool IsKnown => Host.Environments().Contains(Environment, StringComparer.Ordinal);

    [Inject]
    public required AppModes Modes { get; set; }

    /// <summary>The page shows the newest run of this way.</summary>
    protected abstract AppMode Way { get; }

    /// <summary>Why no step can be taken at all on this server; null where they can.</summary>
    protected string? Refusal => Modes.Refusal(Way, Environment);

    protected override WebRun? Watched => Runs.Last(User, Environment, RunTasks.Of(Way));

    /// <summary>No step can be taken: a run is under way, or the page is not connected to the server yet.</summary>
    protected override bool IsBusy => !RendererInfo.IsInteractive || Runs.All(User).Any(Blocks);

    /// <summary>The run that no step can be taken beside, where the page shows another one; null where there is none.</summary>
    protected WebRun? UnderWay => Watched is { IsRunning: true } ? null : Runs.All(User).FirstOrDefault(Blocks);

    private bool Blocks(WebRun run) => run.IsRunning && (run.Request.Environment == Environment || run.Request.WritesFiles);

    /// <summary>There is something to pull from: a repository's remote, or a Git folder of a workspace.</summary>
    protected bool HasRemote => Files?.Git?.Remote is not null || Files?.WorkspaceFolder is not null;

    /// <summary>The roles that the user lacks for a task here; none where they may.</summary>
    protected IReadOnlyList<WebRole> Lacks(RunTask task, string? planned = null, bool deletes = false, int? pruneLimit = null) =>
        Runs.Lacks(
            User,
            new RunRequest
            {
                Task = task,
                Environment = Environment,
                Planned = planned,
                PruneLimit = pruneLimit,
            },
            deletes
        );

    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        Files = await Host.DescribeFilesAsync(Gone);
    }

    protected override async Task OnChangedAsync()
    {
        isStale |= IsBusy || !ReferenceEquals(Watched, looked);
        if (!isStale || IsBusy)
            return;

        (isStale, looked) = (false, Watched);
        Files = await Host.DescribeFilesAsync(Gone);
    }

    /// <summary>The look of a step: of the one that comes next, or of another.</summary>
    protected static ButtonAppearance Next(bool isNext) => isNext ? ButtonAppearance.Primary : ButtonAppearance.Default;

    protected void Start(RunTask task) =>
        Start(task, (Only ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>What a run can be followed by for some of its assets alone, as a button says it.</summary>
    protected static string Narrowing(WebRun run) =>
        RunTasks.LookAgain(run.Request.Task) switch
        {
            RunTask.Compare => "Compare only the chosen",
            RunTask.FindDeleted => "Find only the chosen",
            _ => "Validate only the chosen",
        };

    /// <summary>Looks again at some assets of a run, and at nothing else: what is shown then can be carried out as a whole.</summary>
    protected void Narrow(WebRun run, IReadOnlyList<string> chosen)
    {
        var task = RunTasks.LookAgain(run.Request.Task);
        Start(task, chosen, withNeeded: task == RunTask.Validate);
    }

    private void Start(RunTask task, IReadOnlyList<string> select, bool withNeeded = false) =>
        Start(
            new RunRequest
            {
                Task = task,
                Environment = Environment,
                Select = select,
                WithNeeded = withNeeded,
            }
        );

    protected void Start(RunRequest request)
    {
        (Problem, InTheWay) = (null, null);
        try
        {
            var run = Runs.Start(User, request);
            InTheWay = ReferenceEquals(run, Watched) ? null : run;
        }
        catch (Exception e) when (e is AccessDeniedException or RunRefusedException)
        {
            Problem = e.Message;
        }
    }
}
