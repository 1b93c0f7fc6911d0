using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Permissions;

/// <summary>One principal plans and another applies, as with a plan in a pull request. Neither is an administrator.</summary>
public sealed class TwoPrincipalsTests : PermissionTests
{
    private const string Exact = """ , "permissions_mode": "exact" """;

    [Fact]
    public async Task What_is_made_belongs_to_the_one_who_applies_and_the_planner_gets_nothing()
    {
        var (planner, deployer) = (await AddAsync("planner"), await AddAsync("deployer"));
        WithJobAndCluster(Group("users", "CAN_VIEW"), Group("users", "CAN_ATTACH_TO"));

        await ApplyAsAsync(deployer, await PlanAsAsync(planner));

        Assert.Equal($"{deployer.Id} IS_OWNER, users CAN_VIEW", await GrantsInOrderAsync($"jobs/{await JobIdAsync()}"));
        Assert.Equal($"{deployer.Id} CAN_MANAGE, users CAN_ATTACH_TO", await GrantsInOrderAsync($"clusters/{await ClusterIdAsync()}"));
        Assert.Equal(deployer.Id, (string?)(await Workspace.JobAsync("a"))["creator_user_name"]);
        Workspace.Token = deployer.Token;
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_later_change_leaves_owner_and_deployer_their_rights_although_the_planner_is_neither()
    {
        var (planner, deployer) = (await AddAsync("planner"), await AddAsync("deployer"));
        WithJobAndCluster(Group("users", "CAN_VIEW"), Group("users", "CAN_ATTACH_TO"));
        await ApplyAsAsync(deployer, await PlanAsAsync(deployer));

        WithJobAndCluster(Group("users", "CAN_MANAGE_RUN"), Group("users", "CAN_RESTART"));
        await ApplyAsAsync(deployer, await PlanAsAsync(planner));

        Assert.Equal($"{deployer.Id} IS_OWNER, users CAN_MANAGE_RUN", await GrantsInOrderAsync($"jobs/{await JobIdAsync()}"));
        Assert.Equal($"{deployer.Id} CAN_MANAGE, users CAN_RESTART", await GrantsInOrderAsync($"clusters/{await ClusterIdAsync()}"));
        Workspace.Token = deployer.Token;
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    private void WithJobAndCluster(string onJob, string onCluster) =>
        Workspace
            .With("jobs/a.json", JobAnd(Exact, [onJob]))
            .With("clusters/b.json", Samples.Cluster("b", $""" "access_control_list": [ {onCluster} ]{Exact} """));

    private Task<PlannedDeployment> PlanAsAsync(Principal someone)
    {
        Workspace.Token = someone.Token;
        return Workspace.TryPlanAsync();
    }

    private async Task ApplyAsAsync(Principal someone, PlannedDeployment planned)
    {
        Assert.False(planned.HasErrors, string.Join('\n', planned.Findings));
        Workspace.Token = someone.Token;
        var outcome = await Workspace.ApplyAsync(planned, new TestWorkspace.Nobody(Workspace.Notes), CancellationToken.None, stop: false);
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Changes.Select(change => change.Message)));
    }

    private async Task<string> GrantsInOrderAsync(string of) => string.Join(", ", (await GrantsAsync(of)).Split(", ").Order(Roles));

    /// <summary>Application ids begin with any letter or digit, so the group is put last.</summary>
    private static readonly Comparer<string> Roles = Comparer<string>.Create(
        (one, other) => one.StartsWith("users ", StringComparison.Ordinal).CompareTo(other.StartsWith("users ", StringComparison.Ordinal))
    );

    private async Task<string> JobIdAsync() => ((JValue)(await Workspace.JobAsync("a"))["job_id"]!).ToString();

    private async Task<string> ClusterIdAsync() => (string)(await Workspace.ClusterAsync("b"))["cluster_id"]!;

    private Task<Principal> AddAsync(string name) => Principal.AddAsync(Workspace, name);
}
