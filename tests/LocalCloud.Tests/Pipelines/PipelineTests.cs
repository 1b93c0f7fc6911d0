using System.Text;
using Layercake.LocalCloud.Apis.Pipelines;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Pipelines;

public sealed class PipelineTests
{
    private const string Root = "/api/2.0/pipelines";

    private readonly WorkspaceCalls pipelines = new(state => new PipelinesEndpoints(state));

    [Fact]
    public void A_pipeline_without_catalog_gets_a_storage_of_its_own()
    {
        var (old, current) = (Create("old"), Create("current", """, "catalog": "main" """));

        Assert.Equal($"dbfs:/pipelines/{old}", (string?)pipelines.Get($"{Root}/{old}")["spec"]!["storage"]);
        Assert.Null(pipelines.Get($"{Root}/{current}")["spec"]!["storage"]);
    }

    [Fact]
    public void A_name_is_given_twice_only_when_that_is_asked_for()
    {
        Create("etl");

        Assert.Contains(
            "already used by another pipeline",
            $"{pipelines.Refusal("POST", Root, """{"name":"etl"}""").Body["message"]}",
            StringComparison.Ordinal
        );
        Create("etl", """, "allow_duplicate_names": true""");
        Assert.Equal(2, pipelines.Get(Root)["statuses"]!.Count());
    }

    [Fact]
    public void A_put_replaces_everything_and_notices_what_others_changed()
    {
        var id = Create("etl", """, "catalog": "main", "development": true""");
        var seen = (long)pipelines.Get($"{Root}/{id}")["last_modified"]!;

        pipelines.Clock.Advance(TimeSpan.FromSeconds(1));
        Put(id, $$"""{"name":"etl","catalog":"main","expected_last_modified":{{seen}}}""");
        Assert.Null(pipelines.Get($"{Root}/{id}")["spec"]!["development"]);

        Assert.Equal(409, pipelines.Refusal("PUT", $"{Root}/{id}", $$"""{"name":"etl","expected_last_modified":{{seen}}}""").Status);
    }

    [Fact]
    public void A_dry_run_makes_nothing()
    {
        var answer = pipelines.Post(Root, """{"name":"etl","catalog":"main","dry_run":true}""");

        Assert.Equal("etl", (string?)answer["effective_settings"]!["name"]);
        Assert.False(pipelines.Get(Root).ContainsKey("statuses"));
    }

    [Fact]
    public void A_continuous_pipeline_starts_when_it_is_made_and_goes_on_until_it_is_stopped()
    {
        var id = Create("etl", """, "continuous": true""");

        pipelines.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("RUNNING", (string?)pipelines.Get($"{Root}/{id}")["state"]);
        pipelines.Post($"{Root}/{id}/stop", "{}");
        Assert.Equal("IDLE", (string?)pipelines.Get($"{Root}/{id}")["state"]);
    }

    [Theory]
    [InlineData("name LIKE '%etl%'", "etl-one,my-etl")]
    [InlineData("name LIKE 'etl%'", "etl-one")]
    [InlineData("notebook='/Shared/n'", "my-etl")]
    [InlineData("name LIKE 'a.c'", "")]
    public void The_list_is_filtered(string filter, string expected)
    {
        Create("etl-one");
        Create("my-etl", """, "libraries": [{"notebook":{"path":"/Shared/n"}}]""");
        Create("abc");

        var found = pipelines.Get($"{Root}?filter={Uri.EscapeDataString(filter)}")["statuses"] ?? new JArray();

        Assert.Equal(expected, string.Join(',', found.Select(pipeline => (string)pipeline["name"]!)));
    }

    [Fact]
    public void A_filter_that_is_not_understood_and_a_dotted_target_are_refused()
    {
        Assert.Equal("400 INVALID_PARAMETER_VALUE", WorkspaceCalls.Code(pipelines.Refusal("GET", $"{Root}?filter=owner='me'")));
        Assert.Equal(
            "400 INVALID_PARAMETER_VALUE",
            WorkspaceCalls.Code(pipelines.Refusal("POST", Root, """{"name":"etl","target":"a.b"}"""))
        );
    }

    [Fact]
    public void An_update_runs_alone_and_completes_or_is_stopped()
    {
        var id = Create("etl");
        var first = Start(id);
        Assert.Equal(409, pipelines.Refusal("POST", $"{Root}/{id}/updates", "{}").Status);
        Assert.Equal("RUNNING", (string?)pipelines.Get($"{Root}/{id}")["state"]);

        pipelines.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("IDLE", (string?)pipelines.Get($"{Root}/{id}")["state"]);
        var second = Start(id);
        pipelines.Post($"{Root}/{id}/stop");

        Assert.Equal(
            [$"{second} CANCELED", $"{first} COMPLETED"],
            pipelines.Get($"{Root}/{id}/updates")["updates"]!.Select(update => $"{update["update_id"]} {update["state"]}")
        );
        Assert.Equal("CANCELED", (string?)pipelines.Get($"{Root}/{id}/updates/{second}")["update"]!["state"]);
    }

    private string Create(string name, string more = "") =>
        (string)pipelines.Post(Root, $$"""{"name":"{{name}}"{{more}}}""")["pipeline_id"]!;

    private string Start(string id) => (string)pipelines.Post($"{Root}/{id}/updates", """{"full_refresh":true}""")["update_id"]!;

    private void Put(string id, string json) => pipelines.Send("PUT", $"{Root}/{id}", Encoding.UTF8.GetBytes(json));
}
