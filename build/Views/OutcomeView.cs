using Build.Ci;
using Build.Printing;
using Build.Text;
using Layercake.Engine.Applying;
using Layercake.Engine.Planning;

namespace Build.Views;

/// <summary>Shows what a deployment did: a line for each change, and one that sums up.</summary>
internal sealed class OutcomeView(Output output, CiReporter ci)
{
    public void ShowChange(ChangeOutcome outcome)
    {
        var change = outcome.Change;
        if (outcome.Status == ChangeStatus.Done)
        {
            var stopped = outcome.Stopped ? ", stopped" : "";
            output.Line(
                $"  {DisplayText.Mark(change)} {DisplayText.Past(change),-9} {change.Asset}{stopped}",
                DisplayText.Tone(change)
            );
            return;
        }

        foreach (var line in (outcome.Message ?? "").Split(Environment.NewLine))
            output.Line("  " + line, outcome.Status == ChangeStatus.Failed ? Tone.Bad : Tone.Quiet);

        if (outcome.Status == ChangeStatus.Failed)
            ci.Failure("Not deployed", outcome.Message ?? change.Asset, change.File);
    }

    /// <summary>What is waited for, or worth knowing while changes are under way.</summary>
    public void ShowMessage(string text) => output.Line("  " + text, Tone.Change);

    public void Show(Plan plan, Outcome outcome, TimeSpan duration)
    {
        foreach (var asset in outcome.Stopped)
            output.Line($"  - stopped   {asset}, which an earlier deployment did not come to stop", Tone.Change);

        foreach (var warning in outcome.Warnings)
            output.Line($"  warning: {warning}", Tone.Change);

        foreach (var failure in outcome.Failures)
            output.Line($"  {failure}", Tone.Bad);

        output.Line();
        output.Line(Summary(plan, outcome, duration), outcome.Succeeded ? Tone.Good : Tone.Bad);
        if (!outcome.Succeeded)
            output.Line(
                outcome.Cancelled
                    ? "It was stopped before its end. Run the same command again: it does only what is left."
                    : "Correct what is named above and run the same command again: it does only what is left."
            );
    }

    private static string Summary(Plan plan, Outcome outcome, TimeSpan duration)
    {
        var counts = outcome
            .Changes.Where(change => change.Status == ChangeStatus.Done)
            .GroupBy(change => change.Change.Action)
            .OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {DisplayText.Past(group.Key)}");
        var rest = new[]
        {
            (outcome.Count(ChangeStatus.Failed), "failed"),
            (outcome.Count(ChangeStatus.Skipped), "skipped"),
            (plan.Changes.Count(change => change is { Action: ChangeAction.None, HeldBack: null }), "unchanged"),
            (plan.Changes.Count(change => change.HeldBack is not null), "left alone"),
        }
            .Where(count => count.Item1 > 0)
            .Select(count => $"{count.Item1} {count.Item2}");
        var prunes = plan.Writes.Any() && plan.Writes.All(change => change.Action == ChangeAction.Delete);
        var (done, failed, cancelled) =
            plan.Destroys
                ? (
                    "Deleted what was deployed to",
                    "Failed to delete all that was deployed to",
                    "Cancelled the deletion of what was deployed to"
                )
            : prunes ? ("Pruned", "Failed to prune all of", "Cancelled the prune of")
            : ("Deployed to", "Failed to deploy everything to", "Cancelled the deployment to");
        var what =
            outcome.Cancelled ? cancelled
            : outcome.Changes.All(change => change.Status == ChangeStatus.Done) ? done
            : failed;
        var but =
            outcome.Succeeded || outcome.Cancelled || outcome.Failures.Count == 0
                ? ""
                : $" {DisplayText.Count(outcome.Failures.Count, "other failure")}, see above.";
        var adopted = PlanText.Adoptions(plan.Changes, outcome.Changes.ToDictionary(change => change.Change.Asset));
        return $"{what} {plan.Environment} in {DisplayText.Seconds(duration)}: {string.Join(", ", counts.Concat(rest))}"
            + $"{PlanText.Adopted(adopted)}.{but}";
    }
}
