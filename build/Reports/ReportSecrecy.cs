using Build.Reports.Model;
using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;
using Layercake.Secrecy;
using Newtonsoft.Json.Linq;

namespace Build.Reports;

/// <summary>
/// Takes the secrets out of a report before anything is made of it: a value that was cut or escaped for a page is no longer known as one.
/// </summary>
internal sealed class ReportSecrecy(Redactor redactor)
{
    public RunReport Clean(RunReport report) =>
        report with
        {
            Failure = Clean(report.Failure),
            Findings = [.. report.Findings.Select(Clean)],
            Changes = [.. report.Changes.Select(Clean)],
            Outcomes = report
                .Outcomes.Values.Select(Clean)
                .GroupBy(outcome => outcome.Change.Asset)
                .ToDictionary(group => group.Key, group => group.Last()),
            Remarks = Clean(report.Remarks),
            Requests = [.. report.Requests.Select(request => request with { Path = redactor.Redact(request.Path) })],
            Sections = [.. report.Sections.Select(Clean)],
        };

    public ExportedFile Clean(ExportedFile file) =>
        file with
        {
            Name = redactor.Redact(file.Name),
            File = Clean(file.File),
            Log = Clean(file.Log),
        };

    private Finding Clean(Finding finding) =>
        finding with
        {
            Message = redactor.Redact(finding.Message),
            Asset = Clean(finding.Asset),
            File = Clean(finding.File),
        };

    private Change Clean(Change change) =>
        change with
        {
            Name = redactor.Redact(change.Name),
            Reason = redactor.Redact(change.Reason),
            File = Clean(change.File),
            After = Clean(change.After),
            AfterStub = Clean(change.AfterStub),
            Secrets = Clean(change.Secrets),
            Kept = Clean(change.Kept),
            Notes = Clean(change.Notes),
            HeldBack = Clean(change.HeldBack),
            MovedFrom = Clean(change.MovedFrom),
            Fields =
            [
                .. change.Fields.Select(field =>
                    field with
                    {
                        Path = redactor.Redact(field.Path),
                        Old = Clean(field.Old),
                        New = Clean(field.New),
                    }
                ),
            ],
        };

    public ChangeOutcome Clean(ChangeOutcome outcome) => outcome with { Change = Clean(outcome.Change), Message = Clean(outcome.Message) };

    private ReportSection Clean(ReportSection section) =>
        section with
        {
            Summary = Clean(section.Summary),
            Rows = [.. section.Rows.Select(row => row with { Cells = Clean(row.Cells) })],
        };

    private IReadOnlyList<string> Clean(IReadOnlyList<string> texts) => [.. texts.Select(redactor.Redact)];

    private string? Clean(string? text) => text is null ? null : redactor.Redact(text);

    private JToken? Clean(JToken? token) =>
        token switch
        {
            JValue { Value: string text } => new JValue(redactor.Redact(text)),
            JObject members => new JObject(members.Properties().Select(member => new JProperty(member.Name, Clean(member.Value)))),
            JArray items => new JArray(items.Select(Clean)),
            _ => token?.DeepClone(),
        };
}
