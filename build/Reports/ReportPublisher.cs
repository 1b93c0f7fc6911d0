using Build.Ci;
using Build.Printing;
using Build.Reports.Html;
using Build.Reports.Model;
using Build.Running;
using Build.Text;
using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Secrecy;
using Newtonsoft.Json;

namespace Build.Reports;

/// <summary>Writes a report's files, gives the CI system its totals, and prints where it is.</summary>
internal sealed class ReportPublisher(HostFolders folders, CiReporter ci, Output output, Redactor redactor)
{
    /// <summary>Whether a CI system waits for the totals of the run.</summary>
    public bool IsInCi => ci.IsActive;

    /// <param name="make">Called once; a report that cannot be made is a warning.</param>
    /// <param name="planFile">Where the plan was written; null when none was.</param>
    public void Publish(Func<RunReport> make, string folder, string? planFile)
    {
        if (Make(make) is not { } report)
            return;

        var saved = Try(
            () => Save(report, folder),
            e =>
                $"the report could not be written to {folder}: {DiskErrors.Words(e, folder: folder)}. Name another folder with "
                + $"--report=DIR."
        );
        Try(
            () => PublishToCi(report, saved ? Path.Combine(folder, "summary.md") : null, planFile),
            e => $"the CI system's files for outputs and summary could not be written: {DiskErrors.Words(e)}."
        );
    }

    private RunReport? Make(Func<RunReport> make)
    {
        try
        {
            return new ReportSecrecy(redactor).Clean(make());
        }
        catch (Exception e)
        {
            // A mistake of this tool in a table must not take the place of the run's own result.
            output.Line($"warning: the report could not be made: {FailureMessages.Words(e)}", Tone.Change);
            return null;
        }
    }

    private void Save(RunReport report, string folder)
    {
        Write("report.json", VisibleText.Lines(JsonReport.Of(report).ToString(Formatting.Indented).ReplaceLineEndings("\n")) + "\n");
        Write("summary.md", redactor.Redact(MarkdownReport.Of(report)));
        Write("report.html", HtmlReport.Of(report));
        output.Line($"Report: {folders.DisplayPath(Path.Combine(folder, "report.html"))}", Tone.Quiet);

        void Write(string name, string text) =>
            WholeFile.Write(Path.Combine(folder, name), text);
    }

    private void PublishToCi(RunReport report, string? summary, string? planFile)
    {
        if (summary is not null)
            ci.Summary(summary);
        ci.Output("changes", $"{report.Totals.Changes}");
        ci.Output("may_change", $"{report.Totals.MayChange}");
        ci.Output("created", $"{report.Totals.Created}");
        ci.Output("updated", $"{report.Totals.Updated}");
        ci.Output("deleted", $"{report.Totals.Deleted}");
        ci.Output("plan_file", planFile ?? "");
        ci.Output("plan_id", report.PlanId ?? "");
        ci.Output("plan_summary", report.PlanSummary);
        ci.Output("needs_approval", report.NeedsApproval switch { true => "true", false => "false", null => "" });
    }

    /// <summary>What was deployed is deployed, whatever becomes of its report.</summary>
    private bool Try(Action work, Func<Exception, string> warning)
    {
        try
        {
            work();
            return true;
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            output.Line($"warning: {warning(e)}", Tone.Change);
            return false;
        }
    }
}
