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
    internal PlannedDeployment Checked(PlannedDeployment planned, DeploymentEnvironment environment, bool isSealed)
    {
        var asks = isSealed || environment.Approve is not null || planned.Manifest.Approve is not null;
        if (!IsAsked || IsGiven || !asks || !planned.Plan.NeedsApproval)
            return planned;

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
                        $"a person has to approve this plan: {reasons}. Run the same in the job that waits for reviewers, which gives "
                            + "--approved. See docs/plans.md.",
                        $"environment {environment.Name}"
                    ),
            ],
        };
    }
}
