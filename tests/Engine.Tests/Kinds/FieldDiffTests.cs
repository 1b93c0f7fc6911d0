using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Kinds;

public sealed class FieldDiffTests
{
    private static readonly FieldRules Rules = new(
        new ObjectSchema("a thing")
            .ReadOnly("state")
            .Text("name")
            .Whole("size")
            .Object("schedule", new ObjectSchema("a schedule").Text("cron"))
            .TextMap("tags")
            .Whole("max_runs")
            .ServerDefault(because: "the service fills it", 1)
            .Objects("azure")
            .ServerDefault(because: "the cloud's defaults")
            .Flag("write_only")
            .InputOnly()
            .Text("pool")
            .Recreate(because: "the service refuses to change it")
            .Text("mode")
            .Alias(sent: "STANDARD", read: "USER_ISOLATION")
            .List(
                "tasks",
                new ObjectSchema("a task")
                    .Text("task_key", "path")
                    .Text("run_if")
                    .ServerDefault(because: "the service fills it", "ALL_SUCCESS")
            )
            .KeyedBy("task_key")
    );

    [Theory]
    [InlineData("""{"name":"a","size":1}""", """{"size":1.0,"name":"a"}""")]
    [InlineData("""{"name":"a"}""", """{"name":"a","state":"RUNNING"}""")]
    [InlineData("""{"name":"a"}""", """{"name":"a","max_runs":1}""")]
    [InlineData("""{"name":"a"}""", """{"name":"a","azure":{"first":1,"bid":-1}}""")]
    [InlineData("""{"name":"a"}""", """{"name":"a","mail":{},"timeout":0,"list":[],"off":false,"text":""}""")]
    [InlineData("""{"name":"a","mail":{},"timeout":0}""", """{"name":"a"}""")]
    [InlineData("""{"name":"a","write_only":true}""", """{"name":"a"}""")]
    [InlineData("""{"mode":"STANDARD"}""", """{"mode":"USER_ISOLATION"}""")]
    [InlineData(
        """{"tasks":[{"task_key":"a"},{"task_key":"b"}]}""",
        """{"tasks":[{"task_key":"b","run_if":"ALL_SUCCESS"},{"task_key":"a"}]}"""
    )]
    public void An_object_that_is_as_declared_has_no_differences_at_its_adoption(string wanted, string live) =>
        Assert.Empty(Diff(wanted, live));

    [Theory]
    [InlineData("""{"max_runs":0}""", """{"max_runs":1}""", "max_runs: 1 → 0")]
    [InlineData("""{"size":false}""", """{"size":true}""", "size: true → false")]
    [InlineData("""{"name":null}""", """{"name":"x"}""", "name: \"x\" → null")]
    [InlineData("""{"name":"a"}""", """{"name":"a","max_runs":4}""", "max_runs: 4 → ")]
    [InlineData(
        """{"tasks":[{"task_key":"a"}]}""",
        """{"tasks":[{"task_key":"a","run_if":"ALL_DONE"}]}""",
        "tasks[a].run_if: \"ALL_DONE\" → "
    )]
    [InlineData("""{"tags":{"a.b":"1"}}""", """{"tags":{"a.b":"2"}}""", "tags['a.b']: \"2\" → \"1\"")]
    [InlineData("""{"schedule":{"cron":"0 0","zone":"UTC"}}""", """{}""", "schedule:  → {\"cron\":\"0 0\",\"zone\":\"UTC\"}")]
    [InlineData("""{"list":[1,2]}""", """{"list":[2,1]}""", "list: [2,1] → [1,2]")]
    [InlineData("""{"id":9007199254740993}""", """{"id":9007199254740992}""", "id: 9007199254740992 → 9007199254740993")]
    public void A_difference_names_the_field_and_both_values(string wanted, string live, string expected) =>
        Assert.Equal(expected, Assert.Single(Diff(wanted, live)));

    [Fact]
    public void A_task_that_is_added_is_one_difference() =>
        Assert.Equal(
            ["tasks[b]:  → {\"task_key\":\"b\",\"path\":\"/x\"}"],
            Diff("""{"tasks":[{"task_key":"a"},{"task_key":"b","path":"/x"}]}""", """{"tasks":[{"task_key":"a"}]}""")
        );

    [Fact]
    public void What_the_service_filled_in_last_time_is_no_difference_whatever_it_is() =>
        Assert.Empty(
            Diff("""{"name":"a"}""", """{"name":"a","size":99}""", declared: """{"name":"a"}""", baseline: """{"name":"a","size":99}""")
        );

    [Fact]
    public void A_change_by_hand_shows_as_drift_even_in_a_field_that_is_not_declared()
    {
        var change = Assert.Single(
            Changes("""{"name":"a"}""", """{"name":"a","schedule":{"cron":"1"}}""", """{"name":"a"}""", """{"name":"a"}""")
        );

        Assert.True(change.Drift);
        Assert.Equal("schedule", change.Path);
    }

    [Fact]
    public void A_tag_added_by_hand_is_drift() =>
        Assert.True(
            Assert
                .Single(Changes("""{"name":"a"}""", """{"name":"a","tags":{"owner":"me"}}""", """{"name":"a"}""", """{"name":"a"}"""))
                .Drift
        );

    [Fact]
    public void A_field_that_the_service_invents_is_not_drift() =>
        Assert.Empty(
            Diff("""{"name":"a"}""", """{"name":"a","brand_new":7}""", declared: """{"name":"a"}""", baseline: """{"name":"a"}""")
        );

    [Theory]
    [InlineData("""{"brand_new":7}""", """{"brand_new":8}""", """{"brand_new":7}""", """{"brand_new":7}""")]
    [InlineData("""{"name":"a"}""", """{"name":"a","brand_new":8}""", """{"name":"a"}""", """{"name":"a","brand_new":7}""")]
    public void A_field_that_was_there_last_time_and_has_another_value_now_is_drift_whoever_invented_it(
        string wanted,
        string live,
        string declared,
        string baseline
    )
    {
        var change = Assert.Single(Changes(wanted, live, declared, baseline));

        Assert.Equal(("brand_new", true), (change.Path, change.Drift));
    }

    [Fact]
    public void A_field_taken_out_of_Git_is_a_difference_unless_what_remains_is_the_default()
    {
        Assert.Equal(
            "size: 5 → ",
            Assert.Single(Diff("""{"name":"a"}""", """{"name":"a","size":5}""", """{"name":"a","size":5}""", """{"name":"a","size":5}"""))
        );
        Assert.Empty(
            Diff("""{"name":"a"}""", """{"name":"a","max_runs":1}""", """{"name":"a","max_runs":1}""", """{"name":"a","max_runs":1}""")
        );
    }

    [Theory]
    [InlineData("""{"max_runs":0}""", """{"max_runs":1}""", "{}", """{"max_runs":1}""", "max_runs: 1 → 0")]
    [InlineData("{}", """{"max_runs":0}""", """{"max_runs":0}""", """{"max_runs":0}""", "max_runs: 0 → ")]
    public void A_zero_is_another_value_than_a_default_of_one_when_it_comes_and_when_it_goes(
        string wanted,
        string live,
        string declared,
        string baseline,
        string difference
    ) => Assert.Equal(difference, Assert.Single(Diff(wanted, live, declared, baseline)));

    [Fact]
    public void A_zero_by_hand_in_the_place_of_what_the_service_had_filled_in_is_drift() =>
        Assert.True(Assert.Single(Changes("{}", """{"max_runs":0}""", "{}", """{"max_runs":1}""")).Drift);

    [Theory]
    [InlineData("""{"loop":{"paused":"NO"}}""", """{"loop":{"paused":"NO"}}""")]
    [InlineData("""{"loop":{}}""", """{"loop":{"paused":"NO"}}""")]
    [InlineData(null, null)]
    public void A_block_with_nothing_but_defaults_goes_when_Git_does_not_have_it(string? declared, string? baseline)
    {
        var rules = new FieldRules(
            new ObjectSchema("a thing").Object(
                "loop",
                new ObjectSchema("a loop").Text("paused").ServerDefault(because: "the service fills it", "NO")
            )
        );
        var last = declared is null ? null : new LastDeployed(JObject.Parse(declared), JObject.Parse(baseline!));

        var change = Assert.Single(FieldDiff.Between([], JObject.Parse("""{"loop":{"paused":"NO"}}"""), last, rules));

        Assert.Equal(("loop", false), (change.Path, change.Drift));
    }

    [Fact]
    public void A_field_that_cannot_be_changed_may_be_filled_by_the_service_too() =>
        Assert.Equal(
            [null, "it is kept"],
            new[] { "{}", """{"disk":false}""" }.Select(wanted =>
                FieldDiff
                    .Between(
                        JObject.Parse(wanted),
                        JObject.Parse("""{"disk":true}"""),
                        null,
                        new FieldRules(
                            new ObjectSchema("a thing")
                                .Flag("disk")
                                .ServerDefault(because: "it is on", true)
                                .Recreate(because: "it is kept")
                        )
                    )
                    .SingleOrDefault()
                    ?.RecreateBecause
            )
        );

    [Fact]
    public void A_value_that_the_service_writes_differently_is_compared_with_what_it_answered_last_time() =>
        Assert.Empty(
            Diff("""{"path":"/Workspace/x"}""", """{"path":"/x"}""", declared: """{"path":"/Workspace/x"}""", baseline: """{"path":"/x"}""")
        );

    [Fact]
    public void A_change_in_Git_is_not_drift() =>
        Assert.False(Assert.Single(Changes("""{"size":2}""", """{"size":1}""", """{"size":1}""", """{"size":1}""")).Drift);

    [Fact]
    public void A_field_that_cannot_be_changed_says_why_the_object_is_recreated() =>
        Assert.Equal("the service refuses to change it", Assert.Single(Changes("""{"pool":"b"}""", """{"pool":"a"}""")).RecreateBecause);

    [Theory]
    [InlineData(
        """{"tasks":[{"task_key":"a"},{"task_key":"a","path":"/x"}]}""",
        """{"tasks":[{"task_key":"a"},{"task_key":"a","path":"/y"}]}"""
    )]
    [InlineData("""{"tasks":[{"task_key":"a"},{"path":"/x"}]}""", """{"tasks":[{"task_key":"a"},{"path":"/y"}]}""")]
    public void A_list_with_a_key_twice_or_an_entry_without_one_is_compared_whole(string wanted, string live) =>
        Assert.Equal("tasks", Assert.Single(Changes(wanted, live)).Path);

    [Fact]
    public void A_field_whose_value_in_the_workspace_does_not_count_is_no_drift_and_an_edit_in_Git_is_a_difference()
    {
        const string Sent = """{"write_only":1}""";

        Assert.Empty(Diff(Sent, """{"write_only":2}""", Sent, Sent));
        Assert.Equal("write_only: 1 → 3", Assert.Single(Diff("""{"write_only":3}""", Sent, Sent, Sent)));
    }

    private static IReadOnlyList<FieldChange> Changes(string wanted, string live, string? declared = null, string? baseline = null) =>
        FieldDiff.Between(
            JObject.Parse(wanted),
            JObject.Parse(live),
            declared is null ? null : new LastDeployed(JObject.Parse(declared), JObject.Parse(baseline!)),
            Rules
        );

    private static IReadOnlyList<string> Diff(string wanted, string live, string? declared = null, string? baseline = null) =>
        [.. Changes(wanted, live, declared, baseline).Select(change => $"{change.Path}: {Text(change.Old)} → {Text(change.New)}")];

    private static string Text(JToken? value) => value?.ToString(Newtonsoft.Json.Formatting.None) ?? "";
}
