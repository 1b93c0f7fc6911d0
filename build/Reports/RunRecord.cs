using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;

namespace Build.Reports;

/// <summary>A plan that was carried out, and what became of it.</summary>
public sealed record AppliedPlan(Plan Plan, Outcome Outcome);

/// <summary>One attempt to send a request to the workspace.</summary>
/// <param name="Start">Since the run began.</param>
/// <param name="Status">The HTTP status; null when no answer came.</param>
/// <param name="Attempt">Counted from 1.</param>
public sealed record SentRequest(TimeSpan Start, TimeSpan Duration, string Method, string Path, int? Status, int Attempt);

/// <summary>Remembers what a run found, planned, sent and did, for its report and for the CI system.</summary>
public sealed class RunRecord
{
    private readonly Lock gate = new();
    private readonly List<Finding> findings = [];
    private readonly List<Plan> plans = [];
    private readonly List<AppliedPlan> applied = [];
    private readonly List<SentRequest> requests = [];

    /// <summary>Each once, in the order in which they were shown.</summary>
    public IReadOnlyList<Finding> Findings => Copy(findings);

    public IReadOnlyList<Plan> Plans => Copy(plans);

    public IReadOnlyList<AppliedPlan> Applied => Copy(applied);

    /// <summary>In the order in which they were answered.</summary>
    public IReadOnlyList<SentRequest> Requests => Copy(requests);

    /// <summary>Where the plan was written; null when none was.</summary>
    public string? PlanFile { get; set; }

    /// <summary>Nothing that a report could tell was done.</summary>
    public bool IsEmpty => Findings.Count + Plans.Count + Applied.Count == 0;

    public void Found(IEnumerable<Finding> found)
    {
        lock (gate)
            findings.AddRange(found.Where(finding => !findings.Contains(finding)).ToList());
    }

    public void Planned(Plan plan)
    {
        lock (gate)
            plans.Add(plan);
    }

    public void Did(Plan plan, Outcome outcome)
    {
        lock (gate)
            applied.Add(new AppliedPlan(plan, outcome));
    }

    public void Sent(SentRequest request)
    {
        lock (gate)
            requests.Add(request);
    }

    private IReadOnlyList<T> Copy<T>(List<T> list)
    {
        lock (gate)
            return [.. list];
    }
}
