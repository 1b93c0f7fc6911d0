using Build.Printing;
using Build.Reports;
using Build.Running;
using Layercake.Secrecy;
using Layercake.Web.Runs;

namespace Build.WebPages;

/// <summary>A run of the page that is about Git alone.</summary>
internal sealed class GitRun : IHostedRun
{
    private readonly CancellationTokenSource ending;
    private readonly SnapshotMaker snapshots;

    public GitRun(RunRequest request, string folder, Redactor redactor, TimeProvider clock, CancellationToken ct)
    {
        ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var log = new LogLines();
        var output = new Output(log, colours: false, redactor);
        snapshots = new SnapshotMaker(log, redactor, clock);
        Completion = Task.Run(
            () => RunAsync(request, new GitFolder(folder, line => output.Line(line)), output),
            CancellationToken.None
        );
    }

    public Task Completion { get; }

    public RunSnapshot Snapshot => snapshots.Now;

    public void Cancel()
    {
        if (!Completion.IsCompleted)
            ending.Cancel();
    }

    private async Task RunAsync(RunRequest request, GitFolder git, Output output)
    {
        output.Line(ReportContent.AskedFor(request.By));
        try
        {
            await (
                request.Task == RunTask.Pull
                    ? git.PullAsync(ending.Token)
                    : git.PushAsync(request.Branch ?? "", request.Message ?? "", request.By, ending.Token)
            );
            snapshots.End(RunState.Succeeded, failure: null);
        }
        catch (Exception e)
        {
            output.Line(FailureReason.Of(e), Text.Tone.Bad);
            snapshots.End(
                e is OperationCanceledException ? RunState.Cancelled
                    : e is BuildFailedException { ExitCode: ExitCodes.Refused } ? RunState.Refused
                    : RunState.Failed,
                e
            );
        }
    }
}
