using Build.Printing;
using Build.Reports;
using Build.Running;
using Layercake.Secrecy;
using Layercake.Web.Runs;

namespace Build.WebPages;

/// <summary>A run of the page that is about where the files are kept, and deploys nothing.</summary>
internal sealed class FilesRun : IHostedRun
{
    private readonly CancellationTokenSource ending;
    private readonly SnapshotMaker snapshots;

    /// <param name="work">Gets where to say each step.</param>
    public FilesRun(
        RunRequest request,
        Func<Action<string>, CancellationToken, Task> work,
        Redactor redactor,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var log = new LogLines();
        var output = new Output(log, colours: false, redactor);
        snapshots = new SnapshotMaker(log, redactor, clock);
        Completion = Task.Run(() => RunAsync(request, work, output), CancellationToken.None);
    }

    public Task Completion { get; }

    public RunSnapshot Snapshot => snapshots.Now;

    public void Cancel()
    {
        try
        {
            ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run has just ended.
        }
    }

    private async Task RunAsync(RunRequest request, Func<Action<string>, CancellationToken, Task> work, Output output)
    {
        output.Line(ReportContent.AskedFor(request.By));
        try
        {
            await work(line => output.Line(line), ending.Token);
            snapshots.End(RunState.Succeeded, failure: null);
        }
        catch (Exception e)
        {
            output.Line(FailureReason.Of(e), Text.Tone.Bad);
            snapshots.End(RunEndings.Of(e, ending.IsCancellationRequested), e);
        }
        finally
        {
            ending.Dispose();
        }
    }
}
