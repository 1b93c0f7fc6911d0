using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;

namespace Layercake.Engine.Planning;

/// <summary>Whether a run asks for a person's approval, and whether it has it.</summary>
/// <param name="IsAsked">In CI; at a desk nobody is asked.</param>
/// <param name="IsGiven">Someone said that a person has approved.</param>
public sealed record ApprovalGate(bool IsAsked, bool IsGiven)
{
    /// <summary>Nobody is asked.</summary>
    public static ApprovalGate Open { get; } = new(IsAsked: false, IsGiven: false);

    /// <summary>The plan, with why a person has to approve it.</summary>
    internal PlannedDeployment Noted(PlannedDeployment planned, DeploymentEnvironment environment) =>
        planned with
        {
            Plan = planned.Plan with
            {
                Approve = environment.Approve is { } classes ? ApprovalClass.TextOf(classes) : null,
                Approval = ApprovalReasons.Of(planned.Plan, environment.Approve, planned.Manifest.Approve, IsAsked),
            },
        };

    /// <summary>The plan as it may be applied: refused when a person has to approve it and did not.</summary>
    /// <param name="isSealed">
    /// Whether it comes from a file. Another one asks only where classes are set, or were: pipelines without any go on as they are.
    /// </param>
    /// <param name="isAuto">Whether it is applied by the identity of <c>deploys_as_auto</c>, for which nobody can have approved.</param>
    internal PlannedDeployment Checked(PlannedDeployment planned, DeploymentEnvironment environment, bool isSealed, bool isAuto)
    {
        if (!planned.Plan.NeedsApproval)
            return planned;
        if (isAuto)
            return Refused(
                planned,
                environment,
                $"{environment.DeploysAsAuto} (deploys_as_auto) applies only what needs nobody. Run the same as {environment.DeploysAs} "
                    + "in the job that waits for reviewers, which gives --approved."
            );
        if (!isSealed && environment.Approve is null && planned.Manifest.Approve is null)
            return planned with { Plan = planned.Plan with { Approval = [] } };

        return !IsAsked || IsGiven
            ? planned
            : Refused(planned, environment, "Run the same in the job that waits for reviewers, which gives --approved.");
    }

    private static PlannedDeployment Refused(PlannedDeployment planned, DeploymentEnvironment environment, string remedy)
    {
        var reasons = string.Join("; ", planned.Plan.Approval.Select(reason => reason.Text));
        return planned with
        {
            Refusals =
            [
                .. planned.Refusals,
                environment
                    .PlaceOf("approve")
                    .Finding(
                        "PLN007",
                        $"a person has to approve this plan: {reasons}. {remedy} See docs/plans.md.",
                        $"environment {environment.Name}"
                    ),
            ],
        };
    }
}
