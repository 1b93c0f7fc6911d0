using System.Text;
using Build.Ci;
using Build.Printing;
using Build.Reports.Html;
using Build.Reports.Model;
using Build.Running;
using Build.Text;
using Layercake.Engine.Declarations;
using Layercake.Secrecy;
using Newtonsoft.Json;

namespace Build.Reports;

/// <summary>Writes a report's files, tells the CI system what it amounts to, and says where it is.</summary>
internal sealed class ReportPublisher(HostFolders folders, CiReporter ci, Output output, Redactor redactor)
{
    /// <summary>Whether a CI system waits for what the run amounts to.</summary>
    public bool IsInCi => ci.IsActive;

    /// <param name="planFile">Where the plan was written; null when none was.</param>
    public void Publish(RunReport found, string folder, string? planFile)
    {
        var report = new ReportSecrecy(redactor).Clean(found);
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

    private void Save(RunReport report, string folder)
    {
        Directory.CreateDirectory(folder);
        Write("report.json", VisibleText.Lines(JsonReport.Of(report).ToString(Formatting.Indented).ReplaceLineEndings("\n")) + "\n");
        Write("summary.md", redactor.Redact(MarkdownReport.Of(report)));
        Write("report.html", HtmlReport.Of(report));
        output.Line($"Report: {folders.DisplayPath(Path.Combine(folder, "report.html"))}", Tone.Quiet);

        void Write(string name, string text) =>
            File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private void PublishToCi(RunReport report, string? summary, string? planFile)
    {
        if (summary is not null)
            ci.Summary(summary);
        ci.Output("changes", $"{report.Totals.Changes}");
        ci.Output("created", $"{report.Totals.Created}");
        ci.Output("updated", $"{report.Totals.Updated}");
        ci.Output("deleted", $"{report.Totals.Deleted}");
        ci.Output("plan_file", planFile ?? "");
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
