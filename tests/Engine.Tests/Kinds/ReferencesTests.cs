using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Kinds;

/// <summary>The table of references, without any workspace.</summary>
public sealed class ReferencesTests
{
    public static TheoryData<string, string, string> Places
    {
        get
        {
            var places = new TheoryData<string, string, string>();
            foreach (var rule in ReferenceTable.Rules)
                places.Add(rule.Kind, rule.Path, rule.To);

            return places;
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Every_place_of_the_table_is_found_and_translated(string kind, string path, string to)
    {
        var document = With(path, "etl");

        var reference = Assert.Single(AssetReferences.In(kind, document));
        Assert.Equal(
            (to, "etl", path.Replace("[*]", "[0]", StringComparison.Ordinal).Replace('*', 'x')),
            (reference.To, reference.Value, reference.Token.Path)
        );
        Assert.Equal(
            AssetReferences.Target(to).HasNumbers ? new JValue(42) : new JValue("42"),
            AssetReferences.Translate(kind, document, _ => "42").SelectToken(reference.Token.Path)
        );
        Assert.Equal("etl", (string?)reference.Token);
    }

    [Fact]
    public void A_place_stands_in_the_table_once() =>
        Assert.Equal(ReferenceTable.Rules.Count, ReferenceTable.Rules.Select(rule => (rule.Kind, rule.Path)).Distinct().Count());

    [Fact]
    public void Whatever_is_named_is_a_target()
    {
        Assert.All(ReferenceTable.Rules, rule => Assert.Contains(AssetReferences.Targets, target => target.Name == rule.To));
        Assert.Equal(
            ["clusters", "instance-pools"],
            AssetReferences.From("jobs").Intersect(["clusters", "instance-pools", "init-scripts"]).Order()
        );
    }

    [Fact]
    public void References_come_in_the_documents_order()
    {
        var job = JObject.Parse(
            """
            {
              "tasks": [
                { "run_job_task": { "job_id": "b" } },
                { "existing_cluster_id": "a", "sql_task": { "warehouse_id": "w", "query": { "query_id": "q" } } }
              ]
            }
            """
        );

        Assert.Equal(
            ["jobs b", "clusters a", "warehouses w", "queries q"],
            AssetReferences.In("jobs", job).Select(reference => $"{reference.To} {reference.Value}")
        );
    }

    [Theory]
    [InlineData("clusters", "__CLUSTER__etl__", "etl")]
    [InlineData("clusters", "__CLUSTER__a__b__", "a__b")]
    [InlineData("clusters", "__CLUSTER____", null)]
    [InlineData("clusters", "__CLUSTER__etl", null)]
    [InlineData("clusters", "__WAREHOUSE__etl__", null)]
    [InlineData("warehouses", "__WAREHOUSE__My warehouse__", "My warehouse")]
    [InlineData("jobs", "__JOB__nightly__", "nightly")]
    [InlineData("notification-destinations", "__NOTIFICATION_DESTINATION__ops__", "ops")]
    public void The_long_form_holds_the_name(string kind, string text, string? name) =>
        Assert.Equal(name, AssetReferences.Target(kind).Unmarked(text));

    [Fact]
    public void What_is_marked_is_unmarked_again() =>
        Assert.All(AssetReferences.Targets, target => Assert.Equal("a b", target.Unmarked(target.Marked("a b"))));

    [Fact]
    public void What_the_service_resolves_itself_is_no_reference() =>
        Assert.Empty(
            AssetReferences.In(
                "jobs",
                JObject.Parse("""{ "tasks": [ { "run_job_task": { "job_id": "{{job.parameters.next}}" }, "existing_cluster_id": "" } ] }""")
            )
        );

    [Fact]
    public void A_job_in_the_workspace_is_named_by_a_number_and_a_name_is_a_text()
    {
        var live = JObject.Parse("""{ "tasks": [ { "run_job_task": { "job_id": 9007199254740993 } } ] }""");

        Assert.Equal("9007199254740993", Assert.Single(AssetReferences.In("jobs", live)).Value);
        Assert.Equal(
            """{"tasks":[{"run_job_task":{"job_id":"nightly"}}]}""",
            AssetReferences.Translate("jobs", live, _ => "nightly").ToString(Newtonsoft.Json.Formatting.None)
        );
        Assert.Equal(live, AssetReferences.Translate("jobs", live, _ => null), JToken.EqualityComparer);
    }

    [Fact]
    public void A_field_with_a_path_stands_in_the_table_once_and_is_no_reference_as_well()
    {
        var fields = ReferenceTable.Paths.Select(rule => (rule.Kind, rule.Path)).ToList();

        Assert.Equal(fields.Count, fields.Distinct().Count());
        Assert.Empty(fields.Intersect(ReferenceTable.Rules.Select(rule => (rule.Kind, rule.Path))));
    }

    /// <summary>A document that holds a value at a path, lists with one entry and a member of any name called x.</summary>
    private static JObject With(string path, string value)
    {
        JToken inner = value;
        foreach (var step in path.Split('.').Reverse())
        {
            var isList = step.EndsWith("[*]", StringComparison.Ordinal);
            inner = new JObject { [(isList ? step[..^3] : step).Replace('*', 'x')] = isList ? new JArray(inner) : inner };
        }

        return (JObject)inner;
    }
}
