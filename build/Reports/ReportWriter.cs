using Build.Record;
using Build.Reports.Model;
using Build.Reports.Sections;
using Build.Running;
using Build.Text;
using Layercake.Engine.Planning;
using Layercake.Secrecy;

namespace Build.Reports;

/// <summary>Puts the report together at the end of a run.</summary>
internal sealed class ReportWriter(RunOptions run, RunRecord record, ReportPublisher publisher, Redactor redactor)
{
    /// <remarks>
    /// A run at a desk that found nothing to do leaves the last report alone: composing one would be a good part of its time.
    /// </remarks>
    /// <param name="failure">What ended the run; null when it succeeded.</param>
    public void Write(Exception? failure)
    {
        if (record.HasContent || run.ReportFolder is not null || publisher.IsInCi || failure is not null)
            publisher.Publish(() => Report(failure), run.ReportFolder ?? run.Folders.Report, record.PlanFile);
    }

    private RunReport Report(Exception? failure)
    {
        var (plan, applied) = (record.Plans.LastOrDefault(), record.Applied);
        return new RunReport
        {
            Targets = run.Targets,
            Environment = run.EnvironmentName,
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
                .. Approval(plan),
                .. plan?.Lock is { } found ? [LockText.Sentence(found, plan.Environment)] : Array.Empty<string>(),
                .. applied.SelectMany(item => item.Outcome.Warnings.Concat(item.Outcome.Failures)),
            ],
            Requests = record.Requests,
            Sections = ReportSections.Of(record.Facts, redactor),
        };
    }

    /// <summary>What whoever approves the plan has to know.</summary>
    private IEnumerable<string> Approval(Plan? plan)
    {
        if (record.PlanId is { } id)
            yield return $"The id of the sealed plan: {id}";
        if (plan is { NeedsApproval: true })
            yield return PlanText.Approval(plan);
    }
}
