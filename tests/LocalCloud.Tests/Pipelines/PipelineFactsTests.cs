using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Pipelines;

/// <summary>The confirmed facts about pipelines, as tables. What is unconfirmed is in none of them.</summary>
public sealed class PipelineFactsTests(SharedCloud shared) : IClassFixture<SharedCloud>
{
    private const string Root = "/api/2.0/pipelines";

    /// <summary>Settings that come back as they are sent, and that a replacement without them takes away.</summary>
    public static TheoryData<string, string> Replaced =>
        new()
        {
            { "development", "true" },
            { "photon", "true" },
            { "channel", "\"PREVIEW\"" },
            { "configuration", """{"a":"b"}""" },
            { "libraries", """[{"notebook":{"path":"/Shared/a"}}]""" },
            { "clusters", """[{"label":"default","num_workers":0}]""" },
            { "tags", """{"team":"etl"}""" },
        };

    /// <summary>What an answer has beside the settings.</summary>
    public static TheoryData<string> Beside =>
        ["pipeline_id", "name", "state", "creator_user_name", "run_as_user_name", "last_modified", "effective_publishing_mode"];

    /// <summary>Settings that the service refuses.</summary>
    public static TheoryData<string> Refused =>
        [
            """ "target": "a.b" """,
            """ "target": "a", "schema": "b" """,
            """ "edition": "BEST" """,
            """ "channel": "NEXT" """,
        ];

    /// <summary>Settings with others in the place of them that a replacement is refused for.</summary>
    public static TheoryData<string, string> Fixed =>
        new()
        {
            { """ "storage": "dbfs:/a" """, """ "storage": "dbfs:/b" """ },
            { "", """ "storage": "dbfs:/b" """ },
            { "", """ "catalog": "main" """ },
            { """ "catalog": "main" """, "" },
            { Ingestion("connection_name", "\"a\""), Ingestion("connection_name", "\"b\"") },
            { Ingestion("ingestion_gateway_id", "\"a\""), Ingestion("ingestion_gateway_id", "\"b\"") },
            { Ingestion("ingest_from_uc_foreign_catalog", "true"), """ "catalog": "main" """ },
            { Gateway("connection_id"), """ "catalog": "main" """ },
            { Gateway("gateway_storage_catalog"), """ "catalog": "main" """ },
        };

    [Theory]
    [MemberData(nameof(Replaced))]
    public async Task A_setting_comes_back_as_sent_and_goes_when_it_is_left_out(string field, string value)
    {
        var sent = Pipeline();
        sent[field] = JToken.Parse(value);
        var id = await CreateAsync(sent);
        Assert.Equal(value, Text((await GetAsync(id))["spec"]![field]));

        sent.Remove(field);
        Assert.Equal(200, (await SendAsync("PUT", id, sent)).Status);

        Assert.Null((await GetAsync(id))["spec"]![field]);
    }

    [Theory]
    [MemberData(nameof(Beside))]
    public async Task The_answer_has_it_beside_the_settings(string field)
    {
        var answer = await GetAsync(await CreateAsync(Pipeline()));

        Assert.NotNull(answer[field]);
        Assert.Equal(answer["pipeline_id"], answer["spec"]!["id"]);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_pipeline_that_cannot_be_is_refused(string fields)
    {
        var answer = await shared.PostAsync(Root, $$"""{ "name": "p-{{Guid.NewGuid()}}", {{fields}} }""");

        Assert.Equal("400 INVALID_PARAMETER_VALUE", $"{answer.Status} {answer.Code}");
    }

    [Theory]
    [MemberData(nameof(Fixed))]
    public async Task What_is_fixed_is_refused_in_a_replacement(string before, string after)
    {
        var name = $"p-{Guid.NewGuid()}";
        var id = await CreateAsync(JObject.Parse($$"""{ "name": "{{name}}", {{before}} }"""));

        var (status, answer) = await SendAsync("PUT", id, JObject.Parse($$"""{ "name": "{{name}}", {{after}} }"""));

        Assert.Equal("400 INVALID_PARAMETER_VALUE", $"{status} {answer["error_code"]}");
        Assert.Equal(200, (await SendAsync("PUT", id, JObject.Parse($$"""{ "name": "{{name}}", "photon": true, {{before}} }"""))).Status);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_pipeline_that_is_not_there_is_told(string method)
    {
        var (status, answer) = await SendAsync(method, "gone", method == "PUT" ? Pipeline() : null);

        Assert.Equal(
            "404 RESOURCE_DOES_NOT_EXIST The specified pipeline gone was not found.",
            $"{status} {answer["error_code"]} {answer["message"]}"
        );
    }

    [Fact]
    public async Task The_list_has_no_settings()
    {
        var id = await CreateAsync(Pipeline());

        var listed = (await shared.Cloud.GetAsync($"{Root}?max_results=100"))["statuses"]!;

        Assert.Null(Assert.Single(listed, one => (string?)one["pipeline_id"] == id)["spec"]);
    }

    [Fact]
    public async Task Whoever_made_it_owns_it_and_administrators_manage_it_by_inheritance()
    {
        var address = $"/api/2.0/permissions/pipelines/{await CreateAsync(Pipeline())}";
        var me = (string)(await shared.Cloud.GetAsync("/api/2.0/preview/scim/v2/Me"))["userName"]!;

        var entries = (await shared.Cloud.GetAsync(address))["access_control_list"]!;
        var levels = (await shared.Cloud.GetAsync($"{address}/permissionLevels"))["permission_levels"]!;

        Assert.Equal(
            [$"{me} IS_OWNER", "admins CAN_MANAGE /pipelines/"],
            entries.Select(entry =>
            {
                var given = entry["all_permissions"]![0]!;
                var who = entry["user_name"] ?? entry["group_name"];
                return $"{who} {given["permission_level"]} {given["inherited_from_object"]?[0]}".Trim();
            })
        );
        Assert.Equal(
            ["CAN_MANAGE", "CAN_RUN", "CAN_VIEW", "IS_OWNER"],
            levels.Select(level => (string?)level["permission_level"]).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("pipelines", Root, """{ "name": "NAME" }""", "pipeline_id")]
    [InlineData("sql/warehouses", "/api/2.0/sql/warehouses", """{ "name": "NAME", "cluster_size": "Small" }""", "id")]
    public async Task A_group_cannot_own_it(string type, string path, string sent, string id)
    {
        var made = await shared.PostedAsync(path, sent.Replace("NAME", $"n-{Guid.NewGuid()}", StringComparison.Ordinal));
        using var content = new StringContent(
            """{ "access_control_list": [{ "group_name": "users", "permission_level": "IS_OWNER" }] }"""
        );

        using var answer = await shared.Cloud.Workspace.PutAsync(
            new Uri($"/api/2.0/permissions/{type}/{made[id]}", UriKind.Relative),
            content
        );

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static string Ingestion(string field, string value) =>
        $$""" "catalog": "main", "ingestion_definition": { "{{field}}": {{value}} } """;

    private static string Gateway(string field) => $$""" "catalog": "main", "gateway_definition": { "{{field}}": "a" } """;

    private static JObject Pipeline() => new() { ["name"] = $"p-{Guid.NewGuid()}", ["catalog"] = "main" };

    private async Task<string> CreateAsync(JObject sent) => (string)(await shared.PostedAsync(Root, sent.ToString()))["pipeline_id"]!;

    private Task<JObject> GetAsync(string id) => shared.Cloud.GetAsync($"{Root}/{id}");

    private async Task<(int Status, JObject Answer)> SendAsync(string method, string id, JObject? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{Root}/{id}");
        request.Content = body is null ? null : new StringContent(body.ToString());
        using var answer = await shared.Cloud.Workspace.SendAsync(request);
        return ((int)answer.StatusCode, JObject.Parse(await answer.Content.ReadAsStringAsync()));
    }

    private static string Text(JToken? token) => token?.ToString(Formatting.None) ?? "";
}
