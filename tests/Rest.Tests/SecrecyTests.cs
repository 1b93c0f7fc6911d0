using Layercake.Rest.Tests.Support;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests;

public sealed class SecrecyTests
{
    private const string Canary = "canary-4f1d9a";

    private readonly Bench bench = new(o =>
        o with
        {
            Token = (_, _) => ValueTask.FromResult(Canary + "-token"),
            Headers = new Dictionary<string, string> { ["X-Databricks-Azure-SP-Management-Token"] = Canary + "-header" },
        }
    );

    private static WorkspaceRequest Request { get; } =
        WorkspaceRequest.Post(
            "/api/2.1/clusters/create",
            new JObject
            {
                ["cluster_name"] = "etl",
                ["content"] = Canary + "-content",
                ["client_secret"] = Canary + "-field",
                ["spark_env_vars"] = new JObject { ["ANYTHING"] = Canary + "-variable" },
                ["spark_conf"] = new JObject { ["fs.azure.account.key.x.dfs.core.windows.net"] = Canary + "-conf" },
                ["docker_image"] = new JObject
                {
                    ["basic_auth"] = new JObject { ["username"] = "u", ["password"] = Canary + "-password" },
                },
                ["jdbc"] = $"jdbc:sqlserver://h;password={Canary}-inline;x=1",
            },
            RepeatSafety.Idempotent
        );

    [Fact]
    public async Task A_request_leaves_no_secret_in_the_log()
    {
        bench
            .Service.Then(503)
            .Then(200, $$"""{ "cluster_id": "1", "token_value": "{{Canary}}", "spark_env_vars": { "A": "{{Canary}}" } }""");

        await bench.SendAsync(Request);

        Assert.Contains(
            bench.Log.Lines,
            l => l.Level == LogLevel.Trace && l.Text.Contains("\"cluster_name\":\"etl\"", StringComparison.Ordinal)
        );
        AssertSilent(null);
    }

    [Fact]
    public async Task A_service_that_echoes_what_it_was_sent_does_not_bring_it_into_the_message()
    {
        bench.Service.Then(
            async (sent, ct) =>
            {
                await Task.CompletedTask;
                return ScriptedService.Reply(400, $"MALFORMED_REQUEST: Could not parse {sent.Text} from {sent.Token}", "text/plain");
            }
        );

        var failure = await bench.FailAsync(Request);

        Assert.Contains("answered 400 MALFORMED_REQUEST: Could not parse", failure.Message, StringComparison.Ordinal);
        AssertSilent(failure);
    }

    public static TheoryData<string> Settings =>
        new(
            $$"""{ "notebook_task": { "base_parameters": { "p": "{{Canary}}", "name": "{{Canary}}" } } }""",
            $$"""{ "notebook_params": { "p": "{{Canary}}" } }""",
            $$"""{ "python_wheel_task": { "named_parameters": { "p": "{{Canary}}" }, "parameters": ["--p", "{{Canary}}"] } }""",
            $$"""{ "parameters": [{ "name": "p", "default": "{{Canary}}" }] }""",
            $$"""
            {
              "job_parameters": [{ "name": "p", "default": "x", "value": "{{Canary}}" }],
              "overriding_parameters": { "jar_params": ["{{Canary}}"] }
            }
            """,
            $$"""
            {
              "run_job_task": {
                "job_parameters": { "p": "{{Canary}}" },
                "sql_params": { "p": "{{Canary}}" },
                "pipeline_params": { "p": "{{Canary}}" }
              }
            }
            """,
            $$"""
            {
              "jar_params": ["{{Canary}}"],
              "python_params": ["{{Canary}}"],
              "spark_submit_params": ["{{Canary}}"],
              "python_named_params": { "p": "{{Canary}}" }
            }
            """,
            $$"""{ "dbt_task": { "commands": ["dbt run --vars {{Canary}}"] }, "dbt_commands": ["{{Canary}}"] }""",
            $$"""{ "new_cluster": { "spark_conf": { "p": "{{Canary}}" }, "spark_env_vars": { "P": "{{Canary}}" } } }""",
            $$"""{ "configuration": { "p": "{{Canary}}" } }"""
        );

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task A_parameter_of_a_job_is_blanked_as_an_environment_variable_is(string settings)
    {
        bench
            .Service.Then(200, settings)
            .Then(
                async (sent, ct) =>
                {
                    await Task.CompletedTask;
                    return ScriptedService.Reply(400, $"MALFORMED_REQUEST: Could not parse {sent.Text}", "text/plain");
                }
            );
        var request = WorkspaceRequest.Post("/api/2.2/jobs/create", JObject.Parse(settings), RepeatSafety.Idempotent);

        await bench.SendAsync(request);
        var failure = await bench.FailAsync(request);

        Assert.Equal(4, bench.Log.Lines.Count(line => line.Level == LogLevel.Trace));
        AssertSilent(failure);
    }

    [Theory]
    [InlineData("""{ "definition": "{\"spark_env_vars.A\":{\"type\":\"fixed\",\"value\":\"@\"}}" }""")]
    [InlineData("""{ "definition": "{\"spark_conf.a\":{\"values\":[\"@\"],\"defaultValue\":\"@\",\"pattern\":\"@\"}}" }""")]
    [InlineData("""{ "definition": "{\"custom_tags.password\":{\"type\":\"fixed\",\"value\":\"@\"}}" }""")]
    [InlineData("""{ "x": "[\"{\\\"client_secret\\\":\\\"@\\\"}\"]" }""")]
    [InlineData("""{ "tags": { "custom_tags": [{ "key": "db_password", "value": "@" }] } }""")]
    [InlineData("""{ "custom_tags": { "db.pw": "@", "pwd2": "@" } }""")]
    public async Task What_is_secret_by_its_name_is_blanked_in_texts_and_in_pairs_too(string body)
    {
        var json = JObject.Parse(body.Replace("@", Canary, StringComparison.Ordinal));
        bench
            .Service.Then(200, json.ToString())
            .Then((sent, ct) => Task.FromResult(ScriptedService.Reply(400, $"MALFORMED_REQUEST: {Canary}", "text/plain")));
        var request = WorkspaceRequest.Post("/api/2.0/policies/clusters/create", json, RepeatSafety.Idempotent);

        await bench.SendAsync(request);

        AssertSilent(await bench.FailAsync(request));
    }

    [Theory]
    [InlineData("Validation failed for spark_env_vars.DB, the value must be @ (is \"x\")", "Validation failed for spark_env_vars.DB: ***")]
    [InlineData("new_cluster.spark_env_vars.DB_PASSWORD must be @", "new_cluster.spark_env_vars.DB_PASSWORD: ***")]
    [InlineData("Validation failed for spark_conf.a.b, the value must be 1", "Validation failed for spark_conf.a.b, the value must be 1")]
    public async Task What_the_service_says_behind_the_name_of_a_secret_setting_is_cut(string said, string told)
    {
        var policy = JObject.Parse("""{ "definition": { "spark_env_vars.DB": { "type": "fixed", "value": "${secret.db}" } } }""");
        bench.Client.SecretPlaces.Add((JValue)policy.SelectToken("definition['spark_env_vars.DB'].value")!);
        var message = said.Replace("@", Canary, StringComparison.Ordinal);
        var answer = new JObject { ["error_code"] = "INVALID_PARAMETER_VALUE", ["message"] = message };
        bench.Service.Then((sent, ct) => Task.FromResult(ScriptedService.Reply(400, answer.ToString(), "application/json")));

        var failure = await bench.FailAsync(WorkspaceRequest.Post("/api/2.2/jobs/reset", [], RepeatSafety.Idempotent));

        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
        AssertSilent(failure);
    }

    [Fact]
    public async Task Whatever_is_in_the_place_of_a_secret_is_blanked_in_all_objects()
    {
        var declared = JObject.Parse(
            """
            {
              "note": "1",
              "tags": { "custom_tags": [{ "key": "a", "value": "2" }] },
              "definition": { "custom_tags.team": { "value": "3" } },
              "pypi": { "repo": "4" }
            }
            """
        );
        foreach (var value in declared.Descendants().OfType<JValue>().Where(value => value.Path != "tags.custom_tags[0].key"))
            bench.Client.SecretPlaces.Add(value);
        bench.Service.Then(
            200,
            """
            {
              "statuses": [{ "library": { "pypi": { "package": "foo", "repo": "canary-4f1d9a" } } }],
              "warehouses": [{ "note": "canary-4f1d9a", "tags": { "custom_tags": [{ "key": "b", "value": "canary-4f1d9a" }] } }],
              "policies": [{
                "name": "p",
                "definition": "{\"custom_tags.team\": {\"type\": \"allowlist\", \"values\": [\"canary-4f1d9a\"]}, \"x\": {\"value\": 1}}"
              }],
              "clusters": [{ "custom_tags": { "team": "canary-4f1d9a", "other": "shown" } }]
            }
            """
        );

        await bench.SendAsync(Bench.Read);

        AssertSilent(null);
        string[] shown =
        [
            """{"package":"foo","repo":"***"}""",
            """{"note":"***","tags":{"custom_tags":[{"key":"b","value":"***"}]}}""",
            """{\"custom_tags.team\":{\"type\":\"allowlist\",\"values\":[\"***\"]},\"x\":{\"value\":1}}""",
            """{"custom_tags":{"team":"***","other":"shown"}}""",
        ];
        var brought = bench.Log.Lines.Last(line => line.Level == LogLevel.Trace).Text;
        Assert.All(shown, text => Assert.Contains(text, brought, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_text_with_JSON_in_which_nothing_is_secret_is_shown_as_it_is()
    {
        bench.Service.Then(200, """{ "a": "{ \"b\" : 1.0 }" }""");

        await bench.SendAsync(Bench.Read);

        Assert.Contains(bench.Log.Lines, line => line.Text.Contains("""brought {"a":"{ \"b\" : 1.0 }"}""", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_names_a_secret_and_what_a_parameter_is_called_are_shown_as_they_are()
    {
        await bench.SendAsync(
            WorkspaceRequest.Post(
                "/api/2.2/jobs/create",
                JObject.Parse(
                    """
                    {
                      "parameters": [{ "name": "day", "default": "one-value" }],
                      "spark_conf": { "spark.password": "{{secrets/kv/db-password}}" }
                    }
                    """
                ),
                RepeatSafety.Idempotent
            )
        );

        var sent = bench.Log.Lines.First(line => line.Level == LogLevel.Trace).Text;
        Assert.Contains("""{"name":"day","default":"***"}""", sent, StringComparison.Ordinal);
        Assert.Contains("{{secrets/kv/db-password}}", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_connection_and_a_refused_token_say_nothing_either()
    {
        bench.Service.ThenThrow(new HttpRequestException("reset")).Then(401).Then(401, $"who is {Canary}-token?");

        AssertSilent(await bench.FailAsync(Request));
    }

    [Fact]
    public async Task Debug_has_one_line_for_each_attempt()
    {
        bench.Service.Then(503);

        await bench.SendAsync(Bench.Read);

        Assert.Equal(
            ["GET /api/2.1/clusters/get answered 503 in 0 ms (attempt 1)", "GET /api/2.1/clusters/get answered 200 in 0 ms (attempt 2)"],
            bench.Log.Lines.Where(l => l.Level == LogLevel.Debug).Select(l => l.Text.Trim())
        );
    }

    [Fact]
    public void Options_and_requests_print_without_what_they_carry()
    {
        var options = new WorkspaceOptions
        {
            Url = new Uri("https://x"),
            Token = (_, _) => ValueTask.FromResult(Canary),
            Headers = new Dictionary<string, string> { ["h"] = Canary },
        };

        Assert.DoesNotContain(Canary, $"{options} {Request}", StringComparison.Ordinal);
    }

    private void AssertSilent(Exception? failure)
    {
        Assert.DoesNotContain(bench.Log.Lines, l => l.Text.Contains(Canary, StringComparison.Ordinal));
        Assert.DoesNotContain(Canary, failure?.ToString() ?? "", StringComparison.Ordinal);
    }
}
