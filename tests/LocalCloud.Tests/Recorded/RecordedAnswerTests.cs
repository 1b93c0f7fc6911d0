using System.Net;
using System.Text;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Recorded;

/// <summary>Answers that public clients' own tests have recorded of real workspaces, asked for over plain HTTP.</summary>
public sealed class RecordedAnswerTests(RecordedAnswerTests.Shared shared) : IClassFixture<RecordedAnswerTests.Shared>
{
    /// <summary>Addresses of one warehouse's, query's and alert's permissions.</summary>
    public static TheoryData<string, string, string> Aliases =>
        new()
        {
            { "sql/warehouses", """{"name":"w{0}","cluster_size":"Small"}""", "sql/warehouses,warehouses,sql/endpoints" },
            { "sql/queries", """{"query":{"display_name":"q{0}"}}""", "sql/queries,queries" },
            { "sql/alerts", """{"alert":{"display_name":"a{0}","query_id":"q","condition":{}}}""", "sql/alerts,alerts" },
            { "alerts", Alerts.AlertFactsTests.Alert("a{0}", "/Workspace/Shared"), "alertsv2" },
            { "lakeview/dashboards", """{"display_name":"d{0}"}""", "dashboards" },
        };

    /// <summary>Families that are not served, which must never look as if they were.</summary>
    public static TheoryData<string> NotServed =>
        [
            "/api/2.0/token-management/tokens",
            "/api/2.0/permissions/authorization/tokens",
            "/api/2.0/permissions/experiments/1",
            "/api/2.0/permissions/registered-models/1",
            "/api/2.0/permissions/serving-endpoints/1",
            "/api/2.0/permissions/apps/1",
            "/api/2.0/pipelines/1/events",
            "/api/2.0/policies/clusters/list-compliance",
            "/api/2.0/sql/statements/1",
            "/api/2.0/sql/config/warehouses",
            "/api/2.0/sql/history/queries",
            "/api/2.0/preview/sql/data_sources",
            "/api/2.0/lakeview/dashboards/1/schedules",
            "/api/2.1/unity-catalog/catalogs",
            "/api/2.0/serving-endpoints",
            "/api/2.0/mlflow/experiments/list",
            "/api/2.0/vector-search/endpoints",
            "/api/2.0/workspace-conf",
            "/api/2.0/ip-access-lists",
            "/api/2.0/settings/types/default_namespace_ws/names/default",
            "/api/2.0/instance-profiles/list",
            "/api/1.2/commands/status",
        ];

    private LocalCloudFixture Cloud => shared.Cloud;

    [Theory]
    [InlineData("/Shared")]
    [InlineData("/Workspace/Shared")]
    public async Task A_status_has_the_path_as_it_was_asked_for(string path)
    {
        Assert.Equal(path, (string?)(await Cloud.GetAsync($"/api/2.0/workspace/get-status?path={path}"))["path"]);
        foreach (var call in new[] { "get-status", "list", "export" })
            Assert.Equal(
                (404, $"Path ({path}/none) doesn't exist."),
                await RefusalAsync("GET", $"/api/2.0/workspace/{call}?path={path}/none")
            );

        Assert.Equal(
            (404, $"Path ({path}/none) doesn't exist."),
            await RefusalAsync("POST", "/api/2.0/workspace/delete", $$"""{"path":"{{path}}/none"}""")
        );
    }

    [Theory]
    [InlineData("displayName eq 'analysts'")]
    [InlineData("displayName eq \"analysts\"")]
    public async Task A_group_is_found_with_either_quotes(string filter)
    {
        await AddGroupAsync("analysts");

        var found = await Cloud.GetAsync($"/api/2.0/preview/scim/v2/Groups?filter={Uri.EscapeDataString(filter)}");

        Assert.Equal("analysts", (string?)Assert.Single(found["Resources"]!)["displayName"]);
    }

    [Fact]
    public async Task Who_was_added_over_scim_can_be_let_into_a_scope()
    {
        await AddGroupAsync("readers");
        await Cloud.PostAsync("/api/2.0/preview/scim/v2/Users", new JObject { ["userName"] = "ines.roth@contoso.example" });
        await Cloud.PostAsync("/api/2.0/secrets/scopes/create", new JObject { ["scope"] = "app" });

        foreach (var principal in new[] { "readers", "ines.roth@contoso.example" })
            await Cloud.PostAsync(
                "/api/2.0/secrets/acls/put",
                new JObject { ["scope"] = "app", ["principal"] = principal, ["permission"] = "READ" }
            );

        var listed = (await Cloud.GetAsync("/api/2.0/secrets/acls/list?scope=app"))["items"]!.Select(item => (string?)item["principal"]);
        Assert.Superset(new HashSet<string?> { "readers", "ines.roth@contoso.example" }, listed.ToHashSet());
    }

    [Fact]
    public async Task Of_one_principal_in_a_list_the_last_entry_counts()
    {
        var me = (string)(await Cloud.GetAsync("/api/2.0/preview/scim/v2/Me"))["userName"]!;
        var job = (await Cloud.PostAsync("/api/2.2/jobs/create", new JObject { ["name"] = "j" }))["job_id"];
        var address = $"/api/2.0/permissions/jobs/{job}";
        string List(params (string Name, string User, string Level)[] entries) =>
            new JObject
            {
                ["access_control_list"] = new JArray(
                    entries.Select(entry => new JObject { [entry.Name] = entry.User, ["permission_level"] = entry.Level })
                ),
            }.ToString();

        var owner = ("user_name", me, "IS_OWNER");
        var answer = await Cloud.CallAsync(
            "PUT",
            address,
            JObject.Parse(List(owner, ("group_name", "users", "CAN_VIEW"), ("group_name", "users", "CAN_MANAGE_RUN")))
        );

        var users = Assert.Single(answer["access_control_list"]!, entry => (string?)entry["group_name"] == "users");
        Assert.Equal("CAN_MANAGE_RUN", (string?)Assert.Single(users["all_permissions"]!)["permission_level"]);
        Assert.Equal(
            (400, "The job must have exactly one owner."),
            await RefusalAsync("PUT", address, List(owner, ("user_name", me, "CAN_MANAGE")))
        );
    }

    [Fact]
    public async Task A_pipeline_shows_only_what_was_sent_and_publishes_in_the_default_mode()
    {
        var id = (await Cloud.PostAsync("/api/2.0/pipelines", new JObject { ["name"] = "etl" }))["pipeline_id"];

        var pipeline = await Cloud.GetAsync($"/api/2.0/pipelines/{id}");

        Assert.Equal("DEFAULT_PUBLISHING_MODE", (string?)pipeline["effective_publishing_mode"]);
        Assert.All(["continuous", "edition", "channel"], field => Assert.Null(pipeline["spec"]![field]));
    }

    [Fact]
    public async Task The_source_of_a_python_file_is_shown_only_where_it_was_sent()
    {
        async Task<string?> SourceAsync(string task)
        {
            var body = $$"""
                {
                  "name": "j",
                  "tasks": [
                    {
                      "task_key": "a",
                      "new_cluster": { "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 },
                      "spark_python_task": { "python_file": "/Shared/a.py" {{task}} }
                    }
                  ]
                }
                """;
            var job = (await Cloud.PostAsync("/api/2.2/jobs/create", JObject.Parse(body)))["job_id"];
            var settings = (await Cloud.GetAsync($"/api/2.2/jobs/get?job_id={job}"))["settings"]!;
            return (string?)settings["tasks"]![0]!["spark_python_task"]!["source"];
        }

        Assert.Null(await SourceAsync(""));
        Assert.Equal("WORKSPACE", await SourceAsync(""", "source": "WORKSPACE" """));
    }

    [Fact]
    public async Task A_git_provider_that_there_is_not_is_refused_with_those_that_there_are() =>
        Assert.Equal(
            (
                400,
                "git_source.git_provider must be one of: github,gitlab,bitbucketcloud,gitlabenterpriseedition,bitbucketserver,"
                    + "azuredevopsservices,githubenterprise,awscodecommit"
            ),
            await RefusalAsync(
                "POST",
                "/api/2.2/jobs/create",
                """{"git_source":{"git_url":"https://git.example/r","git_provider":"cvs","git_branch":"main"}}"""
            )
        );

    [Fact]
    public async Task What_clients_tell_of_themselves_is_taken()
    {
        var answer = await Cloud.PostAsync("/telemetry-ext", JObject.Parse("""{"items":[],"protoLogs":["a","b"]}"""));

        Assert.Equal(2, (int)answer["numProtoSuccess"]!);
        Assert.DoesNotContain("protoLogs", (await Cloud.AdminAsync("GET", "/state")).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Aliases))]
    public async Task Permissions_have_all_the_addresses_that_clients_use(string family, string body, string addresses)
    {
        foreach (var address in addresses.Split(','))
        {
            var made = await Cloud.PostAsync(
                $"/api/2.0/{family}",
                JObject.Parse(body.Replace("{0}", address.Replace('/', '-'), StringComparison.Ordinal))
            );

            var permissions = await Cloud.GetAsync($"/api/2.0/permissions/{address}/{made["id"] ?? made["dashboard_id"]}");

            Assert.Contains("admins", permissions["access_control_list"]!.Select(entry => (string?)entry["group_name"]));
        }
    }

    [Theory]
    [MemberData(nameof(NotServed))]
    public async Task What_is_not_served_says_so_in_the_services_form(string address)
    {
        using var answer = await Cloud.Workspace.GetAsync(new Uri(address, UriKind.Relative));
        var body = JObject.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Matches("^(ENDPOINT_NOT_FOUND|RESOURCE_DOES_NOT_EXIST)$", (string?)body["error_code"]);
        Assert.NotEqual("", (string?)body["message"]);
    }

    private async Task AddGroupAsync(string name)
    {
        using var body = new StringContent(new JObject { ["displayName"] = name }.ToString(), Encoding.UTF8, "application/json");
        using var answer = await Cloud.Workspace.PostAsync(new Uri("/api/2.0/preview/scim/v2/Groups", UriKind.Relative), body);
        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Conflict]);
    }

    private async Task<(int Status, string? Message)> RefusalAsync(string method, string address, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Cloud.Workspace.SendAsync(request);
        return ((int)answer.StatusCode, (string?)JObject.Parse(await answer.Content.ReadAsStringAsync())["message"]);
    }

    /// <summary>One cloud for all of them; each makes what it looks at.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        public LocalCloudFixture Cloud { get; private set; } = null!;

        public async Task InitializeAsync() => Cloud = await LocalCloudFixture.StartAsync();

        public async Task DisposeAsync() => await Cloud.DisposeAsync();
    }
}
