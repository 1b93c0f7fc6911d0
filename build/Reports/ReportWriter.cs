using System.Text;
using Build.Deployments;
using Build.Printing;
using Build.Views;
using Layercake.Secrecy;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Build.Reports;

/// <summary>Writes the reports at the end of a run, and tells the CI system what it amounts to.</summary>
public sealed class ReportWriter(RunOptions run, RunRecord record, Preparation preparation, CiVoice voice, Output output, Redactor redactor)
{
    /// <param name="failure">What ended the run; null when it succeeded.</param>
    public void Write(Exception? failure)
    {
        if (record.IsEmpty && run.ReportFolder is null && failure is null)
            return;

        var report = Report(failure);
        var folder = run.ReportFolder ?? run.Folders.Report;
        try
        {
            Directory.CreateDirectory(folder);
            Save(Path.Combine(folder, "report.json"), Redacted(JsonReport.Of(report)).ToString(Formatting.Indented).ReplaceLineEndings("\n") + "\n");
            var summary = Path.Combine(folder, "summary.md");
            Save(summary, redactor.Redact(MarkdownReport.Of(report)));
            voice.Summary(summary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            output.Line($"warning: the report could not be written to {folder}: {e.Message} Name another folder with --report=DIR.", Tone.Change);
        }

        voice.Output("changes", $"{report.Totals.Changes}");
        voice.Output("created", $"{report.Totals.Created}");
        voice.Output("updated", $"{report.Totals.Updated}");
        voice.Output("deleted", $"{report.Totals.Deleted}");
        voice.Output("plan_file", record.PlanFile ?? "");
    }

    private RunReport Report(Exception? failure)
    {
        var applied = record.Applied;
        var plan = record.Plans.LastOrDefault();
        return new RunReport
        {
            Targets = run.Targets,
            Environment = run.EnvironmentName,
            Workspace = plan?.Workspace ?? preparation.Environment?.WorkspaceUrl,
            Commit = plan?.Commit,
            Started = run.Started,
            Duration = run.Elapsed,
            Succeeded = failure is null,
            Failure = failure is null ? null : Words.Reason(failure),
            Totals = RunTotals.Of(record),
            Findings = record.Findings,
            Changes = [.. record.Plans.SelectMany(plan => plan.Changes).GroupBy(change => change.Asset).Select(group => group.Last())],
            Outcomes = applied.SelectMany(item => item.Outcome.Changes).GroupBy(outcome => outcome.Change.Asset).ToDictionary(group => group.Key, group => group.Last()),
            Remarks = [.. applied.SelectMany(item => item.Outcome.Warnings.Concat(item.Outcome.Failures))],
            Requests = record.Requests,
        };
    }

    private JObject Redacted(JObject document)
    {
        foreach (var value in document.Descendants().OfType<JValue>().ToList())
            if (value.Value is string text)
                value.Value = redactor.Redact(text);

        return document;
    }

    private static void Save(string path, string text) => File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
