using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Planning;
using Layercake.Engine.Sealing;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>In CI a plan that needs a person is refused before any write, unless a person has approved it (X13).</summary>
public sealed class ApprovalGateTests : SealedTests
{
    private static readonly ApprovalGate InCi = new(IsAsked: true, IsGiven: false);
    private static readonly ApprovalGate ApprovedInCi = new(IsAsked: true, IsGiven: true);

    [Fact]
    public async Task Without_classes_a_sealed_plan_needs_a_person_and_a_deployment_without_one_goes_on_as_before()
    {
        Workspace.Approval = InCi;
        await Release.SealAsync();

        Assert.Equal([Refusal("approve is not set, so every plan needs a person")], await Release.RefusalsAsync());
        var direct = await Workspace.TryPlanAsync();
        Assert.True(direct.Plan.NeedsApproval);
        var asked = await Workspace.Session().ApprovedAsync(direct, CancellationToken.None);
        Assert.Empty(asked.Refusals);
        Assert.False(asked.Plan.NeedsApproval);

        Workspace.Approval = ApprovedInCi;
        Assert.Empty(await Release.RefusalsAsync());
        await Release.ApplyAsync();
    }

    [Fact]
    public async Task The_first_deployment_with_classes_needs_a_person_and_so_does_one_that_changes_or_removes_them()
    {
        Workspace.Approval = InCi;
        Approve("delete:*");
        Assert.Equal(
            [Refusal("approve was not set at the last deployment, and is [\"delete:*\"] now")],
            await DirectRefusalsAsync()
        );
        await Workspace.DeployAsync();

        // A run that changes nothing was approved by nobody, so it does not put other classes into force.
        Approve("create:*");
        await Workspace.DeployAsync();
        Change();

        Assert.Equal(
            [Refusal("approve was [\"delete:*\"] at the last deployment, and is [\"create:*\"] now")],
            await DirectRefusalsAsync()
        );
        Workspace.Environment = Workspace.Environment with { Approve = null };
        Assert.Equal(
            [Refusal("approve was [\"delete:*\"] at the last deployment, and is not set now")],
            await DirectRefusalsAsync()
        );
        Approve("delete:*");
        Assert.Empty(await DirectRefusalsAsync());
    }

    [Fact]
    public async Task A_plan_without_changes_of_a_class_passes_by_itself_and_one_with_a_deletion_waits()
    {
        Workspace.Approval = InCi;
        Approve("delete:*");
        await Workspace.DeployAsync();
        Change();
        await Release.SealAsync();
        Assert.Empty(await Release.RefusalsAsync());
        await Release.ApplyAsync();

        Workspace.Without("jobs/nightly.json");
        await Release.SealAsync(new PruneRequest(Everything: false, Force: true, Confirmed: null));

        Assert.Equal([Refusal("delete:* (jobs.nightly)")], await Release.RefusalsAsync());
        using var opened = OpenedPlan.Open(Release.File, id: null);
        Assert.Equal("delete:* (jobs.nightly)", Assert.Single(opened.Plan.Plan.Approval).Text);
        Workspace.Approval = ApprovedInCi;
        await Release.ApplyAsync();
    }

    [Fact]
    public async Task Classes_that_another_deployment_changes_meanwhile_are_seen_under_the_lease_and_nothing_is_written()
    {
        Approve("delete:*");
        await Workspace.DeployAsync();
        Change();
        Workspace.Approval = InCi;
        await Release.SealAsync();
        using var opened = OpenedPlan.Open(Release.File, id: null);
        var session = Workspace.Session();
        var planned = await session.PlanSealedAsync(opened.Plan, Workspace.Redactor, CancellationToken.None);
        Assert.Empty(planned.Refusals);

        // Someone at a desk deploys a branch with other classes, and its change is what the plan starts from.
        Approve("create:*");
        Workspace.Without("jobs/nightly.json").With("clusters/more.json", Samples.Cluster("more"));
        await Workspace.DeployAsync("clusters");

        var writes = await Workspace.AssetWritesDuringAsync(async () =>
        {
            var lost = await Assert.ThrowsAsync<ApprovalLostException>(() =>
                session.ApplySealedAsync(opened.Plan, planned, Workspace.Redactor, new TestWorkspace.Nobody(), CancellationToken.None)
            );
            Assert.Contains(lost.Refusals, refusal => refusal.Code == "PLN007");
        });
        Assert.Empty(writes);
    }

    private static string Refusal(string reasons) =>
        $"deployment/environments/test.json: error PLN007: environment test: a person has to approve this plan: {reasons}. Run the same "
        + "in the job that waits for reviewers, which gives --approved. See docs/plans.md.";

    private void Approve(string entry) =>
        Workspace.Environment = Workspace.Environment with
        {
            Approve = [new ApprovalClass(entry.Split(':')[0], entry.Split(':')[1], new SourceLocation(null, 0, 0))],
        };

    private void Change() => Workspace.With("jobs/nightly.json", Samples.Job("nightly", """ "timeout_seconds": 90 """));

    private async Task<IReadOnlyList<string>> DirectRefusalsAsync() =>
        [
            .. (await Workspace.Session().ApprovedAsync(await Workspace.TryPlanAsync(), CancellationToken.None)).Refusals.Select(refusal =>
                refusal.ToString()
            ),
        ];
}
