using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;

namespace Build.Record;

/// <summary>A plan that was carried out, and what became of it.</summary>
public sealed record AppliedPlan(Plan Plan, Outcome Outcome);

/// <summary>One attempt to send a request to the workspace.</summary>
/// <param name="Start">Since the run began.</param>
/// <param name="Status">The HTTP status; null when no answer came.</param>
/// <param name="Attempt">Counted from 1.</param>
public sealed record SentRequest(TimeSpan Start, TimeSpan Duration, string Method, string Path, int? Status, int Attempt);

/// <summary>Remembers what a run found, planned, sent and did, for its report and for the CI system.</summary>
/// <remarks>
/// Views note here what they show. A view whose matter is no plan, finding or outcome adds a table with <see cref="Add"/>, and that table
/// is in
/// <c>report.json</c>, <c>summary.md</c> and <c>report.html</c> without a line in any of them:
/// <code>
/// record.Add(new ReportSection
/// {
///     Title = "Notebook tests", Summary = "1 passed, 1 failed", Columns = ["Result", "Notebook", "Took", "Run"],
///     Rows = [new ReportRow(Tone.Good, "passed", "tests/a", "3.1 s", url), new ReportRow(Tone.Bad, "failed", "tests/b", "0.4 s", url)],
/// });
/// </code>
/// </remarks>
public sealed class RunRecord
{
    private readonly Lock gate = new();
    private readonly List<Finding> findings = [];
    private readonly List<Plan> plans = [];
    private readonly List<AppliedPlan> applied = [];
    private readonly List<SentRequest> requests = [];
    private readonly List<ReportSection> sections = [];

    /// <summary>Each once, in the order in which they were shown.</summary>
    public IReadOnlyList<Finding> Findings => Copy(findings);

    public IReadOnlyList<Plan> Plans => Copy(plans);

    public IReadOnlyList<AppliedPlan> Applied => Copy(applied);

    /// <summary>In the order in which they were answered.</summary>
    public IReadOnlyList<SentRequest> Requests => Copy(requests);

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<ReportSection> Sections => Copy(sections);

    /// <summary>
    /// Each asset once, in the order in which it was planned first: as it was carried out last, otherwise as it was planned last.
    /// </summary>
    public IReadOnlyList<Change> Changes
    {
        get
        {
            var carriedOut = Outcomes;
            return
            [
                .. Plans
                    .SelectMany(plan => plan.Changes)
                    .GroupBy(change => change.Asset)
                    .Select(group => carriedOut.TryGetValue(group.Key, out var outcome) ? outcome.Change : group.Last()),
            ];
        }
    }

    /// <summary>By asset, the last one of each.</summary>
    public IReadOnlyDictionary<string, ChangeOutcome> Outcomes =>
        Applied
            .SelectMany(item => item.Outcome.Changes)
            .GroupBy(outcome => outcome.Change.Asset)
            .ToDictionary(group => group.Key, group => group.Last());

    /// <summary>How many assets <c>--skip-errors</c> left out.</summary>
    public int AssetsSkipped { get; set; }

    /// <summary>Where the plan was written; null when none was.</summary>
    public string? PlanFile { get; set; }

    /// <summary>There is something to read: a finding, a change, or a table of another kind.</summary>
    public bool HasContent =>
        Findings.Count + Sections.Count > 0
        || Plans.Any(plan => !plan.IsEmpty)
        || Applied.Any(item => item.Outcome.Changes.Count + item.Outcome.Warnings.Count + item.Outcome.Failures.Count > 0);

    public void Found(IEnumerable<Finding> found)
    {
        lock (gate)
            findings.AddRange(found.Where(finding => !findings.Contains(finding)).ToList());
    }

    public void Planned(Plan plan) => Note(plans, plan);

    public void Did(Plan plan, Outcome outcome) => Note(applied, new AppliedPlan(plan, outcome));

    public void Sent(SentRequest request) => Note(requests, request);

    /// <summary>Puts a table at the end of the report.</summary>
    public void Add(ReportSection section) => Note(sections, section);

    private void Note<T>(List<T> list, T item)
    {
        lock (gate)
            list.Add(item);
    }

    private IReadOnlyList<T> Copy<T>(List<T> list)
    {
        lock (gate)
            return [.. list];
    }
}
