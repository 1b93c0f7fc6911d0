using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Planning;
using Layercake.Engine.Sealing;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>What nobody has to approve is applied by an identity of its own (<c>deploys_as_auto</c>), and nothing else is.</summary>
public sealed class AutoDeployerTests : SealedTests
{
    private Principal planner = null!;
    private Principal deployer = null!;
    private Principal auto = null!;

    protected override async Task PrepareAsync()
    {
        (planner, deployer) = (await Principal.AddAsync(Workspace, "planner"), await Principal.AddAsync(Workspace, "deployer"));
        auto = await Principal.AddAsync(Workspace, "auto");
        Workspace.Environment = Workspace.Environment with
        {
            DeploysAs = deployer.Id,
            DeploysAsAuto = auto.Id,
            Approve = [new ApprovalClass("delete", "*", new SourceLocation(null, 0, 0))],
            OwnerOnly = true,
        };
        Workspace.With("jobs/nightly.json", Job("nightly", 60));

        // The first plan with classes needs a person.
        await SealAsync();
        await ApplyAsync(deployer, isApproved: true);
    }

    [Fact]
    public async Task Each_of_the_two_applies_its_plans_and_owns_what_the_other_made()
    {
        Workspace.With("jobs/nightly.json", Job("nightly", 90)).With("jobs/weekly.json", Job("weekly", 60));
        await SealAsync();
        Assert.Equal(auto.Id, Opened().AppliedBy);
        Assert.StartsWith(
            $"error PLN004: The plan is to be applied by {auto.Id}, and {deployer.Id} is signed in. Sign in as {auto.Id}.",
            Assert.Single(await RefusalsAsync(deployer, isApproved: true)),
            StringComparison.Ordinal
        );
        await ApplyAsync(auto, isApproved: false);
        Assert.Equal(auto.Id, (string?)(await Workspace.JobAsync("weekly"))["creator_user_name"]);

        Workspace.Without("jobs/nightly.json").With("jobs/weekly.json", Job("weekly", 90));
        await SealAsync(new PruneRequest(Everything: false, Force: true, Confirmed: null));
        Assert.Equal(deployer.Id, Opened().AppliedBy);
        await ApplyAsync(deployer, isApproved: true);

        Workspace.Approval = new ApprovalGate(IsAsked: true, IsGiven: true);
        Workspace.Token = deployer.Token;
        await Workspace.DeployAsync();
        Assert.Equal(90, (int?)(await Workspace.JobAsync("weekly"))["settings"]!["timeout_seconds"]);
        Workspace.Token = auto.Token;
        Assert.Empty((await Workspace.PlanAsync()).Writes);
    }

    [Fact]
    public async Task The_one_for_what_nobody_approves_is_refused_what_needs_a_person_whatever_its_job_says()
    {
        Workspace.With("jobs/nightly.json", Job("nightly", 90));
        await SealAsync();
        Workspace.Environment = Workspace.Environment with
        {
            Approve = [new ApprovalClass("update", "*", new SourceLocation(null, 0, 0))],
        };

        Assert.Contains(
            $"{auto.Id} (deploys_as_auto) applies only what needs nobody. Run the same as {deployer.Id} in the job that waits ",
            Assert.Single(await RefusalsAsync(auto, isApproved: true)),
            StringComparison.Ordinal
        );
        var direct = await Workspace.Session().ApprovedAsync(await Workspace.TryPlanAsync(), CancellationToken.None);
        Assert.Equal(["PLN007"], direct.Refusals.Select(refusal => refusal.Code));
    }

    [Fact]
    public async Task Neither_takes_away_what_the_other_needs_to_deploy()
    {
        const string Exact = """
            "permissions_mode": "exact", "access_control_list": [{ "group_name": "users", "permission_level": "CAN_VIEW" }]
            """;
        Workspace.With("jobs/nightly.json", Samples.Job("nightly", $""" "timeout_seconds": 60, {Exact} """, Samples.Free));

        await SealAsync();

        Assert.Empty(Opened().Plan.Writes);
    }

    /// <summary>Both may change it, whoever made it.</summary>
    private string Job(string name, int timeout)
    {
        var list = $"""
            {Entry("service_principal_name", deployer.Id, "CAN_MANAGE")}, {Entry("service_principal_name", auto.Id, "CAN_MANAGE")},
            {Entry("group_name", "users", "CAN_VIEW")}
            """;
        return Samples.Job(name, $""" "timeout_seconds": {timeout}, "access_control_list": [{list}] """, Samples.Free);
    }

    private static string Entry(string field, string name, string level) =>
        $$"""{ "{{field}}": "{{name}}", "permission_level": "{{level}}" }""";

    private SealedPlan Opened()
    {
        using var opened = OpenedPlan.Open(Release.File, id: null);
        return opened.Plan;
    }

    private async Task SealAsync(PruneRequest? prune = null)
    {
        Workspace.Token = planner.Token;
        Workspace.Approval = new ApprovalGate(IsAsked: true, IsGiven: false);
        await Release.SealAsync(prune);
    }

    private Task<IReadOnlyList<string>> RefusalsAsync(Principal someone, bool isApproved)
    {
        Workspace.Token = someone.Token;
        Workspace.Approval = new ApprovalGate(IsAsked: true, isApproved);
        return Release.RefusalsAsync();
    }

    private async Task ApplyAsync(Principal someone, bool isApproved)
    {
        Assert.Empty(await RefusalsAsync(someone, isApproved));
        var outcome = await Release.ApplyAsync();
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Changes.Select(change => change.Message)));
    }
}
