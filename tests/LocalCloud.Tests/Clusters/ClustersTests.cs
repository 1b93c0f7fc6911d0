using Layercake.LocalCloud.Apis.Clusters;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Layercake.Testing;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Clusters;

public sealed class ClustersTests
{
    private const string Etl = """
        {
          "cluster_name": "etl",
          "spark_version": "17.3.x-scala2.13",
          "node_type_id": "Standard_D4ds_v5",
          "autoscale": {"min_workers": 1, "max_workers": 4},
          "data_security_mode": "DATA_SECURITY_MODE_DEDICATED"
        }
        """;

    private readonly WorkspaceCalls calls = new(state => new ClustersEndpoints(state));

    [Fact]
    public void A_created_cluster_is_pending_and_then_runs()
    {
        var id = Create(Etl);
        Assert.Matches(@"^\d{4}-\d{6}-[a-z0-9]{8}$", id);
        Assert.Equal("PENDING", StateOf(id));
        Assert.False(Get(id).ContainsKey("driver"));

        calls.Clock.Advance(TimeSpan.FromSeconds(2));

        var cluster = Get(id);
        Assert.Equal("RUNNING", (string?)cluster["state"]);
        Assert.Equal("", (string?)cluster["state_message"]);
        Assert.Single(cluster["executors"]!);
        Assert.Equal(8, (int)cluster["cluster_cores"]!);
        Assert.Equal(32768, (int)cluster["cluster_memory_mb"]!);
        Assert.Equal(calls.State.Now - 500, (long)cluster["last_restarted_time"]!);
        Assert.True(JToken.DeepEquals(cluster, Get(id)));
    }

    [Fact]
    public void One_token_makes_one_cluster_until_that_is_terminated()
    {
        var spec = Etl.Replace("\"cluster_name\"", "\"idempotency_token\":\"6f1d\",\"cluster_name\"", StringComparison.Ordinal);

        var id = Create(spec);
        Assert.Equal(id, Create(spec));

        Terminate(id);
        Assert.NotEqual(id, Create(spec));
    }

    [Fact]
    public void A_cluster_that_is_not_there_is_an_invalid_parameter()
    {
        var error = calls.Refusal("GET", "/api/2.0/clusters/get?cluster_id=0908-000000-zzzzzzzz");

        Assert.Equal("400 INVALID_PARAMETER_VALUE", WorkspaceCalls.Code(error));
        Assert.Equal("Cluster 0908-000000-zzzzzzzz does not exist", (string?)error.Body["message"]);
        Assert.Equal("CM_API_ERROR_SOURCE_CALLER_ERROR", (string?)error.Body["details"]![0]!["reason"]);
    }

    [Fact]
    public void Editing_replaces_the_whole_specification_and_restarts_what_runs()
    {
        var id = Create(Etl);
        var edit = $$"""{"cluster_id":"{{id}}","spark_version":"17.3.x-scala2.13","node_type_id":"Standard_D8ds_v5","num_workers":2}""";
        var error = calls.Refusal("POST", "/api/2.1/clusters/edit", edit);
        Assert.Equal("400 INVALID_STATE", WorkspaceCalls.Code(error));
        Assert.Equal($"Cluster {id} is in unexpected state Pending.", (string?)error.Body["message"]);

        calls.Clock.Advance(TimeSpan.FromSeconds(2));
        calls.Post("/api/2.1/clusters/edit", edit);

        var cluster = Get(id);
        Assert.Equal("RESTARTING", (string?)cluster["state"]);
        Assert.Equal("", (string?)cluster["cluster_name"]);
        Assert.Equal(2, (int)cluster["num_workers"]!);
        Assert.False(cluster.ContainsKey("autoscale"));
        Assert.False(cluster.ContainsKey("data_security_mode"));
        calls.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("RUNNING", StateOf(id));
    }

    [Fact]
    public void Editing_a_terminated_cluster_leaves_it_terminated()
    {
        var id = Create(Etl);
        Terminate(id);

        calls.Post(
            "/api/2.0/clusters/edit",
            Etl.Replace("\"cluster_name\"", $"\"cluster_id\":\"{id}\",\"cluster_name\"", StringComparison.Ordinal)
        );

        Assert.Equal("TERMINATED", StateOf(id));
    }

    [Fact]
    public void An_update_changes_what_its_mask_names()
    {
        var id = Create(Etl);
        Terminate(id);

        calls.Post(
            "/api/2.1/clusters/update",
            $$"""
            {
              "cluster_id": "{{id}}",
              "update_mask": "num_workers,autotermination_minutes",
              "cluster": {"num_workers": 3, "autotermination_minutes": 20, "cluster_name": "ignored"}
            }
            """
        );

        var cluster = Get(id);
        Assert.Equal(
            ("etl", 3, 20),
            ((string)cluster["cluster_name"]!, (int)cluster["num_workers"]!, (int)cluster["autotermination_minutes"]!)
        );
        Assert.False(cluster.ContainsKey("autoscale"));
    }

    [Fact]
    public void A_terminated_cluster_says_why_and_starts_again()
    {
        var id = Create(Etl);
        calls.Post("/api/2.0/clusters/delete", $$"""{"cluster_id":"{{id}}"}""");
        Assert.Equal("TERMINATING", StateOf(id));
        calls.Clock.Advance(TimeSpan.FromSeconds(1));

        var cluster = Get(id);
        Assert.Equal("TERMINATED", (string?)cluster["state"]);
        Assert.Equal("Termination requested by user", (string?)cluster["state_message"]);
        Assert.Equal(
            """{"code":"USER_REQUEST","type":"SUCCESS","parameters":{"username":"dana.koch@contoso.example"}}""",
            cluster["termination_reason"]!.ToString(Formatting.None)
        );
        Assert.Equal(calls.State.Now - 700, (long)cluster["terminated_time"]!);

        calls.Post("/api/2.0/clusters/delete", $$"""{"cluster_id":"{{id}}"}""");
        calls.Post("/api/2.0/clusters/start", $$"""{"cluster_id":"{{id}}"}""");
        cluster = Get(id);
        Assert.Equal("PENDING", (string?)cluster["state"]);
        Assert.False(cluster.ContainsKey("termination_reason"));
        Assert.Equal(
            $"Cluster {id} is in unexpected state Pending.",
            (string?)calls.Refusal("POST", "/api/2.0/clusters/start", $$"""{"cluster_id":"{{id}}"}""").Body["message"]
        );
    }

    [Fact]
    public void An_idle_cluster_ends_by_itself()
    {
        var id = Create(Etl.Replace("\"cluster_name\"", "\"autotermination_minutes\":30,\"cluster_name\"", StringComparison.Ordinal));

        calls.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal("RUNNING", StateOf(id));
        calls.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("TERMINATED", StateOf(id));
        Assert.Equal("INACTIVITY", (string?)Get(id)["termination_reason"]!["code"]);
    }

    [Fact]
    public void A_start_can_be_made_to_fail_as_in_the_cloud()
    {
        calls
            .State.Table("cluster-failures")
            .Put(
                "etl",
                JObject.Parse(
                    """{"code":"AZURE_QUOTA_EXCEEDED_EXCEPTION","count":1,"parameters":{"azure_error_message":"Quota is used up."}}"""
                )
            );
        var id = Create(Etl);
        Assert.Equal("PENDING", StateOf(id));

        calls.Clock.Advance(TimeSpan.FromSeconds(2));

        var cluster = Get(id);
        Assert.Equal("TERMINATED", (string?)cluster["state"]);
        Assert.Equal("Quota is used up.", (string?)cluster["state_message"]);
        Assert.Equal(
            "AZURE_QUOTA_EXCEEDED_EXCEPTION CLOUD_FAILURE",
            $"{cluster["termination_reason"]!["code"]} {cluster["termination_reason"]!["type"]}"
        );

        calls.Post("/api/2.0/clusters/start", $$"""{"cluster_id":"{{id}}"}""");
        calls.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("RUNNING", StateOf(id));
    }

    [Fact]
    public void Only_a_running_cluster_is_resized()
    {
        var id = Create(Etl);
        Assert.Equal(
            "400 INVALID_STATE",
            WorkspaceCalls.Code(calls.Refusal("POST", "/api/2.0/clusters/resize", $$"""{"cluster_id":"{{id}}","num_workers":5}"""))
        );
        calls.Clock.Advance(TimeSpan.FromSeconds(2));

        calls.Post("/api/2.0/clusters/resize", $$"""{"cluster_id":"{{id}}","num_workers":5}""");

        Assert.Equal(("RESIZING", 5), (StateOf(id), (int)Get(id)["num_workers"]!));
        calls.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("RUNNING", StateOf(id));
        Assert.Equal("etl", (string?)Get(id)["cluster_name"]);
    }

    [Fact]
    public void A_pinned_cluster_is_unpinned_before_it_is_removed()
    {
        var id = Create(Etl);
        calls.Post("/api/2.1/clusters/pin", $$"""{"cluster_id":"{{id}}"}""");
        Assert.Equal(WorkspaceCalls.Dana.Id, (string?)Get(id)["pinned_by_user_name"]);
        Assert.Equal(
            "400 INVALID_PARAMETER_VALUE",
            WorkspaceCalls.Code(calls.Refusal("POST", "/api/2.1/clusters/permanent-delete", $$"""{"cluster_id":"{{id}}"}"""))
        );

        calls.Post("/api/2.1/clusters/unpin", $$"""{"cluster_id":"{{id}}"}""");
        calls.Post("/api/2.1/clusters/permanent-delete", $$"""{"cluster_id":"{{id}}"}""");

        Assert.Empty(calls.Get("/api/2.0/clusters/list"));
        Assert.Empty(calls.State.Table("cluster-events").All());
    }

    [Fact]
    public void A_cluster_that_ended_a_month_ago_is_only_kept_when_pinned()
    {
        var (kept, gone) = (Create(Etl), Create(Etl));
        calls.Post("/api/2.1/clusters/pin", $$"""{"cluster_id":"{{kept}}"}""");
        Terminate(kept);
        Terminate(gone);

        calls.Clock.Advance(TimeSpan.FromDays(31));

        Assert.Equal(kept, (string?)Assert.Single(calls.Get("/api/2.0/clusters/list")["clusters"]!)["cluster_id"]);
        Assert.Equal("400 INVALID_STATE", WorkspaceCalls.Code(calls.Refusal("GET", $"/api/2.1/clusters/get?cluster_id={gone}")));
    }

    [Fact]
    public void A_state_under_way_goes_on_after_a_restart_of_the_cloud()
    {
        using var directory = new TempDirectory();
        var clock = new ManualClock();
        string id;
        using (var state = CloudState.In(directory.FullPath, clock))
            id = (string)
                new WorkspaceCalls(state, clock, new ClustersEndpoints(state)).Post("/api/2.0/clusters/create", Etl)["cluster_id"]!;

        clock.Advance(TimeSpan.FromSeconds(2));

        using var later = CloudState.In(directory.FullPath, clock);
        Assert.Equal(
            "RUNNING",
            (string?)new WorkspaceCalls(later, clock, new ClustersEndpoints(later)).Get($"/api/2.0/clusters/get?cluster_id={id}")["state"]
        );
    }

    private string Create(string spec) => (string)calls.Post("/api/2.1/clusters/create", spec)["cluster_id"]!;

    private JObject Get(string id) => calls.Get($"/api/2.1/clusters/get?cluster_id={id}");

    private string? StateOf(string id) => (string?)Get(id)["state"];

    private void Terminate(string id)
    {
        calls.Post("/api/2.1/clusters/delete", $$"""{"cluster_id":"{{id}}"}""");
        calls.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("TERMINATED", StateOf(id));
    }
}
