using Build.Ci;
using Build.CommandLine;
using Build.Printing;
using Build.Record;
using Build.Reports.JUnit;
using Build.Reports.Model;
using Build.Running;
using Build.Text;
using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Secrecy;

namespace Build.Reports;

/// <summary>
/// Reports a run that ends before its tasks begin: to the CI system, and in the report, which a pipeline publishes after every run.
/// </summary>
internal sealed class EarlyExitReport(HostArguments arguments, HostFolders folders, ConsoleGuard guard, Redactor redactor)
{
    private readonly CiReporter ci = guard.CreateCiReporter(folders.Root);

    public void ReportErrors(IReadOnlyList<string> errors)
    {
        foreach (var error in errors)
            ci.Failure("Command line", error, file: null);

        Report([], string.Join(' ', errors));
    }

    public void ReportFindings(IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
            ci.Annotate(finding);

        Report(findings, $"{FindingsText.Summary(findings)}. Nothing was written.");
    }

    private void Report(IReadOnlyList<Finding> findings, string failure)
    {
        var run = new RunOptions(arguments, folders, package: null, approved: null, TimeProvider.System, CancellationToken.None);
        var record = new RunRecord();
        record.AddFindings(findings);
        new RunResultsFile(run, record, redactor).Conclude(failure);
        if (run.ReportFolder is not { } folder)
            return;

        var report = new RunReport
        {
            Targets = run.Targets,
            Environment = run.EnvironmentName,
            Started = run.Started,
            Duration = run.Elapsed,
            Succeeded = false,
            Failure = failure,
            Totals = new RunTotals(),
            Findings = findings,
            Changes = [],
            Outcomes = new Dictionary<string, ChangeOutcome>(),
            Remarks = [],
            Requests = [],
        };
        new ReportPublisher(folders, ci, Output.ToConsole(redactor), redactor).Publish(() => report, folder, planFile: null);
    }
}
