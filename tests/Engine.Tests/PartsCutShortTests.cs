using Layercake.Engine.Tests.Permissions;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>What a killed deployment gave and wrote is taken back when Git names it no more, as after one that came to its end.</summary>
public sealed class PartsCutShortTests : PermissionTests
{
    private const string Scope = """{ "name": "app" }""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_was_given_something_by_a_killed_run_loses_it_when_the_entry_leaves_Git(bool hadList)
    {
        Workspace.With("jobs/a.json", hadList ? JobWith(Group("users", "CAN_VIEW")) : Samples.Job("a", "", Samples.Free));
        await Workspace.DeployAsync();
        Workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW"), Group("analysts", "CAN_VIEW")));
        await Workspace.KillAfterAsync("/api/2.0/permissions/jobs/", "analysts");
        Assert.Contains("analysts CAN_VIEW", await GrantsAsync(), StringComparison.Ordinal);
        await GiveByHandAsync("""{ "group_name": "operators", "permission_level": "CAN_VIEW" }""");

        await Workspace.With("jobs/a.json", Samples.Job("a", "", Samples.Free)).DeployAsync();

        Assert.DoesNotContain("analysts", await GrantsAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("users", await GrantsAsync(), StringComparison.Ordinal);
        Assert.Contains("operators CAN_VIEW", await GrantsAsync(), StringComparison.Ordinal);
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_level_that_a_killed_run_raised_is_put_back_also_where_lists_are_not_read()
    {
        Workspace.Environment = Workspace.Environment with { PermissionDrift = "changed" };
        await Workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW"))).DeployAsync();
        Workspace.With("jobs/a.json", JobWith(Group("users", "CAN_MANAGE")));
        await Workspace.KillAfterAsync("/api/2.0/permissions/jobs/", "users");

        await Workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW"))).DeployAsync();

        Assert.Contains("users CAN_VIEW", await GrantsAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Scope)]
    [InlineData("""{ "name": "app", "acls": [{ "principal": "users", "permission": "READ" }] }""")]
    public async Task Who_was_given_a_scope_by_a_killed_run_loses_it_when_the_entry_leaves_Git(string before)
    {
        await Workspace.With("secret-scopes/app.json", before).DeployAsync();
        Workspace.With(
            "secret-scopes/app.json",
            """
            {
              "name": "app",
              "acls": [{ "principal": "analysts", "permission": "WRITE" }, { "principal": "users", "permission": "READ" }]
            }
            """
        );
        await Workspace.KillAfterAsync("/api/2.0/secrets/acls/put", "analysts");
        Assert.Contains("analysts", await AclsAsync(), StringComparison.Ordinal);

        await Workspace.With("secret-scopes/app.json", before).DeployAsync();

        Assert.DoesNotContain("analysts", await AclsAsync(), StringComparison.Ordinal);
        Assert.Equal(before.Contains("users", StringComparison.Ordinal), (await AclsAsync()).Contains("users", StringComparison.Ordinal));
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Who_was_given_a_scope_before_the_service_refused_another_entry_loses_it_too()
    {
        await Workspace.With("secret-scopes/app.json", Scope).DeployAsync();
        Workspace.With(
            "secret-scopes/app.json",
            """
            {
              "name": "app",
              "acls": [{ "principal": "analysts", "permission": "WRITE" }, { "principal": "users", "permission": "READ" }]
            }
            """
        );
        await Workspace.Cloud.AddFaultAsync(
            """{ "path": "/api/2.0/secrets/acls/put", "status": 400, "skip": 1, "times": 1 }"""
        );
        Assert.False((await Workspace.TryDeployAsync()).Succeeded);
        Assert.Contains("analysts", await AclsAsync(), StringComparison.Ordinal);

        await Workspace.With("secret-scopes/app.json", Scope).DeployAsync();

        Assert.DoesNotContain("analysts", await AclsAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Scope)]
    [InlineData("""{ "name": "app", "secrets": { "old": "${secret.key}" } }""")]
    public async Task A_secret_that_a_killed_run_wrote_is_deleted_when_its_key_leaves_Git(string before)
    {
        await Workspace.Vault.PutAsync("key", "canary-1");
        await Workspace.With("secret-scopes/app.json", before).DeployAsync();
        Workspace.With("secret-scopes/app.json", """{ "name": "app", "secrets": { "new": "${secret.key}", "old": "${secret.key}" } }""");
        await Workspace.KillAfterAsync("/api/2.0/secrets/put", "\"new\"");
        Assert.Contains("new", await KeysAsync());
        Assert.DoesNotContain("canary", (await Workspace.ManifestAsync()).ToString(), StringComparison.Ordinal);

        await Workspace.With("secret-scopes/app.json", before).DeployAsync();

        Assert.Equal(before.Contains("old", StringComparison.Ordinal) ? ["old"] : [], await KeysAsync());
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    private async Task<string> AclsAsync() => $"{(await Workspace.Cloud.GetAsync("/api/2.0/secrets/acls/list?scope=app"))["items"]}";

    private async Task<IEnumerable<string?>> KeysAsync() =>
        ((await Workspace.Cloud.GetAsync("/api/2.0/secrets/list?scope=app"))["secrets"] as JArray ?? []).Select(key => (string?)key["key"]);
}
