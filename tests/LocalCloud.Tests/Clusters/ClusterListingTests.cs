using Layercake.LocalCloud.Apis.Clusters;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Clusters;

public sealed class ClusterListingTests
{
    private readonly WorkspaceCalls calls = new(state => new ClustersEndpoints(state));

    [Fact]
    public void Version_2_0_lists_all_at_once_without_the_input()
    {
        for (var number = 0; number < 150; number++)
            Create($"c{number}");

        var clusters = calls.Get("/api/2.0/clusters/list")["clusters"]!;

        Assert.Equal(150, clusters.Count());
        Assert.All(clusters, cluster => Assert.False(((JObject)cluster).ContainsKey("spec")));
    }

    [Fact]
    public void Version_2_1_lists_in_pages_until_the_token_is_empty()
    {
        for (var number = 0; number < 45; number++)
            Create($"c{number:D2}");

        var names = new List<string>();
        var token = "";
        do
        {
            var page = calls.Get(
                $"/api/2.1/clusters/list?page_size=20&sort_by.field=CLUSTER_NAME&sort_by.direction=DESC&page_token={token}"
            );
            names.AddRange(page["clusters"]!.Select(cluster => (string)cluster["cluster_name"]!));
            token = (string)page["next_page_token"]!;
        } while (token.Length > 0);

        Assert.Equal(Enumerable.Range(0, 45).Reverse().Select(number => $"c{number:D2}"), names);
    }

    [Fact]
    public void A_token_of_another_listing_is_refused()
    {
        for (var number = 0; number < 3; number++)
            Create("c");
        var token = calls.Get("/api/2.1/clusters/list?page_size=1")["next_page_token"];

        Assert.Equal(
            "400 INVALID_PARAMETER_VALUE",
            WorkspaceCalls.Code(calls.Refusal("GET", $"/api/2.1/clusters/list?page_token={token}&filter_by.is_pinned=true"))
        );
        Assert.Equal("400 INVALID_PARAMETER_VALUE", WorkspaceCalls.Code(calls.Refusal("GET", "/api/2.1/clusters/list?page_token=garbage")));
    }

    [Fact]
    public void Filters_come_as_repeated_parameters_or_as_json()
    {
        var running = Create("one");
        calls.Clock.Advance(TimeSpan.FromSeconds(2));
        var pending = Create("two");
        var ended = Create("three");
        calls.Post("/api/2.0/clusters/delete", $$"""{"cluster_id":"{{ended}}"}""");
        calls.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(
            [running, pending],
            Ids(
                calls.Get(
                    "/api/2.1/clusters/list?filter_by.cluster_states=RUNNING&filter_by.cluster_states=PENDING&sort_by.field=CLUSTER_NAME"
                )
            )
        );
        Assert.Equal([ended], Ids(calls.Get("/api/2.1/clusters/list", """{"filter_by":{"cluster_states":["TERMINATED"]}}""")));
        Assert.Empty(Ids(calls.Get("/api/2.1/clusters/list?filter_by.is_pinned=true")));
    }

    [Fact]
    public void Events_tell_a_clusters_life_the_latest_first()
    {
        var id = Create("etl");
        calls.Clock.Advance(TimeSpan.FromSeconds(2));
        calls.Post("/api/2.0/clusters/delete", $$"""{"cluster_id":"{{id}}"}""");

        var all = calls.Post("/api/2.1/clusters/events", $$"""{"cluster_id":"{{id}}"}""");
        Assert.Equal(["TERMINATING", "RUNNING", "CREATING"], Types(all));
        Assert.Equal(WorkspaceCalls.Dana.UserName, (string?)all["events"]![2]!["details"]!["user"]);
        Assert.False(all.ContainsKey("next_page"));

        var first = calls.Post(
            "/api/2.1/clusters/events",
            $$"""{"cluster_id":"{{id}}","order":"ASC","limit":2,"event_types":["CREATING","RUNNING","TERMINATING"]}"""
        );
        Assert.Equal(["CREATING", "RUNNING"], Types(first));
        Assert.Equal(["TERMINATING"], Types(calls.Post("/api/2.1/clusters/events", first["next_page"]!.ToString())));

        var page = calls.Post("/api/2.1/clusters/events", $$"""{"cluster_id":"{{id}}","page_size":2}""");
        Assert.Equal(
            ["CREATING"],
            Types(
                calls.Post(
                    "/api/2.1/clusters/events",
                    $$"""{"cluster_id":"{{id}}","page_size":2,"page_token":"{{page["next_page_token"]}}"}"""
                )
            )
        );
    }

    [Fact]
    public void The_catalogues_name_what_the_samples_use()
    {
        Assert.Contains(
            "Standard_D4ds_v5",
            calls.Get("/api/2.0/clusters/list-node-types")["node_types"]!.Select(type => (string?)type["node_type_id"])
        );
        Assert.Contains(
            "17.3.x-scala2.13",
            calls.Get("/api/2.1/clusters/spark-versions")["versions"]!.Select(version => (string?)version["key"])
        );
    }

    private string Create(string name) =>
        (string)
            calls.Post(
                "/api/2.1/clusters/create",
                $$"""{"cluster_name":"{{name}}","spark_version":"17.3.x-scala2.13","node_type_id":"Standard_D4ds_v5","num_workers":1}"""
            )["cluster_id"]!;

    private static IEnumerable<string?> Ids(JObject page) =>
        (page["clusters"] as JArray ?? []).Select(cluster => (string?)cluster["cluster_id"]);

    private static IEnumerable<string?> Types(JObject page) => page["events"]!.Select(happened => (string?)happened["type"]);
}
