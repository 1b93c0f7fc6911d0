using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Kinds;

/// <summary>What the schema of a document says about comparing, removing and sending its fields.</summary>
public sealed class FieldSchemaTests
{
    private static readonly FieldRules Rules = new(
        new ObjectSchema("a thing")
            .Text("name", "node")
            .Text("driver")
            .ServerDefault(because: "it follows node")
            .DefaultsTo("node")
            .Text("engine")
            .ServerDefault(because: "the workspace has a default engine")
            .Whole("runs")
            .ServerDefault(because: "the service fills it", 1)
            .Object("owner", new ObjectSchema("an owner").Text("user", "group"))
            .CannotBeRemoved(because: "the thing keeps its owner")
            .Object("queue", new ObjectSchema("a queue").Flag("on").RemovedBy(true, because: "a write keeps it"))
            .Texts("addresses")
            .Unordered()
            .OneOf("provider", ValueRule.FixedInAnyCase, "gitHub")
            .Text("path")
            .Compared(TextForm.WorkspacePath)
            .Text("definition")
            .Compared(TextForm.Json)
            .Text("script")
            .Compared(TextForm.Lines)
            .TextMap("properties")
            .ReadOnlyKeys("service.*", "stamp")
            .Objects("free")
            .List(
                "parts",
                new ObjectSchema("a part")
                    .Text("key")
                    .ReadOnly("state")
                    .Flag("write_only")
                    .InputOnly()
                    .Object("login", new ObjectSchema("a login").Text("password"))
                    .InputOnly()
                    .Object("size", new ObjectSchema("a size").Whole("mb"))
            )
            .KeyedBy("key")
    );

    [Theory]
    [InlineData("""{"addresses":["a","b"]}""", """{"addresses":["b","a"]}""")]
    [InlineData("""{"provider":"github"}""", """{"provider":"gitHub"}""")]
    [InlineData("""{"path":"/Workspace/Shared/a/"}""", """{"path":"/Shared/a"}""")]
    [InlineData("""{"script":"a\nb"}""", """{"script":"a\r\nb"}""")]
    [InlineData("""{"path":"/"}""", """{"path":"/"}""")]
    [InlineData("""{"definition":"{\"a\": 1, \"b\": 2}"}""", """{"definition":"{\"b\":2,\"a\":1}"}""")]
    [InlineData("""{"definition":{"a":1}}""", """{"definition":"{\"a\":1}"}""")]
    [InlineData("""{"properties":{"a":"1"}}""", """{"properties":{"a":"1","service.x":"2","stamp":"3"}}""")]
    [InlineData("""{"parts":[{"key":"a"}]}""", """{"parts":[{"key":"a","state":"READY"}]}""")]
    public void Two_spellings_of_one_thing_are_equal(string wanted, string live) => Assert.Empty(Diff(wanted, live));

    [Theory]
    [InlineData("""{"addresses":["a","a"]}""", """{"addresses":["a","b"]}""", "addresses")]
    [InlineData("""{"path":"/Workspace/Shared/a"}""", """{"path":"/Shared/A"}""", "path")]
    [InlineData("""{"definition":"{\"a\":1}"}""", """{"definition":"{\"a\":2}"}""", "definition")]
    [InlineData("""{"definition":"{"}""", """{"definition":"}"}""", "definition")]
    [InlineData("""{"properties":{"stamps":"1"}}""", """{"properties":{"stamps":"2"}}""", "properties.stamps")]
    public void A_spelling_that_means_something_else_is_a_difference(string wanted, string live, string path) =>
        Assert.Equal(path, Assert.Single(Diff(wanted, live)).Path);

    [Theory]
    [InlineData("""{"engine":"PHOTON"}""", "{}", """{"engine":"PHOTON"}""", "engine")]
    [InlineData("""{"node":"a","driver":"b"}""", """{"node":"a"}""", """{"node":"a","driver":"b"}""", "driver")]
    [InlineData("""{"runs":2}""", "{}", """{"runs":2}""", "runs")]
    [InlineData("""{"queue":{"on":false}}""", "{}", """{"queue":{"on":false}}""", "queue")]
    public void A_value_taken_out_of_Git_is_a_difference_while_the_workspace_holds_it(
        string before,
        string now,
        string live,
        string path
    )
    {
        var change = Assert.Single(Diff(now, live, before));

        Assert.Equal((path, (JToken?)null, false), (change.Path, change.New, change.Drift));
        Assert.Null(change.KeptBecause);
    }

    [Theory]
    [InlineData("""{"node":"a","driver":"a"}""", """{"node":"a"}""", """{"node":"a","driver":"a"}""")]
    [InlineData("""{"runs":1}""", "{}", """{"runs":1}""")]
    [InlineData("""{"queue":{"on":true}}""", "{}", """{"queue":{"on":true}}""")]
    [InlineData("""{"engine":""}""", "{}", "{}")]
    public void A_value_taken_out_of_Git_that_the_service_would_fill_in_alike_is_no_difference(string before, string now, string live) =>
        Assert.Empty(Diff(now, live, before));

    [Theory]
    [InlineData("""{"owner":{"user":"a"}}""")]
    [InlineData("{}")]
    public void A_field_that_no_write_removes_says_so_whether_the_workspace_shows_it_or_not(string live) =>
        Assert.Equal("the thing keeps its owner", Assert.Single(Diff("{}", live, """{"owner":{"user":"a"}}""")).KeptBecause);

    [Theory]
    [InlineData("""{"user":"a"}""", """{"user":"b"}""")]
    [InlineData("""{"user":"a"}""", """{"group":"b"}""")]
    public void What_somebody_changed_is_kept_where_no_write_takes_it_back(string before, string after)
    {
        var last = new LastDeployed([], JObject.Parse($$"""{ "owner": {{before}} }"""));
        var changes = FieldDiff.Between([], JObject.Parse($$"""{ "owner": {{after}} }"""), last, Rules);

        Assert.NotEmpty(changes);
        Assert.All(changes, change => Assert.Equal((true, "the thing keeps its owner"), (change.Drift, change.KeptBecause)));
    }

    [Fact]
    public void A_field_that_no_write_removes_can_be_changed() =>
        Assert.All(
            Diff("""{"owner":{"group":"b"}}""", """{"owner":{"user":"a"}}""", """{"owner":{"user":"a"}}"""),
            change => Assert.Null(change.KeptBecause)
        );

    [Fact]
    public void A_field_that_the_service_never_returns_is_compared_with_what_was_sent_last()
    {
        const string Without = """{"parts":[{"key":"a"}]}""";
        const string With = """{"parts":[{"key":"a","write_only":true}]}""";

        Assert.Empty(Diff(With, Without, With, Without));
        var change = Assert.Single(Diff(Without, Without, With, Without));
        Assert.Equal(("parts[a].write_only", "True", (JToken?)null), (change.Path, change.Old?.ToString(), change.New));
        Assert.Empty(Diff("{}", "{}", With, Without));
    }

    [Theory]
    [InlineData("""{"free":{"any":1}}""", true)]
    [InlineData("""{"properties":{"mine":"1"}}""", true)]
    [InlineData("""{"parts":[{"key":"a","size":{"new":1}}]}""", false)]
    [InlineData("""{"brand_new":1}""", false)]
    public void A_field_that_appears_is_drift_where_people_can_set_it(string live, bool drift)
    {
        var before = live.Contains("parts", StringComparison.Ordinal) ? """{"parts":[{"key":"a","size":{}}]}""" : "{}";

        Assert.Equal(drift, Diff(before, live, before).Count > 0);
    }

    [Fact]
    public void What_the_service_sets_is_not_sent_at_any_depth() =>
        Assert.Equal(
            """{"parts":[{"key":"a"}],"properties":{"a":"1"},"other":{"state":1}}""",
            Rules
                .WithoutReadOnly(
                    JObject.Parse(
                        """{"parts":[{"key":"a","state":"READY"}],"properties":{"a":"1","stamp":"2"},"other":{"state":1}}"""
                    )
                )
                .ToString(Newtonsoft.Json.Formatting.None)
        );

    [Fact]
    public void A_removal_is_sent_as_the_value_that_stands_for_it() =>
        Assert.Equal(
            """{"name":"a","queue":{"on":true}}""",
            UnreturnedFields
                .WithRemovals(JObject.Parse("""{"name":"a"}"""), JObject.Parse("""{"name":"b","queue":{"on":false}}"""), Rules)
                .ToString(Newtonsoft.Json.Formatting.None)
        );

    [Theory]
    [InlineData("queue", """{"name":"a","queue":{"on":true}}""")]
    [InlineData("name", """{"name":"a"}""")]
    public void The_same_is_sent_where_someone_changed_a_field_that_Git_does_not_have(string changed, string expected) =>
        Assert.Equal(
            expected,
            UnreturnedFields
                .WithDefaults(JObject.Parse("""{"name":"a"}"""), JObject.Parse("""{"name":"b","queue":{"on":false}}"""), [changed], Rules)
                .ToString(Newtonsoft.Json.Formatting.None)
        );

    [Theory]
    [InlineData("""{"parts":[{"key":"a"}]}""", """{"parts":[{"key":"a","write_only":true}]}""")]
    [InlineData("""{"parts":[{"key":"b"}]}""", """{"parts":[{"key":"b"}]}""")]
    public void An_export_keeps_what_the_service_never_returns_where_its_object_is_still_there(string exported, string expected) =>
        Assert.Equal(
            expected,
            UnreturnedFields
                .WithInputOnly(JObject.Parse(exported), JObject.Parse("""{"parts":[{"key":"a","write_only":true}]}"""), Rules)
                .ToString(Newtonsoft.Json.Formatting.None)
        );

    [Fact]
    public void An_export_keeps_an_object_that_the_service_never_returns() =>
        Assert.Equal(
            """{"parts":[{"key":"a","login":{"password":"p"}}]}""",
            UnreturnedFields
                .WithInputOnly(
                    JObject.Parse("""{"parts":[{"key":"a"}]}"""),
                    JObject.Parse("""{"parts":[{"key":"a","login":{"password":"p"}},{"key":"b","login":{"password":"q"}}]}"""),
                    Rules
                )
                .ToString(Newtonsoft.Json.Formatting.None)
        );

    private static IReadOnlyList<FieldChange> Diff(string wanted, string live, string? before = null, string? baseline = null) =>
        FieldDiff.Between(
            JObject.Parse(wanted),
            JObject.Parse(live),
            before is null ? null : new LastDeployed(JObject.Parse(before), JObject.Parse(baseline ?? before)),
            Rules
        );
}
