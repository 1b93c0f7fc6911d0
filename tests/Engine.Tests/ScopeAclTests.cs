using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>Who may use a secret scope: given entry by entry, beside what others gave.</summary>
public sealed class ScopeAclTests : IAsyncLifetime
{
    private const string Deployer = "developer@layercake.example";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync();
        await workspace.Vault.PutAsync("key", "canary-1");
        foreach (var group in new[] { "analysts", "operators" })
            await workspace.Cloud.PostAsync("/api/2.0/preview/scim/v2/Groups", new JObject { ["displayName"] = group });
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("nobodies", "the group nobodies")]
    [InlineData("nobody@contoso.example", "the user nobody@contoso.example")]
    [InlineData("6f9619ff-8b86-d011-b42d-00c04fc964ff", "the service principal 6f9619ff-8b86-d011-b42d-00c04fc964ff")]
    public async Task Whom_the_workspace_does_not_have_is_found_before_the_first_write(string principal, string named)
    {
        workspace.With(
            "secret-scopes/app.json",
            $$"""{ "name": "app", "acls": [{ "principal": "{{principal}}", "permission": "READ" }] }"""
        );

        var finding = Assert.Single(await workspace.FindingsAsync());

        Assert.StartsWith("secret-scopes/app.json(1,", finding, StringComparison.Ordinal);
        Assert.Contains($"error PRM007: secret-acls.app: app gives READ to {named}, ", finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_deploys_goes_on_managing_a_scope_of_which_a_group_gets_less()
    {
        await workspace
            .With(
                "secret-scopes/app.json",
                $$"""{ "name": "app", "initial_manage_principal": "users", "acls": [{{Entry("users", "READ")}}] }"""
            )
            .DeployAsync();

        Assert.Equal($"{Deployer} MANAGE, users READ", await AclsAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_plan_says_what_others_gave_and_is_lost_with_a_scope_that_is_made_anew()
    {
        await WithAcls([Entry("users", "READ")]).DeployAsync();
        await workspace.Cloud.PostAsync(
            "/api/2.0/secrets/acls/put",
            new JObject { ["scope"] = "app", ["principal"] = "analysts", ["permission"] = "WRITE" }
        );
        workspace.With(
            "secret-scopes/app.json",
            $$"""{ "name": "app", "initial_manage_principal": "users", "acls": [{{Entry("users", "READ")}}] }"""
        );

        var acls = (await workspace.PlanAsync()).Changes.Single(change => change.Kind == "secret-acls");

        Assert.Empty(acls.Kept);
        Assert.Contains(acls.Notes, note => note.StartsWith("lost with the object before: ", StringComparison.Ordinal));
        Assert.Contains(acls.Notes, note => note.Contains("analysts WRITE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Entries_are_given_after_the_scope_and_its_secrets_and_then_there_is_nothing_to_do()
    {
        WithAcls([Entry("users", "READ"), Entry("analysts", "WRITE")], """ , "secrets": { "key": "${secret.key}" } """);

        Assert.Equal(
            [("secret-scopes.app", ""), ("secrets.app", "secret-scopes.app"), ("secret-acls.app", "secret-scopes.app, secrets.app")],
            (await workspace.PlanAsync()).Changes.Select(change => (change.Asset, string.Join(", ", change.After)))
        );

        var outcome = await workspace.DeployAsync();
        Assert.All(outcome.Changes, change => Assert.Equal(ChangeStatus.Done, change.Status));
        Assert.Empty(outcome.Warnings);
        Assert.Equal($"analysts WRITE, {Deployer} MANAGE, users READ", await AclsAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.Empty(await workspace.AssetWritesDuringAsync(() => workspace.DeployAsync()));
    }

    [Fact]
    public async Task What_others_gave_is_kept_and_shown_and_what_Git_gave_is_put_back()
    {
        await WithAcls([Entry("users", "READ")]).DeployAsync();
        await GiveByHandAsync("analysts", "WRITE");
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        await GiveByHandAsync("users", "MANAGE");
        var change = Assert.Single((await workspace.PlanAsync()).Writes);
        Assert.Equal(("secret-acls.app", ChangeAction.Update, true), (change.Asset, change.Action, change.Drift));
        Assert.Equal(["analysts WRITE", $"{Deployer} MANAGE"], change.Kept.Order());
        var field = Assert.Single(change.Fields);
        Assert.Equal(("acls.users", "MANAGE", "READ"), (field.Path, (string?)field.Old, (string?)field.New));

        await workspace.DeployAsync();
        Assert.Equal($"analysts WRITE, {Deployer} MANAGE, users READ", await AclsAsync());
    }

    [Fact]
    public async Task An_entry_that_leaves_Git_is_taken_back_and_so_is_a_list_that_leaves_the_file()
    {
        await WithAcls([Entry("users", "READ"), Entry("analysts", "READ")]).DeployAsync();
        await GiveByHandAsync("operators", "READ");

        await WithAcls([Entry("users", "READ")]).DeployAsync();
        Assert.Equal($"{Deployer} MANAGE, operators READ, users READ", await AclsAsync());

        await workspace.With("secret-scopes/app.json", """{ "name": "app" }""").DeployAsync();
        Assert.Equal($"{Deployer} MANAGE, operators READ", await AclsAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task In_exact_mode_all_others_are_removed_but_for_the_deployer_who_is_never_lowered()
    {
        await workspace.With("secret-scopes/app.json", """{ "name": "app" }""").DeployAsync();
        await GiveByHandAsync("operators", "READ");

        WithAcls([Entry("users", "READ"), Entry(Deployer, "READ")], """ , "permissions_mode": "exact" """);
        Assert.Equal(
            ["acls.operators", "acls.users"],
            Assert.Single((await workspace.PlanAsync()).Writes).Fields.Select(field => field.Path)
        );
        await workspace.DeployAsync();

        Assert.Equal($"{Deployer} MANAGE, users READ", await AclsAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task An_entry_that_someone_else_takes_away_meanwhile_is_no_failure()
    {
        await WithAcls([Entry("users", "READ"), Entry("analysts", "READ")]).DeployAsync();
        await workspace.Cloud.AddFaultAsync(
            """
            {
              "path": "/api/2.0/secrets/acls/delete",
              "status": 404,
              "body": { "error_code": "RESOURCE_DOES_NOT_EXIST", "message": "-" }
            }
            """
        );

        var outcome = await WithAcls([Entry("users", "READ")]).TryDeployAsync();

        Assert.DoesNotContain(outcome.Changes, change => change.Message?.Contains("RESOURCE_DOES_NOT_EXIST") == true);
    }

    [Theory]
    [InlineData("""[{ "principal": "users", "permission": "READ" }, { "principal": "Users", "permission": "WRITE" }]""", "SCP007")]
    [InlineData("""[{ "principal": "users", "permission": "OWN" }]""", "SCP008")]
    [InlineData("""{ "users": "READ" }""", "SCP006")]
    [InlineData("""[{ "principal": "${secret.key}", "permission": "READ" }]""", "SCP006")]
    public void What_cannot_be_an_entry_is_found_without_a_workspace(string acls, string code)
    {
        workspace.With("secret-scopes/app.json", $$"""{ "name": "app", "acls": {{acls}} }""");

        Assert.Contains($"error {code}: ", Assert.Single(workspace.Check()), StringComparison.Ordinal);
    }

    private static string Entry(string principal, string permission) =>
        $$"""{ "principal": "{{principal}}", "permission": "{{permission}}" }""";

    private TestWorkspace WithAcls(IEnumerable<string> entries, string more = "") =>
        workspace.With("secret-scopes/app.json", $$"""{ "name": "app", "acls": [{{string.Join(", ", entries)}}]{{more}} }""");

    private Task GiveByHandAsync(string principal, string permission) =>
        workspace.Cloud.PostAsync(
            "/api/2.0/secrets/acls/put",
            new JObject
            {
                ["scope"] = "app",
                ["principal"] = principal,
                ["permission"] = permission,
            }
        );

    private async Task<string> AclsAsync() =>
        string.Join(
            ", ",
            (await workspace.Cloud.GetAsync("/api/2.0/secrets/acls/list?scope=app"))["items"]!
                .Select(acl => $"{acl["principal"]} {acl["permission"]}")
                .Order(StringComparer.Ordinal)
        );
}
