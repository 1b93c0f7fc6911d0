using Build.CommandLine;
using Build.Deployments;
using Build.Printing;
using Build.Record;
using Build.Reports;
using Build.Running;
using Build.Sealing;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds;
using Layercake.Engine.Sealing;
using Layercake.Identity.Workspaces;
using Layercake.Secrecy;
using Layercake.Web.Runs;

namespace Build.WebPages;

/// <summary>A run of the page, from its command line to its report.</summary>
internal sealed class HostedRun : IHostedRun
{
    private readonly RunRequest request;
    private readonly HostArguments arguments;
    private readonly RunOptions web;
    private readonly Interruption interruption;
    private readonly Output output;
    private readonly SnapshotMaker snapshots;
    private readonly Func<Action<string>, CancellationToken, Task>? before;
    private readonly Func<Uri, IWorkspaceCredential>? user;

    /// <param name="user">Opens the workspace as the user who asks; null for whom the environment says.</param>
    /// <param name="before">Done first, with where to say each step; null where there is nothing.</param>
    public HostedRun(
        RunRequest request,
        HostArguments arguments,
        RunOptions web,
        RunScope.Creation create,
        Redactor redactor,
        TimeProvider clock,
        Func<Uri, IWorkspaceCredential>? user,
        Func<Action<string>, CancellationToken, Task>? before
    )
    {
        (this.request, this.arguments, this.web) = (request, arguments, web);
        (this.user, this.before) = (user, before);
        interruption = new Interruption(web.CancellationToken);
        ChangedFiles = new ChangedFiles(web.AssetsFolder);
        var log = new LogLines();
        output = new Output(log, colours: false, redactor);
        snapshots = new SnapshotMaker(log, redactor, clock);
        Completion = Task.Run(() => RunAsync(create, clock));
    }

    public Task Completion { get; }

    public RunSnapshot Snapshot => snapshots.Now;

    /// <summary>Of an export.</summary>
    public ChangedFiles ChangedFiles { get; }

    public void Cancel()
    {
        try
        {
            interruption.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run has just ended.
        }
    }

    private async Task RunAsync(RunScope.Creation create, TimeProvider clock)
    {
        var findings = new List<Finding>();
        output.Line(ReportContent.AskedFor(request.By));
        try
        {
            if (before is not null)
                await before(line => output.Line(line), interruption.Token);
            using var approved = arguments["plan"] is { } path ? ApprovedPlan.Open(path, path, arguments, findings) : null;
            if (findings.Count > 0)
                Refuse(findings);
            else
                await RunAsync(create, approved, clock);
        }
        catch (Exception e)
        {
            output.Line(FailureReason.Of(e), Text.Tone.Bad);
            snapshots.End(RunEndings.Of(e, interruption.Token.IsCancellationRequested), e);
        }
        finally
        {
            interruption.Dispose();
        }
    }

    private async Task RunAsync(RunScope.Creation create, OpenedPlan? approved, TimeProvider clock)
    {
        // A plan is applied with the environment's file that it was made with.
        var folders = approved is null ? web.Folders : web.Folders with { Start = web.AssetsFolder };
        var run = new RunOptions(arguments, folders, web.Package, approved, clock, interruption.Token);
        var scope = create(arguments, run, interruption, output, user);
        scope.Record.AskedBy = request.By;
        scope.Record.ChangedFiles = ChangedFiles;
        snapshots.Begin(run, scope.Record);
        Exception? failure = null;
        await using (scope.Preparation)
            try
            {
                scope.Preparation.Begin(run.Targets);
                await (
                    request.Task is RunTask.Compare or RunTask.Export
                        ? scope.Exports.RunAsync(KindTable.Names)
                        : scope.Deployment.RunAsync(Step(request.Task))
                );
            }
            catch (Exception e)
            {
                failure = e;
                output.Line(FailureReason.Of(e), Text.Tone.Bad);
            }

        scope.Outcome.Record(failure);
        scope.Reports.Write(failure);
        var exitCode = scope.Outcome.ExitCode(failure is null ? 0 : ExitCodes.Failed);
        snapshots.End(RunEndings.Of(failure, exitCode, interruption.Token.IsCancellationRequested), failure);
    }

    private void Refuse(IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
            output.Line(finding.ToString(), Text.Tone.Bad);
        snapshots.End(
            findings.Any(ApprovedPlan.IsRefused) ? RunState.Refused : RunState.Failed,
            new BuildFailedException(ExitCodes.Refused, $"{findings[0].Message} Nothing was written.")
        );
    }

    private static DeploymentStep Step(RunTask task) =>
        task switch
        {
            RunTask.Validate => DeploymentStep.Plan,
            RunTask.FindDeleted => DeploymentStep.Prune,
            RunTask.Apply => DeploymentStep.Deploy,
            _ => throw new ArgumentOutOfRangeException(nameof(task)),
        };
}
