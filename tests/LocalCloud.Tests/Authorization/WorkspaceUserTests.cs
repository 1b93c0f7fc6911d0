using System.Net;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Authorization;

public sealed class WorkspaceUserTests : IAsyncLifetime
{
    private const string Databricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
    private const string Me = "/api/2.0/preview/scim/v2/Me";

    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task Whoever_may_manage_the_resource_becomes_a_user_by_saying_so()
    {
        await cloud.AdminAsync(
            "POST",
            "/workspace-users",
            new JObject { ["client_id"] = cloud.Description.DeveloperClientId, ["member"] = false }
        );
        var management = await cloud.TokenAsync("https://management.core.windows.net");

        Assert.Equal(403, await AskAsync(null, null));
        Assert.Equal(403, await AskAsync(management, null));
        Assert.Equal(403, await AskAsync(management, cloud.Description.WorkspaceResourceId + "-other"));
        Assert.Equal(403, await AskAsync(await cloud.TokenAsync("https://vault.azure.net"), cloud.Description.WorkspaceResourceId));
        Assert.Equal(200, await AskAsync(management, cloud.Description.WorkspaceResourceId));
        Assert.Equal(200, await AskAsync(null, null));
    }

    [Fact]
    public async Task Whoever_may_not_manage_the_resource_stays_outside()
    {
        var management = await cloud.TokenAsync("https://management.core.windows.net");
        await cloud.AdminAsync(
            "POST",
            "/workspace-users",
            new JObject { ["client_id"] = cloud.Description.DeveloperClientId, ["member"] = false }
        );
        await cloud.AdminAsync("POST", "/deny", new JObject { ["service"] = "arm", ["client_id"] = cloud.Description.DeveloperClientId });

        Assert.Equal(403, await AskAsync(management, cloud.Description.WorkspaceResourceId));
    }

    [Fact]
    public async Task Scim_tells_groups_and_entitlements_of_each_principal()
    {
        await cloud.AdminAsync(
            "POST",
            "/workspace-users",
            new JObject
            {
                ["client_id"] = cloud.Description.DeveloperClientId,
                ["groups"] = new JArray("users", "deployers"),
                ["entitlements"] = new JArray("workspace-access"),
            }
        );

        using var answer = await cloud.SendAsync(Databricks, "GET", cloud.Description.WorkspaceHttps + Me);
        var me = JObject.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(cloud.Description.DeveloperClientId, (string?)me["userName"]);
        Assert.Null(me["emails"]);
        Assert.Equal(["users", "deployers"], me["groups"]!.Select(group => (string?)group["display"]));
        Assert.Equal(["workspace-access"], me["entitlements"]!.Select(entitlement => (string?)entitlement["value"]));
        Assert.Contains("admins", (await cloud.GetAsync(Me))["groups"]!.Select(group => (string?)group["display"]));
    }

    [Fact]
    public async Task Without_the_entitlement_no_cluster_is_created()
    {
        await cloud.AdminAsync(
            "POST",
            "/workspace-users",
            new JObject { ["client_id"] = cloud.Description.DeveloperClientId, ["entitlements"] = new JArray("workspace-access") }
        );

        using var create = await cloud.SendAsync(
            Databricks,
            "POST",
            cloud.Description.WorkspaceHttps + "/api/2.1/clusters/create",
            new JObject { ["cluster_name"] = "c" }
        );
        using var list = await cloud.SendAsync(Databricks, "GET", cloud.Description.WorkspaceHttps + "/api/2.1/clusters/list");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (create.StatusCode, list.StatusCode));
        Assert.Equal("PERMISSION_DENIED", (string?)JObject.Parse(await create.Content.ReadAsStringAsync())["error_code"]);
    }

    private async Task<int> AskAsync(string? managementToken, string? resourceId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, cloud.Description.WorkspaceHttps + Me);
        request.Headers.Authorization = new("Bearer", await cloud.TokenAsync(Databricks));
        if (managementToken is not null)
            request.Headers.Add("X-Databricks-Azure-SP-Management-Token", managementToken);
        if (resourceId is not null)
            request.Headers.Add("X-Databricks-Azure-Workspace-Resource-Id", resourceId);

        using var answer = await cloud.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
