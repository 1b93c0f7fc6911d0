using Build.Ci;
using Build.Git;
using Build.Preparation;
using Build.Record;
using Build.Reports.JUnit;
using Build.Running;
using Build.Text;
using Build.Views;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Runs;
using Layercake.Rest.Apis;
using Layercake.Secrecy;

namespace Build.Runs;

/// <summary>
/// Runs notebooks and jobs in the workspace, records and shows what becomes of them, and fails when one does not succeed.
/// </summary>
internal sealed class WorkspaceRunner(
    RunOptions run,
    DeploymentPreparation preparation,
    RunRecord record,
    RunFindings findings,
    RunsView view,
    RunResultsFile file,
    CiReporter ci,
    Redactor redactor,
    TimeProvider clock
) : IWorkspaceRunner
{
    private readonly RunInputs inputs = run.Runs;

    public Task RunNotebookAsync() =>
        RunAsync(
            async (workspace, environment, names, found) =>
            {
                var named = inputs.Notebooks[0];
                var declarations = (await preparation.Assets).Declared.Declarations;
                var notebook = NotebookNames.IsInWorkspace(named) ? null : new NotebookNames(declarations).Find(named, found);
                var path = notebook is null ? named : NotebookNames.PlaceOf(notebook, environment.NotebooksPath);
                await new RunTargets(workspace.Connection.Client).CheckNotebookAsync(path, found, run.CancellationToken);
                return await OrdersAsync(workspace, names, [(Subject(notebook?.Name ?? named), path, notebook?.File)], found);
            }
        );

    public Task TestNotebooksAsync() =>
        RunAsync(
            async (workspace, environment, names, found) =>
            {
                var tests = inputs.Tests((await preparation.Assets).Declared.Declarations, found);
                return await OrdersAsync(
                    workspace,
                    names,
                    [
                        .. tests.Select(test =>
                            (Subject(test.Name), NotebookNames.PlaceOf(test, environment.NotebooksPath), (string?)test.File)
                        ),
                    ],
                    found
                );
            }
        );

    public Task RunJobAsync() =>
        RunAsync(
            async (workspace, _, _, found) =>
            {
                var job = await new RunTargets(workspace.Connection.Client).FindJobAsync(inputs.Job!, found, run.CancellationToken);
                return job is null ? [] : [RunOrders.Job(job, inputs.Parameters, found)];
            }
        );

    private async Task RunAsync(
        Func<PreparedWorkspace, DeploymentEnvironment, RunNames, List<Finding>, Task<IReadOnlyList<RunOrder>>> prepare
    )
    {
        try
        {
            var (workspace, environment) = (await preparation.Workspace, (await preparation.Secrets).Environment);
            var found = new List<Finding>();
            var orders = await prepare(workspace, environment, RunNames.Of(GitRepository.Of(run)), found);
            findings.Add(found);
            if (found.Count > 0)
                throw new BuildFailedException(ExitCodes.Wrong, $"{FindingsText.Summary(found)}. Nothing was run.");

            var runs = new WorkspaceRuns(new RunsApi(workspace.Connection.Client), clock);
            var start = clock.GetTimestamp();
            var ended = await runs.RunAllAsync(orders, environment.Concurrency, view, run.CancellationToken);
            await ReportAsync(runs, ended, clock.GetElapsedTime(start));
        }
        catch (Exception e) when (preparation.Environment is { } environment && PreparationFindings.Explain(e, environment) is { } finding)
        {
            findings.Add([finding]);
            throw new BuildFailedException(PreparationFindings.ExitCodeOf(e), "The environment could not be used. Nothing was run.", e);
        }
    }

    private async Task<IReadOnlyList<RunOrder>> OrdersAsync(
        PreparedWorkspace workspace,
        RunNames names,
        IReadOnlyList<(string Subject, string Path, string? File)> notebooks,
        List<Finding> found
    )
    {
        var cluster = inputs.Cluster is { } name
            ? await new RunTargets(workspace.Connection.Client).FindClusterAsync(name, found, run.CancellationToken)
            : null;
        var jobCluster = inputs.JobCluster((await preparation.Assets).Declared.Declarations, found);
        return
        [
            .. notebooks.Select(notebook =>
                RunOrders.Notebook(
                    notebook.Subject,
                    notebook.Path,
                    names.Of(notebook.Subject),
                    inputs.Parameters,
                    cluster,
                    jobCluster,
                    inputs.Timeout
                ) with
                {
                    File = notebook.File,
                }
            ),
        ];
    }

    private async Task ReportAsync(WorkspaceRuns runs, IReadOnlyList<RunResult> ended, TimeSpan duration)
    {
        record.AddFact(new RunsEnded(ended));
        // One place after the other, so that a failure names its own.
        var folder = Path.GetDirectoryName(inputs.TestResults);
        try
        {
            file.Write();
            folder = inputs.ExportFolder;
            var problems = new List<string>();
            var pages = await SavePagesAsync(runs, ended, problems);
            view.Show(ended, duration, run.Folders, inputs, pages, problems);
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            throw new BuildFailedException(
                ExitCodes.Failed,
                $"What became of the runs could not be saved: {DiskErrors.Words(e, folder: folder)}. Choose other places with "
                    + $"--test-results=FILE and --export=DIR.",
                e
            );
        }

        ThrowUnlessSucceeded(ended);
    }

    private async Task<int> SavePagesAsync(WorkspaceRuns runs, IReadOnlyList<RunResult> ended, ICollection<string> problems) =>
        inputs.ExportFolder is { } folder && !run.CancellationToken.IsCancellationRequested
            ? await new RunPages(runs, redactor, folder).SaveAsync(ended, problems, run.CancellationToken)
            : 0;

    private void ThrowUnlessSucceeded(IReadOnlyList<RunResult> ended)
    {
        var failed = ended.Where(result => !result.Succeeded).ToList();
        foreach (var result in failed.Where(result => result.State.End != RunEnd.Interrupted))
            ci.Failure($"{result.Order.Subject} did not succeed", $"{Sentence(result)} {result.PageUrl}".TrimEnd(), result.Order.File);

        if (run.CancellationToken.IsCancellationRequested)
            throw new OperationCanceledException(
                "Stopped, and what was running in the workspace with it; see above.",
                run.CancellationToken
            );

        if (failed.Count > 0)
            throw new BuildFailedException(
                ExitCodes.Failed,
                ended.Count == 1 ? Sentence(failed[0]) : $"{failed.Count} of {ended.Count} runs did not succeed; see above."
            );
    }

    private string Sentence(RunResult result) => RunText.Sentence(result, redactor.Redact);

    private static string Subject(string path) => NotebookNames.IsInWorkspace(path) ? path : Path.ChangeExtension(path, null);
}
