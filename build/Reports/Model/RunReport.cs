using Build.Record;
using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;

namespace Build.Reports.Model;

/// <summary>All that a report says about a run; data only.</summary>
internal sealed record RunReport
{
    /// <summary>What the run was asked to do.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    public required string Environment { get; init; }

    /// <summary>Null when the run ended before it was known.</summary>
    public Uri? Workspace { get; init; }

    public string? Commit { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required TimeSpan Duration { get; init; }

    public required bool Succeeded { get; init; }

    /// <summary>Why the run failed, in a sentence; null when it did not.</summary>
    public string? Failure { get; init; }

    public required RunTotals Totals { get; init; }

    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>A plan was made; some targets need none.</summary>
    public bool Planned { get; init; }

    /// <summary>What the plan comes to in a few words: <c>2 to create, 14 unchanged</c>; empty when no plan was made.</summary>
    public string PlanSummary { get; init; } = "";

    /// <summary>A person has to approve the plan; null when no plan was made.</summary>
    public bool? NeedsApproval { get; init; }

    /// <summary>The id of the sealed plan that was written or applied; null when none was.</summary>
    public string? PlanId { get; init; }

    /// <summary>It is one document, without the other files of a report beside it.</summary>
    public bool StandsAlone { get; init; }

    /// <summary>What would change, or changed, unchanged assets included; each asset once.</summary>
    public required IReadOnlyList<Change> Changes { get; init; }

    /// <summary>By asset; assets that nothing was done to are not in it.</summary>
    public required IReadOnlyDictionary<string, ChangeOutcome> Outcomes { get; init; }

    /// <summary>Worth knowing, and what went wrong besides the changes.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    public required IReadOnlyList<SentRequest> Requests { get; init; }

    /// <summary>Tables of what plans and findings have no place for.</summary>
    public IReadOnlyList<ReportSection> Sections { get; init; } = [];
}
