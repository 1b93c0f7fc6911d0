using System.Text;
using Layercake.Engine.Applying;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Sealing;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>What was approved is applied, from what the plan holds and nothing else (X2).</summary>
public sealed class SealedPlanTests : SealedTests
{
    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        Workspace.With("notebooks/load.py", Samples.Notebook());
    }

    [Fact]
    public async Task A_plan_is_applied_on_a_machine_that_has_no_assets()
    {
        await Release.SealAsync();
        Workspace.Without("clusters/etl.json").Without("notebooks/load.py").Without("jobs/nightly.json");

        var outcome = await Release.ApplyAsync();

        Assert.Equal(
            ["clusters.etl", "notebooks.load.py", "jobs.nightly"],
            outcome.Changes.Where(change => change.Status == ChangeStatus.Done).Select(change => change.Change.Asset)
        );
        Assert.Equal(60, (int)(await Workspace.JobAsync("nightly"))["settings"]!["timeout_seconds"]!);
        Assert.Contains("print(1)", await Workspace.SourceAsync("/Shared/app/notebooks/load"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changes_in_Git_after_the_plan_was_made_is_not_applied()
    {
        await Release.SealAsync();
        Workspace.With("jobs/nightly.json", Samples.Job("nightly", """ "timeout_seconds": 99 """)).With("notebooks/load.py", "# other\n");

        await Release.ApplyAsync();

        Assert.Equal(60, (int)(await Workspace.JobAsync("nightly"))["settings"]!["timeout_seconds"]!);
        Assert.Contains("print(1)", await Workspace.SourceAsync("/Shared/app/notebooks/load"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_was_applied_has_nothing_left_to_do_and_says_so()
    {
        await Release.SealAsync();
        await Release.ApplyAsync();

        var again = await Release.PlanAsync();

        Assert.True(again.Plan.IsEmpty);
        Assert.Equal(["clusters.etl", "notebooks.load.py", "jobs.nightly"], again.DoneAlready);
        Assert.Empty(await Workspace.WritesDuringAsync(async () => await Release.ApplyAsync()));
    }

    [Theory]
    [InlineData("/api/2.1/clusters/create")]
    [InlineData("/api/2.2/jobs/create")]
    public async Task A_run_that_is_cut_short_is_finished_by_applying_the_plan_again(string last)
    {
        await Release.SealAsync();
        using var killed = new CancellationTokenSource();
        Workspace.Before = (request, _) => request.RequestUri!.AbsolutePath == last ? killed.CancelAsync() : Task.CompletedTask;
        await Release.ApplyAsync(killed.Token);
        Workspace.Before = null;

        var outcome = await Release.ApplyAsync();

        Assert.True(outcome.Succeeded);
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
        await Workspace.ClusterAsync("etl");
        await Workspace.JobAsync("nightly");
    }

    [Fact]
    public async Task A_release_behind_another_one_in_the_queue_is_applied_where_its_changes_are_still_the_approved_ones()
    {
        await Workspace.DeployAsync();
        Workspace.With("jobs/nightly.json", Samples.Job("nightly", """ "timeout_seconds": 90 """));
        await Release.SealAsync();
        using var other = new SealedWorkspace(Workspace.With("clusters/new.json", Samples.Cluster("new")));
        await other.SealAsync();
        await other.ApplyAsync();

        var queued = await Release.PlanAsync();

        Assert.Empty(queued.Refusals);
        Assert.Equal(["jobs.nightly"], queued.DoneAlready);
        Assert.Equal(["clusters.new"], queued.Plan.NoLongerInGit);
    }

    [Fact]
    public async Task A_job_that_runs_in_between_and_its_cluster_that_starts_change_nothing()
    {
        await Workspace.DeployAsync();
        Workspace.With("jobs/nightly.json", Samples.Job("nightly", """ "timeout_seconds": 90 """));
        await Release.SealAsync();
        var job = await Workspace.JobAsync("nightly");
        await Workspace.Cloud.PostAsync("/api/2.2/jobs/run-now", new JObject { ["job_id"] = job["job_id"] });

        await Release.ApplyAsync();

        Assert.Equal(90, (int)(await Workspace.JobAsync("nightly"))["settings"]!["timeout_seconds"]!);
    }

    [Fact]
    public async Task Deletions_that_were_approved_are_applied_and_nothing_else()
    {
        await Workspace.DeployAsync();
        Workspace.Without("jobs/nightly.json");
        await Release.SealAsync(new PruneRequest(false, false, null));
        Workspace.With("jobs/nightly.json", Samples.Job("nightly")).With("clusters/new.json", Samples.Cluster("new"));

        var writes = await Workspace.AssetWritesDuringAsync(async () => await Release.ApplyAsync());

        Assert.Equal(["POST /api/2.2/jobs/delete"], writes);
    }

    [Fact]
    public async Task A_deletion_that_someone_did_by_hand_is_done_already()
    {
        await Workspace.DeployAsync();
        Workspace.Without("jobs/nightly.json");
        await Release.SealAsync(new PruneRequest(false, false, null));
        var job = await Workspace.JobAsync("nightly");
        await Workspace.Cloud.PostAsync("/api/2.2/jobs/delete", new JObject { ["job_id"] = job["job_id"] });

        Assert.Equal(["jobs.nightly"], (await Release.PlanAsync()).DoneAlready);
        Assert.True((await Release.ApplyAsync()).Succeeded);
    }

    [Fact]
    public async Task The_version_of_a_secret_that_was_planned_with_is_sent()
    {
        var first = await Workspace.Vault.PutAsync("db-password", "canary-first-1");
        Workspace.With("clusters/etl.json", Samples.Cluster("etl", """ "spark_env_vars": { "A": "${secret.db-password}" } """));
        await Release.SealAsync();
        var second = await Workspace.Vault.PutAsync("db-password", "canary-second-2");

        await Release.ApplyAsync();

        Assert.Equal("canary-first-1", (string?)(await Workspace.ClusterAsync("etl"))["spark_env_vars"]!["A"]);
        var planned = await Release.PlanAsync();
        Assert.Contains(first, Assert.Single(planned.Plan.Changes[0].Secrets), StringComparison.Ordinal);
        Assert.Equal(
            [
                $"PLN010: the secret db-password has the version {second} now. The plan sends {first}, as was approved. Plan again for the "
                    + "new one.",
            ],
            planned.Findings.Where(finding => finding.Code == "PLN010").Select(finding => $"{finding.Code}: {finding.Message}")
        );
    }

    [Fact]
    public async Task A_secret_may_be_named_with_a_version_and_without_one()
    {
        var first = await Workspace.Vault.PutAsync("pw", "canary-first-1");
        ((SelfAdvancingClock)Workspace.Clock).Advance(TimeSpan.FromSeconds(1)); // the vault tells the order of versions by their seconds
        var second = await Workspace.Vault.PutAsync("pw", "canary-second-2");
        var both = $$""" "spark_env_vars": { "A": "${secret.pw@{{first}}}", "B": "${secret.pw}" } """;
        Workspace.With("clusters/etl.json", Samples.Cluster("etl", both));
        await Release.SealAsync();
        using (var opened = OpenedPlan.Open(Release.File, id: null))
            Assert.Equal([new("pw", second)], opened.Plan.Secrets);
        await Workspace.Vault.PutAsync("pw", "canary-third-3");

        await Release.ApplyAsync();

        var sent = (await Workspace.ClusterAsync("etl"))["spark_env_vars"]!;
        Assert.Equal(("canary-first-1", "canary-second-2"), ((string?)sent["A"], (string?)sent["B"]));
    }

    [Fact]
    public async Task That_something_was_deployed_since_is_said_and_the_plan_is_applied()
    {
        await Workspace.DeployAsync();
        Workspace.With("jobs/nightly.json", Samples.Job("nightly", """ "timeout_seconds": 90 """));
        await Release.SealAsync();
        Assert.DoesNotContain("PLN013", (await Release.PlanAsync()).Findings.Select(finding => finding.Code));
        var release = Workspace.Text("jobs/nightly.json");
        Workspace.With("jobs/nightly.json", Samples.Job("nightly", """ "timeout_seconds": 60 """));
        await Workspace.With("clusters/other.json", Samples.Cluster("other")).DeployAsync();
        Workspace.With("jobs/nightly.json", release);

        Assert.Single((await Release.PlanAsync()).Findings, finding => finding.Code == "PLN013");
        Assert.True((await Release.ApplyAsync()).Succeeded);
    }

    [Fact]
    public async Task Another_version_of_the_tool_applies_the_plan_and_says_so()
    {
        await Release.SealAsync();
        Assert.DoesNotContain("PLN012", (await Release.PlanAsync()).Findings.Select(finding => finding.Code));
        Workspace.Tool = "1.3.0";

        var note = Assert.Single((await Release.PlanAsync()).Findings, finding => finding.Code == "PLN012");

        Assert.StartsWith(
            "warning PLN012: The plan was made by version 1.2.3, and this is version 1.3.0. ",
            note.ToString(),
            StringComparison.Ordinal
        );
        Assert.True((await Release.ApplyAsync()).Succeeded);
    }

    [Fact]
    public async Task No_value_of_a_secret_is_in_the_file()
    {
        await Workspace.Vault.PutAsync("db-password", "canary-first-1");
        Workspace.With("clusters/etl.json", Samples.Cluster("etl", """ "spark_env_vars": { "A": "x ${secret.db-password}" } """));
        await Workspace.DeployAsync();
        Workspace.With("clusters/etl.json", Samples.Cluster("etl", """ "spark_env_vars": { "A": "y ${secret.db-password}" } """));

        await Release.SealAsync();

        Assert.DoesNotContain("canary-first-1", PlanZip.Text(Release.File), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_survives_its_file_as_it_is()
    {
        await Workspace.DeployAsync();
        Workspace
            .With("clusters/etl.json", Samples.Cluster("etl", """ "autotermination_minutes": 20 """))
            .With("jobs/nightly.json", Samples.Job("nightly", """ "timeout_seconds": 90, "tags": { "a": "1" } """));
        await Release.SealAsync();
        using var opened = OpenedPlan.Open(Release.File, id: null);

        var again = JsonValues.Canonical(SealedPlanDocument.Write(opened.Plan, Workspace.Redactor));

        Assert.Equal(Encoding.UTF8.GetString(PlanZip.Document(Release.File)), again);
    }
}
