using Layercake.Engine.Ownership;
using Layercake.Engine.Planning;
using Layercake.Engine.Sealing;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>Who plans is not who applies (<c>deploys_as</c>): neither is an administrator, and the planner sees less.</summary>
public sealed class PlannerAndDeployerTests : SealedTests
{
    private const string Visible = """ "access_control_list": [{ "group_name": "users", "permission_level": "CAN_VIEW" }] """;

    private Principal planner = null!;
    private Principal deployer = null!;

    protected override async Task PrepareAsync()
    {
        (planner, deployer) = (await Principal.AddAsync(Workspace, "planner"), await Principal.AddAsync(Workspace, "deployer"));
        Workspace.Environment = Workspace.Environment with { DeploysAs = deployer.Id };
        Workspace.With("jobs/nightly.json", Job(60, Visible));
    }

    [Fact]
    public async Task What_one_plans_the_other_applies_and_owns()
    {
        await SealAsPlannerAsync();
        await ApplyAsDeployerAsync();

        Assert.Equal(deployer.Id, (string?)(await Workspace.JobAsync("nightly"))["creator_user_name"]);
        Workspace.With("jobs/nightly.json", Job(90, Visible));
        await SealAsPlannerAsync();
        await ApplyAsDeployerAsync();
        Assert.Equal(90, (int?)(await Workspace.JobAsync("nightly"))["settings"]!["timeout_seconds"]);
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task The_planner_writes_nothing_with_or_without_a_sealed_plan()
    {
        await SealAsPlannerAsync();
        var writes = await Workspace.WritesDuringAsync(async () =>
        {
            Assert.Equal(
                [$"error PLN004: The plan is to be applied by {deployer.Id}, and {planner.Id} is signed in. "],
                (await Release.PlanAsync()).Refusals.Select(refusal => refusal.ToString().Split("Sign in")[0])
            );
            var refused = await Assert.ThrowsAsync<WrongDeployerException>(() => Workspace.DeployAsync());

            Assert.StartsWith(
                $"{deployer.Id} deploys here (deploys_as), and {planner.Id} is signed in. Sign in as {deployer.Id}",
                refused.Message,
                StringComparison.Ordinal
            );
        });

        Assert.Empty(writes);
    }

    [Fact]
    public async Task Deploys_as_in_other_capitals_names_the_same_identity()
    {
        Workspace.Environment = Workspace.Environment with { DeploysAs = deployer.Id.ToUpperInvariant() };

        await SealAsPlannerAsync();
        await ApplyAsDeployerAsync();

        Assert.Equal(deployer.Id, (string?)(await Workspace.JobAsync("nightly"))["creator_user_name"]);
    }

    [Fact]
    public async Task What_the_planner_may_not_see_is_an_error_and_no_creation()
    {
        Workspace.With("jobs/nightly.json", Job(60, ""));
        await DeployAsDeployerAsync();
        Workspace.Token = planner.Token;

        var planned = await Workspace.TryPlanAsync();
        var made = await Workspace.Session().SealAsync(planned, Workspace.Read(), new PlanRequest(), null, CancellationToken.None);
        var problem = Assert.Single(made.Problems);

        Assert.Null(made.Plan);
        Assert.Empty(planned.Plan.Writes);
        Assert.Equal(("PLN008", "jobs.nightly"), (problem.Code, problem.Asset));
        Assert.StartsWith($"{planner.Id} may not see the job ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_access_list_that_the_planner_may_not_see_is_compared_by_the_deployer()
    {
        await DeployAsDeployerAsync();
        Workspace.With("jobs/nightly.json", Job(60, Visible.Replace("CAN_VIEW", "CAN_MANAGE_RUN", StringComparison.Ordinal)));
        await Workspace.Cloud.AddFaultAsync(
            """{ "method": "GET", "path": "/api/2.0/permissions/jobs/*", "status": 403, "times": 1 }"""
        );

        await SealAsPlannerAsync();

        Assert.Equal(
            ["permissions.jobs.nightly: whoever plans may not see it, so it is compared when the plan is applied"],
            Sealed().Unknown.Select(change => $"{change.Asset}: {change.HeldBack}")
        );
        await ApplyAsDeployerAsync();
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task An_access_list_that_only_the_deployer_may_see_needs_a_person_where_its_update_would()
    {
        await DeployAsDeployerAsync();
        Workspace.With("jobs/nightly.json", Job(60, Visible.Replace("CAN_VIEW", "CAN_MANAGE_RUN", StringComparison.Ordinal)));
        await Workspace.Cloud.AddFaultAsync(
            """{ "method": "GET", "path": "/api/2.0/permissions/jobs/*", "status": 403, "times": 1 }"""
        );
        Workspace.Approval = new ApprovalGate(IsAsked: true, IsGiven: false);
        await SealAsPlannerAsync();

        Assert.Empty(Sealed().Writes);
        Assert.True(Sealed().NeedsApproval);
        Workspace.Token = deployer.Token;
        Assert.StartsWith("error PLN007: ", (await Release.RefusalsAsync()).Single()[(Place.Length)..], StringComparison.Ordinal);
        Workspace.Approval = new ApprovalGate(IsAsked: true, IsGiven: true);
        await ApplyAsDeployerAsync();
    }

    [Fact]
    public async Task Secrets_that_the_planner_may_only_list_are_planned_by_their_versions()
    {
        var version = await Workspace.Vault.PutAsync("pin", "first-value-1");
        Workspace.With("jobs/nightly.json", Job(60, Visible + Secret));
        await SealWithoutValuesAsync();
        await ApplyAsDeployerAsync();
        await AssertPinAsync("first-value-1");

        await SealWithoutValuesAsync();
        Assert.Equal([], Sealed().Writes.Select(change => change.Asset));
        Assert.Equal([$"local/pin/{version}"], Sealed().Changes.Single(change => change.Kind == "jobs").Uncompared);

        Clock.Advance(TimeSpan.FromSeconds(1)); // the vault tells the order of versions by their seconds
        var second = await Workspace.Vault.PutAsync("pin", "second-value-2");
        await SealWithoutValuesAsync();
        Assert.Equal(
            [$"${{local/pin/{version}}} → ${{local/pin/{second}}}"],
            Sealed().Writes.Single().Fields.Select(field => $"{field.Old} → {field.New}")
        );
        await ApplyAsDeployerAsync();
        await AssertPinAsync("second-value-2");
    }

    [Fact]
    public async Task A_value_that_someone_edited_and_the_planner_could_not_compare_is_put_back_by_the_deployer()
    {
        await Workspace.Vault.PutAsync("pin", "first-value-1");
        Workspace.With("jobs/nightly.json", Job(60, Visible + Secret));
        await DeployAsDeployerAsync();
        await EditAsync(new JObject { ["parameters"] = new JArray(new JObject { ["name"] = "pin", ["default"] = "edited" }) });

        await SealWithoutValuesAsync();
        Assert.Empty(Sealed().Writes);
        await ApplyAsDeployerAsync();
        await AssertPinAsync("first-value-1");

        await SealWithoutValuesAsync();
        await EditAsync(new JObject { ["timeout_seconds"] = 75 });
        Workspace.Token = deployer.Token;
        Assert.StartsWith("error PLN005: jobs.nightly: ", Assert.Single(await Release.RefusalsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_deploys_as_a_secret_that_may_not_be_read_is_an_error()
    {
        await Workspace.Vault.PutAsync("pin", "first-value-1");
        Workspace.Environment = Workspace.Environment with { DeploysAs = null };
        Workspace.With("jobs/nightly.json", Job(60, Visible + Secret));
        await DenyValuesAsync();

        Assert.Contains("SEC003", (await Workspace.TryPlanAsync()).Findings.Select(finding => finding.Code));
    }

    private const string Place = "deployment/environments/test.json: ";

    private const string Secret = """ , "parameters": [{ "name": "pin", "default": "${secret.pin}" }] """;

    private static string Job(int timeout, string more) =>
        Samples.Job("nightly", $""" "timeout_seconds": {timeout}{(more.Length == 0 ? "" : $", {more}")} """, Samples.Free);

    private Plan Sealed()
    {
        using var opened = OpenedPlan.Open(Release.File, id: null);
        return opened.Plan.Plan;
    }

    private async Task SealAsPlannerAsync()
    {
        Workspace.Token = planner.Token;
        await Release.SealAsync();
    }

    private async Task SealWithoutValuesAsync()
    {
        await DenyValuesAsync();
        await SealAsPlannerAsync();
        await Workspace.Cloud.AdminAsync("DELETE", "/deny");
    }

    private Task DenyValuesAsync() =>
        Workspace.Cloud.AdminAsync(
            "POST",
            "/deny",
            new JObject
            {
                ["service"] = "vault",
                ["client_id"] = Workspace.Cloud.Description.DeveloperClientId,
                ["actions"] = new JArray("get"),
            }
        );

    private async Task ApplyAsDeployerAsync()
    {
        Workspace.Token = deployer.Token;
        var outcome = await Release.ApplyAsync();
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Changes.Select(change => change.Message)));
    }

    private async Task DeployAsDeployerAsync()
    {
        Workspace.Token = deployer.Token;
        await Workspace.DeployAsync();
    }

    private async Task EditAsync(JObject settings) =>
        await Workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new JObject { ["job_id"] = (await Workspace.JobAsync("nightly"))["job_id"], ["new_settings"] = settings }
        );

    private async Task AssertPinAsync(string value) =>
        Assert.Equal(value, (string?)(await Workspace.JobAsync("nightly"))["settings"]!["parameters"]![0]!["default"]);
}
