using Build.Record;
using Build.Reports.Model;
using Build.Running;
using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;
using Newtonsoft.Json.Linq;

namespace Build.Reports;

/// <summary>The report for programs: <c>report.json</c>.</summary>
internal static class JsonReport
{
    private const int Format = 1;

    public static JObject Of(RunReport report) =>
        new()
        {
            ["format"] = Format,
            ["layercake"] = HostVersion.Text,
            ["targets"] = new JArray(report.Targets),
            ["environment"] = report.Environment,
            ["workspace"] = report.Workspace?.ToString(),
            ["commit"] = report.Commit,
            ["started"] = report.Started.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["seconds"] = Math.Round(report.Duration.TotalSeconds, 3),
            ["succeeded"] = report.Succeeded,
            ["failure"] = report.Failure,
            ["plan_id"] = report.PlanId,
            ["needs_approval"] = report.NeedsApproval,
            ["totals"] = new JObject
            {
                ["changes"] = report.Totals.Changes,
                ["may_change"] = report.Totals.MayChange,
                ["created"] = report.Totals.Created,
                ["updated"] = report.Totals.Updated,
                ["deleted"] = report.Totals.Deleted,
                ["unchanged"] = report.Totals.Unchanged,
                ["adopted"] = report.Totals.Adopted,
                ["left_alone"] = report.Totals.LeftAlone,
                ["failed"] = report.Totals.Failed,
                ["skipped"] = report.Totals.Skipped,
                ["left_out"] = report.Totals.AssetsSkipped,
                ["errors"] = report.Findings.Count(finding => finding.Severity == Severity.Error),
                ["warnings"] = report.Findings.Count(finding => finding.Severity == Severity.Warning),
                ["requests"] = report.Requests.Count,
            },
            ["findings"] = new JArray(report.Findings.Select(Finding)),
            ["remarks"] = new JArray(report.Remarks),
            ["changes"] = new JArray(report.Changes.Select(change => Change(change, report.Outcomes.GetValueOrDefault(change.Asset)))),
            ["requests"] = new JArray(report.Requests.Select(Request)),
            ["sections"] = new JArray(report.Sections.Select(Section)),
        };

    private static JObject Finding(Finding finding) =>
        new()
        {
            ["severity"] = finding.Severity.ToString().ToLowerInvariant(),
            ["code"] = finding.Code,
            ["asset"] = finding.Asset,
            ["file"] = finding.File,
            ["line"] = finding.Line,
            ["column"] = finding.Column,
            ["message"] = finding.Message,
        };

    private static JObject Change(Change change, ChangeOutcome? outcome)
    {
        var json = PlanFile.Document(change);
        json["status"] = outcome?.Status.ToString().ToLowerInvariant();
        json["message"] = outcome?.Message;
        json["seconds"] = outcome is null ? null : Math.Round(outcome.Duration.TotalSeconds, 3);
        return json;
    }

    private static JObject Request(SentRequest request) =>
        new()
        {
            ["at"] = Math.Round(request.Start.TotalMilliseconds),
            ["milliseconds"] = Math.Round(request.Duration.TotalMilliseconds),
            ["method"] = request.Method,
            ["path"] = request.Path,
            ["status"] = request.Status,
            ["attempt"] = request.Attempt,
        };

    private static JObject Section(ReportSection section) =>
        new()
        {
            ["title"] = section.Title,
            ["summary"] = section.Summary,
            ["columns"] = new JArray(section.Columns),
            ["rows"] = new JArray(
                section.Rows.Select(row => new JObject
                {
                    ["tone"] = row.Tone.ToString().ToLowerInvariant(),
                    ["cells"] = new JArray(row.Cells),
                })
            ),
        };
}
