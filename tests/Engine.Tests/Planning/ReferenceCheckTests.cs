using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Clusters;
using Layercake.Engine.Kinds.Jobs;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Mappings;
using Layercake.Engine.Planning;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Planning;

/// <summary>What is said of a name that means nothing, several things or something else.</summary>
public sealed class ReferenceCheckTests
{
    private const string Elsewhere = " If it is called otherwise here, say so in the environment's mappings.";

    private readonly Dictionary<string, IReadOnlyList<LiveAsset>> live = [];

    private readonly Dictionary<string, string> refused = [];

    [Theory]
    [InlineData(1, ".")]
    [InlineData(10, ".")]
    [InlineData(11, " and 1 more.")]
    [InlineData(13, " and 3 more.")]
    public void Up_to_ten_names_are_listed_and_the_rest_is_counted(int count, string end)
    {
        List<string> names = [.. Enumerable.Range(10, count).Select(number => $"cluster-{number}")];
        live["clusters"] = [.. names.Select(name => Object(name, name))];

        Assert.EndsWith($"has. Known clusters: {string.Join(", ", names.Take(10))}{end}", Told(Cluster("etl")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("warehouse_id", "warehouses", "etl", $"has. Known warehouses: bi.{Elsewhere}")]
    [InlineData("warehouse_id", "warehouses", "bj", "has. Did you mean bi? Known warehouses: bi.")]
    [InlineData("existing_cluster_id", "clusters", "etl", "has. Known clusters: bi.")]
    public void A_mapping_is_proposed_for_what_only_the_workspace_has_where_no_name_is_near(
        string field,
        string kind,
        string written,
        string end
    )
    {
        live[kind] = [Object("bi", "1"), Object("", "2")];

        Assert.EndsWith(end, Told(Task(field, written)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_names_are_those_that_a_declaration_writes_without_the_prefix_and_each_once()
    {
        live["clusters"] = [Object("b", "1"), Object("x", "2"), Object("y", "3"), Object("dev-y", "4")];

        Assert.EndsWith("Known clusters: b, x, y.", Told(Cluster("etl"), prefix: "dev-", declared: "dev-y"), StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_of_one_name_are_listed_by_id_with_their_makers_where_these_are_known()
    {
        const string both = "1, 2 (made by ana@contoso.example). ";
        live["clusters"] = [Object("twin", "2") with { Creator = "ana@contoso.example" }, Object("twin", "1")];

        Assert.EndsWith(
            $"has 2 of that name: {both}Rename or delete all but one, or give the id.",
            Told(Cluster("twin")),
            StringComparison.Ordinal
        );
        var findings = new List<Finding>();
        Check().CheckDuplicates(Declared("clusters", "twin", []), findings);
        Assert.EndsWith(
            $"the workspace has 2 clusters named twin: {both}Rename or delete all but one.",
            Assert.Single(findings).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("7", null)]
    [InlineData("__CLUSTER__7__", "REF002")]
    public void A_text_that_is_an_id_means_the_object_with_that_id_unless_its_form_says_that_it_is_a_name(string written, string? code)
    {
        live["clusters"] = [Object("etl", "7"), Object("7", "8"), Object("7", "9")];

        Assert.Equal(code, Findings(Cluster(written)).SingleOrDefault()?.Code);
    }

    [Theory]
    [InlineData("etl", Severity.Error, "REF004")]
    [InlineData("0123456789abcdef", Severity.Warning, "REF005")]
    [InlineData("__WAREHOUSE__0123456789abcdef__", Severity.Error, "REF004")]
    public void Where_a_listing_is_refused_only_what_looks_like_an_id_is_sent(string written, Severity severity, string code)
    {
        refused["warehouses"] = "No.";

        var finding = Assert.Single(Findings(Task("warehouse_id", written)));

        Assert.Equal((severity, code), (finding.Severity, finding.Code));
    }

    [Fact]
    public void The_long_form_of_another_kind_is_told_with_the_article_of_its_noun() =>
        Assert.EndsWith(
            "existing_cluster_id says __INSTANCE_POOL__etl__, the long form of an instance pool, and a cluster is named here. Write "
                + "__CLUSTER__etl__ or the plain name.",
            Told(Cluster("__INSTANCE_POOL__etl__")),
            StringComparison.Ordinal
        );

    private static LiveAsset Object(string name, string id) =>
        new()
        {
            Name = name,
            Id = id,
            State = [],
        };

    private static JObject Cluster(string written) => Task("existing_cluster_id", written);

    private static JObject Task(string field, string written) =>
        field == "warehouse_id" ? new JObject { ["sql_task"] = new JObject { [field] = written } } : new JObject { [field] = written };

    private static Declaration Declared(string kind, string name, JObject content) =>
        new()
        {
            Kind = kind,
            Name = name,
            File = $"{kind}/{name}.json",
            FullPath = $"{kind}/{name}.json",
            Content = content,
        };

    private string Told(JObject task, string prefix = "", string? declared = null) =>
        Assert.Single(Findings(task, prefix, declared)).Message;

    private List<Finding> Findings(JObject task, string prefix = "", string? declared = null)
    {
        var findings = new List<Finding>();
        var job = new JObject { ["name"] = "j", ["tasks"] = new JArray(task) };
        Check(prefix, declared).Check(Declared("jobs", "j", job), findings);
        return findings;
    }

    private ReferenceCheck Check(string prefix = "", string? declared = null) =>
        new(
            new AssetNames(declared is null ? [] : [Declared("clusters", declared, [])], new Listings(live, refused)),
            new Dictionary<string, AssetKind> { ["clusters"] = new ClusterKind(), ["jobs"] = new JobKind() },
            new Selection { Kinds = new HashSet<string>(["clusters", "jobs"]) },
            MappedNames.None,
            prefix,
            withdrawn: new HashSet<(string, string)>()
        );
}
