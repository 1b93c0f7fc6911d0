using Layercake.Engine.Applying;
using Layercake.Engine.Planning;

namespace Build.Text;

/// <summary>How the deletion of all that a deployment made is summed up.</summary>
internal static class DestroyText
{
    /// <summary>Where nothing is deleted yet.</summary>
    public static string Planned(Plan plan) =>
        plan.IsEmpty
            ? Confirmed(plan)
            : $"{Confirmed(plan)} Nothing was deleted: to delete what is shown, add --confirm={plan.Environment}.";

    public static string Confirmed(Plan plan)
    {
        var (deletions, held) = (plan.Deletions.Count(), plan.Changes.Count(change => change.HeldBack is not null));
        return deletions + held == 0
            ? $"Nothing to destroy: {plan.Environment} has nothing that this deployment made."
            : $"Destroy: {deletions} to delete, {held} left alone.";
    }

    /// <summary>What became of the record; null where there was none, or where the plan was another.</summary>
    public static string? Record(PlannedDeployment planned, Outcome outcome) =>
        !planned.Plan.Destroys ? null
        : outcome.EndedRecord ? $"Nothing of this deployment is left in {planned.Plan.Environment}, and its record is deleted."
        : planned.Plan.Changes.Any(change => change.HeldBack is not null)
            ? $"The record of what was deployed to {planned.Plan.Environment} stays, with what was left alone. --target=Forget "
                + "--asset=KIND.NAME gives up what is to stay for good."
        : null;
}
