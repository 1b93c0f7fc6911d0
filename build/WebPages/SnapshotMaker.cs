using Build.Record;
using Build.Reports;
using Build.Running;
using Build.Text;
using Layercake.Engine.Planning;
using Layercake.Secrecy;
using Layercake.Web.Runs;

namespace Build.WebPages;

/// <summary>
/// Makes of a run's record what the page shows of it, again when something was added, and not more often than people can see.
/// </summary>
internal sealed class SnapshotMaker(LogLines log, Redactor redactor, TimeProvider clock)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private RunOptions? run;
    private RunRecord? record;
    private Exception? failure;
    private RunState state = RunState.Running;
    private (int Log, int Progress, int Findings, int Plans) seen = (-1, -1, -1, -1);
    private long made;
    private RunSnapshot last = RunSnapshot.Empty;

    public RunSnapshot Now
    {
        get
        {
            lock (gate)
            {
                if (state == RunState.Running && Version() != seen && clock.GetElapsedTime(made) >= Shortest)
                    Make();
                return last;
            }
        }
    }

    /// <summary>From here on there is a record to read.</summary>
    public void Begin(RunOptions run, RunRecord record)
    {
        lock (gate)
            (this.run, this.record) = (run, record);
    }

    public void End(RunState ended, Exception? failure)
    {
        lock (gate)
        {
            (state, this.failure) = (ended, failure);
            Make();

            // The page keeps many runs that have ended.
            (run, record) = (null, null);
        }
    }

    private void Make()
    {
        (seen, made) = (Version(), clock.GetTimestamp());
        last = new RunSnapshot
        {
            State = state,
            Failure = failure is null ? null : redactor.Redact(FailureReason.Of(failure)),
            Log = log.Lines,
        };
        if (run is null || record is null)
            return;

        var secrecy = new ReportSecrecy(redactor);
        var report = secrecy.Clean(ReportContent.Of(run, record, redactor, failure));
        var ended =
            report.Outcomes.Count > 0
                ? report.Outcomes
                : record.Progress.Ended.ToDictionary(change => redactor.Redact(change.Key), change => secrecy.Clean(change.Value));
        var plan = record.Plans.LastOrDefault();
        var forApproval = ReportContent.ForApproval(record, plan).Select(redactor.Redact);
        string[] asked = record.AskedBy is { } asker ? [redactor.Redact(ReportContent.AskedFor(asker))] : [];
        var (done, total) = record.Progress.Items;
        last = last with
        {
            Findings = report.Findings,
            Changes = report.Changes,
            Outcomes = ended,
            UnderWay = record.Progress.UnderWay.Select(redactor.Redact).ToHashSet(StringComparer.Ordinal),
            Files = [.. record.Facts.OfType<FilesExported>().SelectMany(export => export.Result.Files).Select(secrecy.Clean)],
            OnlyInGit =
            [
                .. record.Facts.OfType<FilesExported>().SelectMany(export => export.Result.OnlyInGit).Select(redactor.Redact),
            ],
            NoLongerInGit = [.. (plan?.NoLongerInGit ?? []).Select(redactor.Redact)],

            // Whoever imports it on the page approves it.
            AboutPlan = [.. ReportContent.OfPlan(record).Select(redactor.Redact)],
            Remarks = [.. report.Remarks.Except(forApproval).Except(asked), .. Stops(plan).Select(redactor.Redact)],
            Done = done,
            Total = total,
            PlanId = report.PlanId,
        };
    }

    private static IEnumerable<string> Stops(Plan? plan) =>
        (plan?.Stops ?? []).Select(asset => $"{asset} is stopped: {StopText.Reason(plan!, asset)}.");

    private (int, int, int, int) Version() =>
        (log.Version, record?.Progress.Version ?? 0, record?.Findings.Count ?? 0, record?.Plans.Count ?? 0);
}
