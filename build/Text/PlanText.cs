using Layercake.Engine.Applying;
using Layercake.Engine.Planning;

namespace Build.Text;

/// <summary>What a plan comes to, in words.</summary>
internal static class PlanText
{
    private static readonly ChangeAction[] Actions = [ChangeAction.Create, ChangeAction.Update, ChangeAction.Recreate, ChangeAction.Delete];

    /// <summary>How many assets are created, updated and so on: <c>2 to create, 14 unchanged</c>.</summary>
    public static string Counts(Plan plan)
    {
        var held = plan.Changes.Count(change => change.HeldBack is not null);
        var counts = Actions
            .Select(action => (action, count: plan.Changes.Count(change => change.Action == action)))
            .Where(pair => pair.count > 0)
            .Select(pair => $"{pair.count} to {DisplayText.Present(pair.action)}");
        var unchanged = counts.Append($"{Unchanged(plan)} unchanged");
        var open = plan.Changes.Count(change => change.IsLeftToDeployer);
        return string.Join(", ", unchanged)
            + (held == 0 ? "" : $", {held} left alone")
            + Adopted(plan.Adoptions.Count())
            + (open == 0 ? "" : $" ({open} to be compared by whoever deploys)");
    }

    /// <summary>What is as declared is adopted without a write; what is to be written is only once it is.</summary>
    /// <param name="outcomes">By asset; of a plan that is not carried out there are none.</param>
    public static int Adoptions(IEnumerable<Change> planned, IReadOnlyDictionary<string, ChangeOutcome> outcomes) =>
        planned.Count(change => change.Adopts && outcomes.GetValueOrDefault(change.Asset)?.Status is null or ChangeStatus.Done);

    /// <summary><c>, including 25 adopted</c>, after the other counts; nothing for none.</summary>
    public static string Adopted(int count) => count == 0 ? "" : $", including {count} adopted";

    /// <summary>Why a person has to approve a plan in CI, or why nobody has to; null where no classes are set and nobody asks.</summary>
    public static string? Approval(Plan plan) =>
        plan.NeedsApproval ? $"In CI a person has to approve this: {string.Join("; ", plan.Approval.Select(reason => reason.Text))}."
        : plan.Approve is null || !plan.PossibleWrites.Any() ? null
        : $"In CI nobody has to approve this: none of its changes is in a class of approve, which is {plan.Approve}.";

    public static int Unchanged(Plan plan) => plan.Changes.Count(change => change is { Action: ChangeAction.None, HeldBack: null });
}
