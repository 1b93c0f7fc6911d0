using Build.Record;
using Build.Text;
using Layercake.Engine.Applying;
using Layercake.Engine.Planning;

namespace Build.Reports.Model;

/// <summary>What a run amounts to, in numbers.</summary>
internal sealed record RunTotals
{
    /// <summary>Assets that differed from what is declared when the run looked.</summary>
    public int Changes { get; init; }

    /// <summary>With those that only whoever deploys can compare.</summary>
    public int MayChange { get; init; }

    public int Created { get; init; }

    /// <summary>Recreated ones included.</summary>
    public int Updated { get; init; }

    public int Deleted { get; init; }

    public int Unchanged { get; init; }

    /// <summary>Of those above: what was there before it was recorded here.</summary>
    public int Adopted { get; init; }

    /// <summary>Held back by a rule, such as an object that runs and would be deleted.</summary>
    public int LeftAlone { get; init; }

    /// <summary>Assets; what failed of the run itself, such as giving back the lease, is no asset.</summary>
    public int Failed { get; init; }

    public int Skipped { get; init; }

    /// <summary>Because of errors, as <c>--skip-errors</c> wants.</summary>
    public int AssetsSkipped { get; init; }

    public static RunTotals Of(RunRecord record)
    {
        // Each asset counts once, however many plans it is in: Plan and Deploy in one run show the same one twice.
        var planned = record.Changes;
        var outcomes = record.Outcomes;
        var done = outcomes.Values.ToList();
        return new RunTotals
        {
            Changes = planned.Count(change => change.Action != ChangeAction.None),
            MayChange = planned.Count(change => change.MayBeWritten),
            Created = Done(done, ChangeAction.Create),
            Updated = Done(done, ChangeAction.Update, ChangeAction.Recreate),
            Deleted = Done(done, ChangeAction.Delete),
            Unchanged = planned.Count(change => change is { Action: ChangeAction.None, HeldBack: null }),
            Adopted = PlanText.Adoptions(planned, outcomes),
            LeftAlone = planned.Count(change => change.HeldBack is not null),
            Failed = done.Count(outcome => outcome.Status == ChangeStatus.Failed),
            Skipped = done.Count(outcome => outcome.Status == ChangeStatus.Skipped),
            AssetsSkipped = record.AssetsSkipped,
        };
    }

    private static int Done(IEnumerable<ChangeOutcome> outcomes, params ChangeAction[] actions) =>
        outcomes.Count(outcome => outcome.Status == ChangeStatus.Done && actions.Contains(outcome.Change.Action));
}
