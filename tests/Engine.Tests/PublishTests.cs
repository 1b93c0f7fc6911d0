using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>The publishing of dashboards, which follows the draft.</summary>
public sealed class PublishTests : SalesDashboardTests
{
    [Fact]
    public async Task A_changed_draft_is_published_again_in_the_same_run()
    {
        await Workspace.DeployAsync();
        await LaterAsync();

        Workspace.With(Content, Pages("two"));
        Assert.Equal(
            [
                ("dashboards.sales", ChangeAction.Update, "changed in Git"),
                ("publish.sales", ChangeAction.Update, "dashboards.sales changes"),
            ],
            (await Workspace.PlanAsync()).Writes.Select(change => (change.Asset, change.Action, change.Reason))
        );
        await Workspace.DeployAsync();

        Assert.True(await IsCurrentAsync());
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_dashboard_that_did_not_change_is_read_once_and_so_is_what_is_published_of_it()
    {
        await Workspace.DeployAsync();
        await Workspace.Cloud.ForgetRequestsAsync();

        await Workspace.DeployAsync();

        var requests = await Workspace.Cloud.RequestsAsync();
        var id = await IdAsync();
        Assert.Equal(
            [$"GET {Dashboards}/{id}", $"GET {Dashboards}/{id}/published"],
            requests.Where(request => request.StartsWith($"GET {Dashboards}/", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Its_own_fields_are_a_reason_to_publish_and_the_draft_stays()
    {
        await Workspace.DeployAsync();

        Workspace.With(File, Sales(""" "publish": { "embed_credentials": true } """));
        var change = Assert.Single((await Workspace.PlanAsync()).Writes);
        Assert.Equal(("publish.sales", "changed in Git"), (change.Asset, change.Reason));
        await Workspace.DeployAsync();

        Assert.True((bool)(await PublishedAsync())["embed_credentials"]!);
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_was_published_by_hand_otherwise_is_put_back()
    {
        await Workspace.DeployAsync();
        await Workspace.Cloud.PostAsync($"{Dashboards}/{await IdAsync()}/published", new JObject { ["embed_credentials"] = true });

        var change = Assert.Single((await Workspace.PlanAsync()).Writes);
        Assert.Equal(("publish.sales", true), (change.Asset, change.Drift));
        await Workspace.DeployAsync();

        Assert.False((bool)(await PublishedAsync())["embed_credentials"]!);
    }

    [Fact]
    public async Task What_leaves_Git_is_withdrawn()
    {
        await Workspace.DeployAsync();
        Workspace.With(File, Sales(""));

        Assert.Equal(
            ["it is withdrawn, so viewers see it no more; the draft stays"],
            Assert.Single((await Workspace.PlanAsync()).Writes).Notes
        );
        await Workspace.DeployAsync();

        Assert.Null(await TryPublishedAsync());
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_someone_else_had_published_stays_published()
    {
        await Workspace.Cloud.PostAsync("/api/2.0/workspace/mkdirs", new JObject { ["path"] = "/Shared/app/dashboards" });
        var made = await Workspace.Cloud.PostAsync(
            Dashboards,
            new JObject
            {
                ["display_name"] = "sales",
                ["parent_path"] = "/Shared/app/dashboards",
                ["serialized_dashboard"] = Pages("one"),
            }
        );
        await Workspace.Cloud.PostAsync(
            $"{Dashboards}/{made["dashboard_id"]}/published",
            new JObject { ["embed_credentials"] = false }
        );
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
        await Workspace.DeployAsync();

        await Workspace.With(File, Sales("")).DeployAsync();

        Assert.NotNull(await TryPublishedAsync());
    }

    [Fact]
    public async Task A_publishing_that_was_found_done_is_withdrawn_once_a_deployment_has_done_it_again()
    {
        await Workspace.DeployAsync();
        await Workspace.ForgetAsync();
        await Workspace.DeployAsync();
        await Workspace.With(Content, Pages("two")).DeployAsync();

        await Workspace.With(File, Sales("")).DeployAsync();

        await Assert.ThrowsAsync<HttpRequestException>(PublishedAsync);
    }

    [Fact]
    public async Task A_publishing_that_failed_is_nobodys_edit()
    {
        await Workspace.DeployAsync();
        await LaterAsync();
        await Workspace.Cloud.AddFaultAsync(
            $$"""{ "method": "POST", "path": "{{Dashboards}}/*/published", "status": 400, "times": 1 }"""
        );
        await Workspace.With(Content, Pages("two")).TryDeployAsync();

        var again = Assert.Single((await Workspace.PlanAsync()).Writes);

        Assert.Equal(("publish.sales", "an earlier deployment did not finish it", false), (again.Asset, again.Reason, again.Drift));
        Assert.All(again.Fields, field => Assert.False(field.Drift));
        await Workspace.DeployAsync();
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Credentials_are_not_embedded_where_Git_says_null()
    {
        await Workspace.With(File, Sales(""" "publish": { "embed_credentials": null } """)).DeployAsync();

        Assert.False((bool)(await PublishedAsync())["embed_credentials"]!);
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public void What_to_publish_is_an_object() =>
        Assert.Contains(
            "error DSH002: ",
            Assert.Single(Workspace.With(File, Sales(""" "publish": true """)).Check()),
            StringComparison.Ordinal
        );
}
