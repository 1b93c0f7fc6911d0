using Build.Record;
using Build.Running;
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
            publisher.Publish(
                () => ReportContent.Of(run, record, redactor, failure),
                run.ReportFolder ?? run.Folders.Report,
                record.PlanFile
            );
    }
}
