using System.Net;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Permissions;

/// <summary>A principal that is no administrator owns what it makes, and of others' objects may do and see what it was given.</summary>
public sealed class PrincipalTests : IAsyncLifetime
{
    private const string Databricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
    private const string Cluster =
        """{ "cluster_name": "etl", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 }""";

    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync()
    {
        cloud = await LocalCloudFixture.StartAsync();
        await cloud.AdminAsync(
            "POST",
            "/workspace-users",
            new JObject
            {
                ["client_id"] = cloud.Description.DeveloperClientId,
                ["groups"] = new JArray("users"),
                ["entitlements"] = new JArray("allow-cluster-create", "workspace-access"),
            }
        );
    }

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task It_makes_changes_and_deletes_what_is_its_own()
    {
        var cluster = (string)(await AllowedAsync("POST", "/api/2.1/clusters/create", Cluster))["cluster_id"]!;
        var job = (long)(await AllowedAsync("POST", "/api/2.2/jobs/create", """{ "name": "mine" }"""))["job_id"]!;

        await AllowedAsync("POST", "/api/2.2/jobs/update", $$"""{ "job_id": {{job}}, "new_settings": { "name": "still mine" } }""");
        Assert.Single((await AllowedAsync("GET", "/api/2.2/jobs/list"))["jobs"]!);
        Assert.Single((await AllowedAsync("GET", "/api/2.1/clusters/list"))["clusters"]!);
        await AllowedAsync("POST", "/api/2.2/jobs/delete", $$"""{ "job_id": {{job}} }""");
        await AllowedAsync("POST", "/api/2.1/clusters/permanent-delete", $$"""{ "cluster_id": "{{cluster}}" }""");
    }

    /// <remarks>That the service filters these is this cloud's guess, so it can be switched off.</remarks>
    [Theory]
    [InlineData("/api/2.2/jobs/list", "jobs", "/api/2.2/jobs/create", """{ "name": "theirs" }""")]
    [InlineData("/api/2.1/clusters/list", "clusters", "/api/2.1/clusters/create", Cluster)]
    [InlineData(
        "/api/2.0/instance-pools/list",
        "instance_pools",
        "/api/2.0/instance-pools/create",
        """{ "instance_pool_name": "p", "node_type_id": "Standard_D4ds_v5" }"""
    )]
    [InlineData(
        "/api/2.0/policies/clusters/list",
        "policies",
        "/api/2.0/policies/clusters/create",
        """{ "name": "p", "definition": "{}" }"""
    )]
    [InlineData("/api/2.0/sql/warehouses", "warehouses", "/api/2.0/sql/warehouses", """{ "name": "w", "cluster_size": "Small" }""")]
    [InlineData("/api/2.0/pipelines", "statuses", "/api/2.0/pipelines", """{ "name": "p" }""")]
    [InlineData("/api/2.0/sql/queries", "results", "/api/2.0/sql/queries", """{ "query": { "display_name": "q" } }""")]
    [InlineData(
        "/api/2.0/sql/alerts",
        "results",
        "/api/2.0/sql/alerts",
        """{ "alert": { "display_name": "a", "query_id": "q", "condition": {} } }"""
    )]
    [InlineData(
        "/api/2.0/alerts",
        "alerts",
        "/api/2.0/alerts",
        """
        {
          "display_name": "a", "query_text": "select 1", "warehouse_id": "w",
          "evaluation": { "source": { "name": "c" }, "comparison_operator": "IS_NULL" },
          "schedule": { "quartz_cron_schedule": "0 0 7 * * ?", "timezone_id": "UTC" }
        }
        """
    )]
    [InlineData("/api/2.0/lakeview/dashboards", "dashboards", "/api/2.0/lakeview/dashboards", """{ "display_name": "d" }""")]
    public async Task What_it_may_not_see_is_in_no_listing_unless_that_is_switched(string list, string field, string create, string body)
    {
        await cloud.PostAsync(create, JObject.Parse(body));

        var listed = await AllowedAsync("GET", list);
        Assert.Null(listed[field]);
        Assert.True(listed["total_count"] is null || (int)listed["total_count"]! == 0);
        Assert.Single((await cloud.GetAsync(list))[field]!, IsMade);
        await cloud.AdminAsync("POST", "/unconfirmed", new JObject { ["rule"] = "listings", ["mode"] = "show_all" });
        Assert.Single((await AllowedAsync("GET", list))[field]!, IsMade);

        // A workspace comes with some policies.
        static bool IsMade(JToken entry) => (bool?)entry["is_default"] != true;
    }

    [Fact]
    public async Task A_job_that_it_may_not_see_is_refused_in_the_services_words()
    {
        var job = (long)(await cloud.PostAsync("/api/2.2/jobs/create", new JObject { ["name"] = "theirs" }))["job_id"]!;

        using var answer = await AskAsync("GET", $"/api/2.2/jobs/get?job_id={job}", null);

        Assert.Equal(
            $"User {cloud.Description.DeveloperClientId} does not have View or Admin or Manage Run or Owner permissions on job {job}",
            (string?)JObject.Parse(await answer.Content.ReadAsStringAsync())["message"]
        );
    }

    [Theory]
    [InlineData("GET", "/api/2.2/jobs/get?job_id={job}", null)]
    [InlineData("POST", "/api/2.2/jobs/reset", """{ "job_id": {job}, "new_settings": { "name": "x" } }""")]
    [InlineData("POST", "/api/2.2/jobs/delete", """{ "job_id": {job} }""")]
    [InlineData("GET", "/api/2.1/clusters/get?cluster_id={cluster}", null)]
    [InlineData("POST", "/api/2.1/clusters/delete", """{ "cluster_id": "{cluster}" }""")]
    [InlineData("POST", "/api/2.1/clusters/permanent-delete", """{ "cluster_id": "{cluster}" }""")]
    [InlineData("GET", "/api/2.0/libraries/cluster-status?cluster_id={cluster}", null)]
    [InlineData("POST", "/api/2.0/libraries/install", """{ "cluster_id": "{cluster}", "libraries": [{ "jar": "/a.jar" }] }""")]
    [InlineData("GET", "/api/2.0/permissions/jobs/{job}", null)]
    [InlineData(
        "PUT",
        "/api/2.0/permissions/clusters/{cluster}",
        """{ "access_control_list": [ { "group_name": "users", "permission_level": "CAN_MANAGE" } ] }"""
    )]
    public async Task What_others_made_is_denied(string method, string address, string? body)
    {
        var job = (long)(await cloud.PostAsync("/api/2.2/jobs/create", new JObject { ["name"] = "theirs" }))["job_id"]!;
        var cluster = (string)(await cloud.PostAsync("/api/2.1/clusters/create", JObject.Parse(Cluster)))["cluster_id"]!;
        string Filled(string text) =>
            text.Replace("{job}", $"{job}", StringComparison.Ordinal).Replace("{cluster}", cluster, StringComparison.Ordinal);

        using var answer = await AskAsync(method, Filled(address), body is null ? null : Filled(body));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("PERMISSION_DENIED", (string?)JObject.Parse(await answer.Content.ReadAsStringAsync())["error_code"]);
    }

    [Fact]
    public async Task A_permission_opens_what_it_is_for_and_no_more()
    {
        var job = (long)(await cloud.PostAsync("/api/2.2/jobs/create", new JObject { ["name"] = "theirs" }))["job_id"]!;
        var grant = new JObject { ["service_principal_name"] = cloud.Description.DeveloperClientId, ["permission_level"] = "CAN_VIEW" };
        using var patch = new HttpRequestMessage(HttpMethod.Patch, $"/api/2.0/permissions/jobs/{job}")
        {
            Content = new StringContent(new JObject { ["access_control_list"] = new JArray(grant) }.ToString()),
        };
        using var patched = await cloud.Workspace.SendAsync(patch);
        Assert.Equal(HttpStatusCode.OK, patched.StatusCode);

        await AllowedAsync("GET", $"/api/2.2/jobs/get?job_id={job}");
        Assert.Single((await AllowedAsync("GET", "/api/2.2/jobs/list"))["jobs"]!);
        using var write = await AskAsync("POST", "/api/2.2/jobs/delete", $$"""{ "job_id": {{job}} }""");
        Assert.Equal(HttpStatusCode.Forbidden, write.StatusCode);
    }

    [Fact]
    public async Task Everybody_writes_to_Shared_and_nobody_to_someone_elses_home()
    {
        await AllowedAsync("POST", "/api/2.0/workspace/mkdirs", """{ "path": "/Shared/app/notebooks" }""");
        await AllowedAsync("POST", "/api/2.0/workspace/import", """{ "path": "/Shared/app/a.txt", "format": "AUTO", "content": "YQ==" }""");
        await AllowedAsync("POST", "/api/2.0/workspace/mkdirs", $$"""{ "path": "/Users/{{cloud.Description.DeveloperClientId}}/mine" }""");
        await cloud.PostAsync("/api/2.0/workspace/mkdirs", new JObject { ["path"] = "/Users/developer@layercake.example/theirs" });

        using var write = await AskAsync(
            "POST",
            "/api/2.0/workspace/import",
            """{ "path": "/Users/developer@layercake.example/a.txt", "format": "AUTO", "content": "YQ==" }"""
        );
        using var read = await AskAsync("GET", "/api/2.0/workspace/list?path=/Users/developer@layercake.example", null);
        using var top = await AskAsync("POST", "/api/2.0/workspace/mkdirs", """{ "path": "/Elsewhere" }""");

        Assert.All([write, read, top], answer => Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode));
        Assert.Equal(
            $"/Users/{cloud.Description.DeveloperClientId}",
            (string?)Assert.Single((await AllowedAsync("GET", "/api/2.0/workspace/list?path=/Users"))["objects"]!)["path"]
        );
    }

    [Fact]
    public async Task What_others_put_into_Shared_is_everybodys()
    {
        await cloud.PostAsync("/api/2.0/workspace/mkdirs", new JObject { ["path"] = "/Shared/app" });
        await cloud.PostAsync(
            "/api/2.0/workspace/import",
            JObject.Parse("""{ "path": "/Shared/app/a.txt", "format": "AUTO", "content": "YQ==" }""")
        );

        Assert.Single((await AllowedAsync("GET", "/api/2.0/workspace/list?path=/Shared/app"))["objects"]!);
        await AllowedAsync("GET", "/api/2.0/workspace/export?path=/Shared/app/a.txt&format=AUTO");
        await AllowedAsync("POST", "/api/2.0/workspace/delete", """{ "path": "/Shared/app/a.txt" }""");
    }

    private Task<HttpResponseMessage> AskAsync(string method, string address, string? body) =>
        cloud.SendAsync(Databricks, method, cloud.Description.WorkspaceHttps + address, body is null ? null : JObject.Parse(body));

    private async Task<JObject> AllowedAsync(string method, string address, string? body = null)
    {
        using var answer = await AskAsync(method, address, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {address} answered {(int)answer.StatusCode}: {text}");
        return JObject.Parse(text);
    }
}
