using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;
using Layercake.Engine.Sealing;

namespace Build.Record;

/// <summary>A plan that was carried out, and what became of it.</summary>
internal sealed record AppliedPlan(Plan Plan, Outcome Outcome);

/// <summary>What a run found, planned, sent and did.</summary>
/// <remarks>
/// The flow writes it, whether or not anything of it is printed; views, reports and the CI system read it. What is no plan, finding or
/// outcome is a <see cref="RunFact"/>.
/// </remarks>
internal sealed class RunRecord
{
    private readonly Lock gate = new();
    private readonly List<Finding> findings = [];
    private readonly HashSet<Finding> known = [];
    private readonly List<Plan> plans = [];
    private readonly List<AppliedPlan> applied = [];
    private readonly List<SentRequest> requests = [];
    private readonly List<RunFact> facts = [];

    /// <summary>Each once, in the order in which they were found.</summary>
    public IReadOnlyList<Finding> Findings => Copy(findings);

    public IReadOnlyList<Plan> Plans => Copy(plans);

    public IReadOnlyList<AppliedPlan> Applied => Copy(applied);

    /// <summary>In the order in which they were answered.</summary>
    public IReadOnlyList<SentRequest> Requests => Copy(requests);

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<RunFact> Facts => Copy(facts);

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

    /// <summary>How far the run is.</summary>
    public RunProgress Progress { get; } = new();

    /// <summary>How many assets <c>--skip-errors</c> left out.</summary>
    public int AssetsSkipped { get; set; }

    /// <summary>The address of the workspace, as soon as the environment says it; null before.</summary>
    public Uri? Workspace { get; set; }

    /// <summary>Where the plan was written; null when none was.</summary>
    public string? PlanFile { get; set; }

    /// <summary>Who asked for the run on the web page; null on the command line.</summary>
    public string? AskedBy { get; set; }

    /// <summary>Where an export keeps what files were and became; null where nobody asks for that.</summary>
    public ChangedFiles? ChangedFiles { get; set; }

    /// <summary>The id of the sealed plan that was written, or is applied; null when there is none.</summary>
    public string? PlanId { get; set; }

    /// <summary>The sealed plan that was written, or is shown; null when there is none.</summary>
    public SealedPlan? Sealed { get; set; }

    /// <summary>There is something to read: a finding, a change, or a fact of another kind.</summary>
    public bool HasContent =>
        Findings.Count + Facts.Count > 0
        || Plans.Any(plan => !plan.IsEmpty || plan.Stops.Count > 0 || plan.Lock is not null)
        || Applied.Any(item => item.Outcome.Changes.Count + item.Outcome.Warnings.Count + item.Outcome.Failures.Count > 0);

    /// <returns>Those that this run had not found before: several steps read the same declarations.</returns>
    public IReadOnlyList<Finding> AddFindings(IEnumerable<Finding> found)
    {
        lock (gate)
        {
            List<Finding> added = [.. found.Where(known.Add)];
            findings.AddRange(added);
            return added;
        }
    }

    public void AddPlan(Plan plan) => Append(plans, plan);

    public void AddOutcome(Plan plan, Outcome outcome) => Append(applied, new AppliedPlan(plan, outcome));

    public void AddRequest(SentRequest request) => Append(requests, request);

    public void AddFact(RunFact fact) => Append(facts, fact);

    private void Append<T>(List<T> list, T item)
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
