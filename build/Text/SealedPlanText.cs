using System.Globalization;
using Layercake.Engine.Sealing;

namespace Build.Text;

/// <summary>What is said of a sealed plan besides its changes.</summary>
internal static class SealedPlanText
{
    public static string Place(SealedPlan plan)
    {
        var commit = plan.Plan.Commit is { } full ? $", commit {DisplayText.ShortCommit(full)}" : "";
        return $"Plan for {plan.Plan.Environment} in {plan.Plan.Workspace.ToString().TrimEnd('/')}{commit}.";
    }

    /// <summary>Where it is from, who applies it and until when; each a sentence.</summary>
    public static IEnumerable<string> Facts(SealedPlan plan)
    {
        yield return $"Made {Time(plan.MadeAt)} by version {plan.Tool}, to be applied by {plan.AppliedBy}.";
        yield return plan.Expires is { } expires ? $"It may be applied until {Time(expires)}." : "It does not expire.";
        if (plan.Plan.Destroys)
            yield return $"It deletes all that was deployed to {plan.Plan.Environment} from here, and is applied only with "
                + $"--confirm={plan.Plan.Environment}.";
    }

    /// <summary>Whether a person has to approve it in CI, and why or why not.</summary>
    public static string Approval(SealedPlan plan) =>
        PlanText.Approval(plan.Plan)
        ?? (
            plan.Plan.PossibleWrites.Any()
                ? "In CI a person has to approve this: approve is not set, so every plan needs a person."
            : plan.Plan.Stops.Count > 0
                ? "It only stops what an earlier deployment left running, so nobody has to approve it."
                : "It writes nothing, so nobody has to approve it."
        );

    private static string Time(DateTimeOffset time) =>
        $"{time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC";
}
