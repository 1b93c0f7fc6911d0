using Layercake.Engine.Planning;
using Layercake.Engine.Sealing;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>
/// A plan is refused, before any write, when something else would happen than was approved; the reason says what moved (X2).
/// </summary>
public sealed class ApprovalTests : SealedTests
{
    [Fact]
    public async Task A_field_that_someone_changed_is_named_with_both_values()
    {
        await UpdateSealedAsync();
        await EditJobAsync(new JObject { ["timeout_seconds"] = 75 });

        Assert.Equal(
            ["error PLN005: jobs.nightly: timeout_seconds was 60 when the plan was made, and is 75 now."],
            await Release.RefusalsAsync()
        );
    }

    [Fact]
    public async Task A_field_that_would_be_put_back_now_is_named()
    {
        await UpdateSealedAsync();
        await EditJobAsync(new JObject { ["max_concurrent_runs"] = 7 });

        Assert.Equal(
            [
                "error PLN005: jobs.nightly: max_concurrent_runs was not to be changed when the plan was made, and would be now: "
                    + "7 → (not set).",
            ],
            await Release.RefusalsAsync()
        );
    }

    [Fact]
    public async Task Who_edited_it_is_named_where_the_service_says_so()
    {
        await Workspace.With("queries/top.json", """{ "display_name": "top", "query_text": "select 1" }""").DeployAsync();
        Workspace.With("queries/top.json", """{ "display_name": "top", "query_text": "select 2" }""");
        await Release.SealAsync();
        var query = (string)(await Workspace.Cloud.GetAsync("/api/2.0/sql/queries"))["results"]![0]!["id"]!;
        await Workspace.Cloud.CallAsync(
            "PATCH",
            $"/api/2.0/sql/queries/{query}",
            new JObject { ["update_mask"] = "description", ["query"] = new JObject { ["description"] = "by hand" } }
        );
        var me = (string)(await Workspace.Cloud.GetAsync("/api/2.0/preview/scim/v2/Me"))["userName"]!;

        Assert.EndsWith($"It was edited last by {me}.", Assert.Single(await Release.RefusalsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_asset_that_was_not_to_be_touched_is_named()
    {
        await UpdateSealedAsync();
        var cluster = await Workspace.ClusterAsync("etl");
        await Workspace.Cloud.PostAsync("/api/2.1/clusters/permanent-delete", new JObject { ["cluster_id"] = cluster["cluster_id"] });

        Assert.Contains(
            "error PLN005: clusters.etl: nothing was to be done about it when the plan was made, and it would be created now",
            string.Join('\n', await Release.RefusalsAsync()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_object_that_someone_makes_under_the_name_is_not_adopted()
    {
        await Release.SealAsync();
        await Workspace.HasClusterAsync(Samples.Cluster("etl"));
        await Workspace.HasJobAsync(Samples.Job("nightly", """ "timeout_seconds": 61 """, Samples.Free));

        Assert.Equal(
            [
                "error PLN005: clusters.etl: its object was made by someone else since the plan was made.",
                "error PLN005: jobs.nightly: its object was made by someone else since the plan was made.",
            ],
            (await Release.RefusalsAsync()).Where(refusal => refusal.Contains("someone else", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task An_object_of_the_same_name_in_the_place_of_an_unchanged_one_is_not_adopted()
    {
        await UpdateSealedAsync();
        var cluster = await Workspace.ClusterAsync("etl");
        await Workspace.Cloud.PostAsync("/api/2.1/clusters/permanent-delete", new JObject { ["cluster_id"] = cluster["cluster_id"] });
        await Workspace.HasClusterAsync(Samples.Cluster("etl"));

        Assert.Contains(
            "error PLN005: clusters.etl: its object was made by someone else since the plan was made.",
            await Release.RefusalsAsync()
        );
    }

    [Fact]
    public async Task A_value_that_is_not_shown_must_be_the_one_that_was_there()
    {
        Workspace.With("jobs/nightly.json", Samples.Job("nightly", Token("dapi0123456789abcdef0123456789abcdef")));
        await Workspace.DeployAsync();
        Workspace.With("jobs/nightly.json", Samples.Job("nightly", Token("dapi1111111111111111111111111111aaaa")));
        await Release.SealAsync();
        Assert.Empty(await Release.RefusalsAsync());

        await EditJobAsync(JObject.Parse($"{{ {Token("dapi2222222222222222222222222222bbbb")} }}"));

        Assert.Equal(
            [
                "error PLN005: jobs.nightly: its object was changed since the plan was made, and tags.a held what is not shown, so "
                    + "nobody can say whether it is the same.",
            ],
            await Release.RefusalsAsync()
        );
    }

    [Fact]
    public async Task What_is_deleted_must_be_what_was_approved()
    {
        await Workspace.DeployAsync();
        Workspace.Without("jobs/nightly.json");
        await Release.SealAsync(new PruneRequest(Everything: false, Force: true, Confirmed: null));
        var job = await Workspace.JobAsync("nightly");
        await Workspace.Cloud.PostAsync("/api/2.2/jobs/run-now", new JObject { ["job_id"] = job["job_id"] });
        Assert.Empty(await Release.RefusalsAsync());

        await EditJobAsync(new JObject { ["max_concurrent_runs"] = 7 });

        Assert.Equal(["error PLN005: jobs.nightly: its object was changed since the plan was made."], await Release.RefusalsAsync());
    }

    [Fact]
    public async Task A_name_that_holds_a_value_of_a_secret_stays_a_name()
    {
        await Workspace.Vault.PutAsync("db-password", "nightly");
        Workspace.With("clusters/etl.json", Samples.Cluster("etl", """ "spark_env_vars": { "A": "${secret.db-password}" } """));
        await Release.SealAsync();

        Assert.Empty(await Release.RefusalsAsync());
        await Release.ApplyAsync();
    }

    [Fact]
    public async Task A_name_that_stands_for_another_object_is_named()
    {
        Workspace.Without("clusters/etl.json");
        var first = await Workspace.HasClusterAsync(Samples.Cluster("etl"));
        await Release.SealAsync();
        await Workspace.Cloud.PostAsync("/api/2.1/clusters/permanent-delete", new JObject { ["cluster_id"] = first });
        var second = await Workspace.HasClusterAsync(Samples.Cluster("etl"));

        Assert.Equal(
            [$"error PLN005: clusters.etl: it stood for {first} when the plan was made, and for {second} now."],
            await Release.RefusalsAsync()
        );
    }

    [Fact]
    public async Task A_setting_of_the_environment_is_named()
    {
        Workspace.Environment = Workspace.Environment with { Settings = new Dictionary<string, string> { ["concurrency"] = "16" } };
        await Release.SealAsync();
        Workspace.Environment = Workspace.Environment with { Settings = new Dictionary<string, string> { ["concurrency"] = "8" } };

        var refusal = Assert.Single(await Release.RefusalsAsync());
        Assert.Contains("concurrency was 16 when the plan was made, and is 8 now", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_environment_is_named()
    {
        await Release.SealAsync();
        Workspace.Environment = Workspace.Environment with { Name = "prod" };

        Assert.Equal(
            ["error PLN004: The plan is for the environment test, and this run for prod. Say --env=test."],
            await Release.RefusalsAsync()
        );
    }

    [Fact]
    public async Task A_plan_is_refused_when_its_time_is_over()
    {
        Workspace.With("clusters/etl.json", Samples.Cluster("etl"));
        await Release.SealAsync(expires: TimeSpan.FromSeconds(-1));

        Assert.Contains("PLN006: The plan expired at", Assert.Single(await Release.RefusalsAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gone", "of secret db-password")]
    [InlineData("""{ "enabled": false }""", "is disabled")]
    [InlineData("""{ "exp": 1577836800 }""", "expired on 2020-01-01")]
    public async Task A_version_of_a_secret_that_may_not_be_sent_any_more_is_named(string what, string said)
    {
        var version = await Workspace.Vault.PutAsync("db-password", "canary-first-1");
        Workspace.With("clusters/etl.json", Samples.Cluster("etl", """ "spark_env_vars": { "A": "${secret.db-password}" } """));
        await Release.SealAsync();
        await (what == "gone" ? Workspace.Vault.DeleteAsync("db-password") : Workspace.Vault.EditAsync("db-password", version, what));

        var refusal = Assert.Single(await Release.RefusalsAsync());
        Assert.Contains("SEC003: clusters.etl: spark_env_vars.A needs ${secret.db-password}", refusal, StringComparison.Ordinal);
        Assert.Contains(said, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changes_while_the_lease_is_taken_is_refused_too_and_no_asset_is_written()
    {
        await UpdateSealedAsync();
        using var opened = OpenedPlan.Open(Release.File, id: null);
        var session = Workspace.Session();
        var planned = await session.PlanSealedAsync(opened.Plan, Workspace.Redactor, CancellationToken.None);
        await EditJobAsync(new JObject { ["timeout_seconds"] = 75 });

        var writes = await Workspace.AssetWritesDuringAsync(async () =>
        {
            var lost = await Assert.ThrowsAsync<ApprovalLostException>(() =>
                session.ApplySealedAsync(opened.Plan, planned, Workspace.Redactor, new TestWorkspace.Nobody(), CancellationToken.None)
            );
            Assert.Contains("timeout_seconds was 60", Assert.Single(lost.Refusals).Message, StringComparison.Ordinal);
        });

        Assert.Empty(writes);
    }

    [Fact]
    public async Task A_cluster_that_was_started_changes_nothing_whatever_is_asked_for()
    {
        await UpdateSealedAsync();
        ((SelfAdvancingClock)Workspace.Clock).Advance(TimeSpan.FromMinutes(5)); // until the cluster has stopped
        await Workspace.Cloud.PostAsync("/api/2.1/clusters/start", new JObject { ["cluster_id"] = await ClusterIdAsync() });
        Release.IsStrict = true;

        Assert.Empty(await Release.RefusalsAsync());
    }

    private async Task<string> ClusterIdAsync() => (string)(await Workspace.ClusterAsync("etl"))["cluster_id"]!;

    private static string Token(string value) => $$""" "tags": { "a": "{{value}}" } """;

    private async Task UpdateSealedAsync()
    {
        await Workspace.DeployAsync();
        Workspace.With("jobs/nightly.json", Samples.Job("nightly", """ "timeout_seconds": 90 """));
        await Release.SealAsync();
    }

    private async Task EditJobAsync(JObject settings)
    {
        var job = await Workspace.JobAsync("nightly");
        await Workspace.Cloud.PostAsync("/api/2.2/jobs/update", new JObject { ["job_id"] = job["job_id"], ["new_settings"] = settings });
    }
}
