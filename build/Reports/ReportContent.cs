using Build.Record;
using Build.Reports.Model;
using Build.Reports.Sections;
using Build.Running;
using Build.Text;
using Layercake.Engine.Planning;
using Layercake.Secrecy;

namespace Build.Reports;

/// <summary>Makes a report of what a run recorded.</summary>
internal static class ReportContent
{
    /// <param name="failure">What ended the run; null when it succeeded.</param>
    public static RunReport Of(RunOptions run, RunRecord record, Redactor redactor, Exception? failure)
    {
        var (plan, applied) = (record.Plans.LastOrDefault(), record.Applied);
        return new RunReport
        {
            Targets = run.Targets,
            Environment = plan?.Environment ?? run.EnvironmentName,
            Workspace = plan?.Workspace ?? record.Workspace,
            Commit = plan?.Commit,
            Started = run.Started,
            Duration = run.Elapsed,
            Succeeded = failure is null,
            Failure = failure is null ? null : FailureReason.Of(failure),
            Planned = plan is not null,
            PlanSummary = plan is null ? "" : PlanText.Counts(plan),
            NeedsApproval = plan?.NeedsApproval,
            PlanId = record.PlanId,
            Totals = RunTotals.Of(record),
            Findings = record.Findings,
            Changes = record.Changes,
            Outcomes = record.Outcomes,
            Remarks =
            [
                .. record.AskedBy is { } asker ? [AskedFor(asker)] : Array.Empty<string>(),
                .. ForApproval(record, plan),
                .. plan?.Lock is { } found ? [LockText.Sentence(found, plan.Environment)] : Array.Empty<string>(),
                .. record.Facts.OfType<FilesExported>().SelectMany(export => ExportText.Remarks(export.Result)),
                .. applied.SelectMany(item => item.Outcome.Warnings.Concat(item.Outcome.Failures)),
            ],
            Requests = record.Requests,
            Sections =
            [
                .. StopsSection.Of(plan, applied) is { } stops ? [stops] : Array.Empty<ReportSection>(),
                .. ReportSections.Of(record.Facts, redactor),
            ],
        };
    }

    /// <summary>What the log and the report of a run of the web page say of who wanted it.</summary>
    public static string AskedFor(string asker) => $"Asked for by {asker} on the web page.";

    /// <summary>Which plan was sealed, by whom it is applied and until when.</summary>
    public static IEnumerable<string> OfPlan(RunRecord record)
    {
        if (record.PlanId is { } id)
            yield return $"The id of the sealed plan: {id}";
        foreach (var fact in record.Sealed is { } made ? SealedPlanText.Facts(made) : [])
            yield return fact;
    }

    /// <summary>What whoever approves the plan has to know.</summary>
    public static IEnumerable<string> ForApproval(RunRecord record, Plan? plan)
    {
        foreach (var fact in OfPlan(record))
            yield return fact;
        if ((record.Sealed is { } shown ? SealedPlanText.Approval(shown) : plan is null ? null : PlanText.Approval(plan)) is { } approval)
            yield return approval;
    }
}
