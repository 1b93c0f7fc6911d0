using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Planning;
using Layercake.Engine.Sealing;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>In CI a plan that needs a person is refused before any write, unless a person has approved it (X13).</summary>
public sealed class ApprovalGateTests : IAsyncLifetime
{
    private static readonly ApprovalGate InCi = new(IsAsked: true, IsGiven: false);
    private static readonly ApprovalGate ApprovedInCi = new(IsAsked: true, IsGiven: true);

    private TestWorkspace workspace = null!;
    private SealedWorkspace plan = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        workspace
            .With("clusters/etl.json", Samples.Cluster("etl"))
            .With("jobs/nightly.json", Samples.Job("nightly", """ "timeout_seconds": 60 """));
        plan = new SealedWorkspace(workspace);
    }

    public async Task DisposeAsync()
    {
        plan.Dispose();
        await workspace.DisposeAsync();
    }

    [Fact]
    public async Task Without_classes_a_sealed_plan_needs_a_person_and_a_deployment_without_one_goes_on_as_before()
    {
        workspace.Approval = InCi;
        await plan.SealAsync();

        Assert.Equal([Refusal("approve is not set, so every plan needs a person")], await plan.RefusalsAsync());
        var direct = await workspace.TryPlanAsync();
        Assert.True(direct.Plan.NeedsApproval);
        var asked = await workspace.Session().ApprovedAsync(direct, CancellationToken.None);
        Assert.Empty(asked.Refusals);
        Assert.False(asked.Plan.NeedsApproval);

        workspace.Approval = ApprovedInCi;
        Assert.Empty(await plan.RefusalsAsync());
        await plan.ApplyAsync();
    }

    [Fact]
    public async Task The_first_deployment_with_classes_needs_a_person_and_so_does_one_that_changes_or_removes_them()
    {
        workspace.Approval = InCi;
        Approve("delete:*");
        Assert.Equal(
            [Refusal("approve was not set at the last deployment, and is [\"delete:*\"] now")],
            await DirectRefusalsAsync()
        );
        await workspace.DeployAsync();

        // A run that changes nothing was approved by nobody, so it does not put other classes into force.
        Approve("create:*");
        await workspace.DeployAsync();
        Change();

        Assert.Equal(
            [Refusal("approve was [\"delete:*\"] at the last deployment, and is [\"create:*\"] now")],
            await DirectRefusalsAsync()
        );
        workspace.Environment = workspace.Environment with { Approve = null };
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
        workspace.Approval = InCi;
        Approve("delete:*");
        await workspace.DeployAsync();
        Change();
        await plan.SealAsync();
        Assert.Empty(await plan.RefusalsAsync());
        await plan.ApplyAsync();

        workspace.Without("jobs/nightly.json");
        await plan.SealAsync(new PruneRequest(Everything: false, Force: true, Confirmed: null));

        Assert.Equal([Refusal("delete:* (jobs.nightly)")], await plan.RefusalsAsync());
        using var opened = OpenedPlan.Open(plan.File, id: null);
        Assert.Equal("delete:* (jobs.nightly)", Assert.Single(opened.Plan.Plan.Approval).Text);
        workspace.Approval = ApprovedInCi;
        await plan.ApplyAsync();
    }

    [Fact]
    public async Task Classes_that_another_deployment_changes_meanwhile_are_seen_under_the_lease_and_nothing_is_written()
    {
        Approve("delete:*");
        await workspace.DeployAsync();
        Change();
        workspace.Approval = InCi;
        await plan.SealAsync();
        using var opened = OpenedPlan.Open(plan.File, id: null);
        var session = workspace.Session();
        var planned = await session.PlanSealedAsync(opened.Plan, workspace.Redactor, CancellationToken.None);
        Assert.Empty(planned.Refusals);

        // Someone at a desk deploys a branch with other classes, and its change is what the plan starts from.
        Approve("create:*");
        workspace.Without("jobs/nightly.json").With("clusters/more.json", Samples.Cluster("more"));
        await workspace.DeployAsync("clusters");

        var writes = await workspace.AssetWritesDuringAsync(async () =>
        {
            var lost = await Assert.ThrowsAsync<ApprovalLostException>(() =>
                session.ApplySealedAsync(opened.Plan, planned, workspace.Redactor, new TestWorkspace.Nobody(), CancellationToken.None)
            );
            Assert.Contains(lost.Refusals, refusal => refusal.Code == "PLN007");
        });
        Assert.Empty(writes);
    }

    private static string Refusal(string reasons) =>
        $"deployment/environments/test.json: error PLN007: environment test: a person has to approve this plan: {reasons}. Run the same "
        + "in the job that waits for reviewers, which gives --approved. See docs/plans.md.";

    private void Approve(string entry) =>
        workspace.Environment = workspace.Environment with
        {
            Approve = [new ApprovalClass(entry.Split(':')[0], entry.Split(':')[1], new SourceLocation(null, 0, 0))],
        };

    private void Change() => workspace.With("jobs/nightly.json", Samples.Job("nightly", """ "timeout_seconds": 90 """));

    private async Task<IReadOnlyList<string>> DirectRefusalsAsync() =>
        [
            .. (await workspace.Session().ApprovedAsync(await workspace.TryPlanAsync(), CancellationToken.None)).Refusals.Select(refusal =>
                refusal.ToString()
            ),
        ];
}
