using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;

namespace Layercake.Web.Runs;

/// <summary>What a run has recorded so far, without secrets.</summary>
public sealed record RunSnapshot
{
    public required RunState State { get; init; }

    /// <summary>Why it did not succeed, in a sentence; null while it runs and where it did.</summary>
    public string? Failure { get; init; }

    /// <summary>What the command line would have printed.</summary>
    public required IReadOnlyList<string> Log { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What would change, or changed, unchanged assets included; each asset once.</summary>
    public IReadOnlyList<Change> Changes { get; init; } = [];

    /// <summary>How the changes ended so far, by asset.</summary>
    public IReadOnlyDictionary<string, ChangeOutcome> Outcomes { get; init; } = new Dictionary<string, ChangeOutcome>();

    /// <summary>Assets, as kind and name, that are being written.</summary>
    public IReadOnlySet<string> UnderWay { get; init; } = new HashSet<string>();

    /// <summary>Declared assets of which the workspace has no object; an export leaves their files.</summary>
    public IReadOnlyList<string> OnlyInGit { get; init; } = [];

    /// <summary>Assets that were deployed and that Git no longer has; an import leaves them where they are.</summary>
    public IReadOnlyList<string> NoLongerInGit { get; init; } = [];

    /// <summary>What an export did, or would do, to the files.</summary>
    public IReadOnlyList<ExportedFile> Files { get; init; } = [];

    /// <summary>What whoever approves the plan has to know: its id, who applies it, until when.</summary>
    public IReadOnlyList<string> AboutPlan { get; init; } = [];

    /// <summary>Worth knowing, and what went wrong besides the changes.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Items that are done, of <see cref="Total"/>.</summary>
    public int Done { get; init; }

    /// <summary>0 before it is known.</summary>
    public int Total { get; init; }

    /// <summary>The id of the sealed plan that was written or applied; null when there is none.</summary>
    public string? PlanId { get; init; }

    public static RunSnapshot Empty { get; } = new() { State = RunState.Running, Log = [] };
}
