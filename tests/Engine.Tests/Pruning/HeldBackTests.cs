using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Pruning;

/// <summary>What may not go although Git holds it no more, and why.</summary>
public sealed class HeldBackTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() =>
        workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock()))
            .WithOneOfEachKind()
            .With("jobs/stays.json", Samples.Job("stays", compute: """ "environment_key": "default" """));

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_job_with_active_runs_stays_and_so_does_its_cluster()
    {
        await workspace.DeployAsync();
        await workspace.Cloud.PostAsync("/api/2.2/jobs/run-now", new() { ["job_id"] = (await workspace.JobAsync("nightly"))["job_id"] });
        workspace.Without("jobs/nightly.json").Without("clusters/etl.json");

        Assert.Equal(
            ["clusters.etl: jobs.nightly uses it", "jobs.nightly: a run of it is active; --force removes it all the same"],
            await HeldAsync()
        );

        await workspace.PruneAsync(new() { Force = true });
        Assert.DoesNotContain(
            (await workspace.Cloud.GetAsync("/api/2.2/jobs/list"))["jobs"]!,
            job => (string?)job["settings"]!["name"] == "nightly"
        );
    }

    [Fact]
    public async Task A_cluster_that_a_job_of_someone_else_runs_on_stays_though_one_of_that_name_goes()
    {
        await workspace.DeployAsync();
        var cluster = (string?)(await workspace.ClusterAsync("etl"))["cluster_id"];
        var theirs = await workspace.HasJobAsync(Samples.Job("nightly", compute: $$""" "existing_cluster_id": "{{cluster}}" """));
        workspace.Without("jobs/nightly.json").Without("clusters/etl.json");

        var plan = (await workspace.PlanPruneAsync(new() { Force = true })).Plan;

        Assert.Equal(["jobs.nightly"], plan.Deletions.Select(change => change.Asset));
        Assert.Equal(
            $"jobs.nightly ({theirs}), another of that name, uses it",
            plan.Changes.Single(change => change.Kind == "clusters").HeldBack
        );
    }

    [Theory]
    [InlineData("/**", true)]
    [InlineData("x/**", false)]
    public async Task A_notebook_in_a_folder_that_a_pipeline_of_others_takes_as_a_whole_stays(string ending, bool stays)
    {
        await workspace.DeployAsync();
        var glob = $"/Workspace/Shared/app/notebooks{ending}";
        await workspace.Cloud.PostAsync(
            "/api/2.0/pipelines",
            JObject.Parse($$"""{ "name": "theirs", "catalog": "main", "libraries": [{ "glob": { "include": "{{glob}}" } }] }""")
        );
        workspace.Without("notebooks/load.py").Without("jobs/nightly.json");

        Assert.Equal(stays ? ["notebooks.load.py: pipelines.theirs uses it"] : [], await HeldAsync());
    }

    [Fact]
    public async Task A_running_cluster_stays()
    {
        workspace.Environment = workspace.Environment with { StopClusters = false };
        await workspace.DeployAsync();
        workspace.Without("jobs/nightly.json").Without("clusters/etl.json");

        Assert.Equal(["clusters.etl: it is running; --force removes it all the same"], await HeldAsync());
    }

    [Fact]
    public async Task What_someone_edited_stays()
    {
        await workspace.DeployAsync();
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new()
            {
                ["job_id"] = (await workspace.JobAsync("nightly"))["job_id"],
                ["new_settings"] = new JObject { ["timeout_seconds"] = 60 },
            }
        );
        await ImportAsync("/Shared/app/notebooks/load", "# Databricks notebook source\nprint('mine')\n", "SOURCE", "PYTHON");
        await ImportAsync("/Shared/app/init-scripts/install.sh", "echo mine\n", "AUTO");
        workspace.Without("jobs/nightly.json").Without("notebooks/load.py").Without("init-scripts/install.sh");

        Assert.Equal(
            [
                "init-scripts.install.sh: changed in the workspace since the last deployment (content); --force removes it all the same",
                "jobs.nightly: changed in the workspace since the last deployment (timeout_seconds); --force removes it all the same",
                "notebooks.load.py: changed in the workspace since the last deployment (content); --force removes it all the same",
            ],
            await HeldAsync()
        );
        Assert.Equal(3, (await workspace.PlanPruneAsync(new() { Force = true })).Plan.Deletions.Count());
    }

    [Fact]
    public async Task A_secret_in_a_declaration_is_no_edit()
    {
        await workspace.Vault.PutAsync("db-password", "a-password-of-the-database");
        await workspace
            .With("clusters/secret.json", Samples.Cluster("secret", """ "spark_conf": { "spark.x.password": "${secret.db-password}" } """))
            .DeployAsync();
        workspace.Without("clusters/secret.json");

        Assert.Empty(await HeldAsync());
    }

    [Fact]
    public async Task A_cluster_that_a_job_in_Git_or_of_others_uses_stays_even_with_force()
    {
        await workspace.DeployAsync();
        var id = (string)(await workspace.ClusterAsync("etl"))["cluster_id"]!;
        workspace.Without("clusters/etl.json");
        Assert.Equal(["clusters.etl: jobs.nightly uses it"], await HeldAsync(force: true));

        workspace.Without("jobs/nightly.json");
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/create",
            JObject.Parse(Samples.Job("theirs", compute: $""" "existing_cluster_id": "{id}" """))
        );
        Assert.Equal(["clusters.etl: jobs.theirs uses it"], await HeldAsync(force: true));
    }

    [Fact]
    public async Task A_job_that_another_job_runs_stays_until_both_may_go()
    {
        workspace.With(
            "jobs/caller.json",
            """{ "name": "caller", "tasks": [ { "task_key": "call", "run_job_task": { "job_id": "stays" } } ] }"""
        );
        await workspace.DeployAsync();
        workspace.Without("jobs/stays.json");
        Assert.Equal(["jobs.stays: jobs.caller uses it"], await HeldAsync());

        workspace.Without("jobs/caller.json");
        Assert.Equal(["jobs.caller", "jobs.stays"], (await workspace.PlanPruneAsync()).Plan.Deletions.Select(change => change.Asset));
    }

    [Fact]
    public async Task A_notebook_that_a_job_runs_stays()
    {
        await workspace.DeployAsync();
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/create",
            JObject.Parse(
                Samples
                    .Job("theirs", compute: """ "environment_key": "default" """)
                    .Replace("/Shared/x", "/Workspace/Shared/app/notebooks/load", StringComparison.Ordinal)
            )
        );
        workspace.Without("notebooks/load.py");

        Assert.Equal(["notebooks.load.py: jobs.theirs uses it"], await HeldAsync());
    }

    [Fact]
    public async Task An_adopted_job_stays_unless_the_environment_says_otherwise()
    {
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/create",
            JObject.Parse(Samples.Job("old", compute: """ "environment_key": "default" """))
        );
        await workspace.With("jobs/old.json", Samples.Job("old", compute: """ "environment_key": "default" """)).DeployAsync();
        workspace.Without("jobs/old.json");

        Assert.Equal(
            ["jobs.old: adopted: it was there before it was recorded here (prune_adopted is false)"],
            await HeldAsync(force: true)
        );
        Assert.Empty((await workspace.PlanAsync()).NoLongerInGit);

        workspace.Environment = workspace.Environment with { PruneAdopted = true };
        Assert.Equal(["jobs.old"], (await workspace.PlanPruneAsync()).Plan.Deletions.Select(change => change.Asset));
    }

    [Fact]
    public async Task A_file_where_the_environment_leads_no_more_stays()
    {
        await workspace.DeployAsync();
        workspace.Environment = workspace.Environment with { InitScriptsDestination = "dbfs:/init" };
        workspace.Without("init-scripts/install.sh");

        Assert.Equal(
            [
                "init-scripts.install.sh: it is at /Workspace/Shared/app/init-scripts/install.sh, which the environment's settings "
                    + "no longer lead to; remove it by hand",
            ],
            await HeldAsync()
        );
    }

    [Theory]
    [InlineData("/Workspace/Shared/app/init-scripts", "dbfs:/init")]
    [InlineData("dbfs:/init", "/Volumes/main/default/init")]
    [InlineData("/Volumes/main/default/init", "/Workspace/Shared/app/init-scripts")]
    public async Task A_file_where_the_environment_leads_no_more_is_told_until_somebody_removes_it(string before, string after)
    {
        workspace.Environment = workspace.Environment with { InitScriptsDestination = before };
        await workspace.DeployAsync();
        workspace.Environment = workspace.Environment with { InitScriptsDestination = after };
        workspace.Without("init-scripts/install.sh");
        var place = $"{before}/install.sh";

        var plan = await workspace.PlanAsync();
        Assert.Empty(plan.NoLongerInGit);
        Assert.Equal(
            $"it is at {place}, which the environment's settings no longer lead to; remove it by hand",
            plan.Changes.Single(change => change.Asset == "init-scripts.install.sh").HeldBack
        );

        await RemoveAsync(place);
        var left = await workspace.PlanAsync();
        Assert.Empty(left.NoLongerInGit);
        Assert.DoesNotContain(left.Changes, change => change.Asset == "init-scripts.install.sh");
        Assert.Equal(["init-scripts.install.sh"], (await workspace.PlanPruneAsync()).Plan.Forgotten);

        await workspace.PruneAsync();
        Assert.Empty((await workspace.PlanPruneAsync()).Plan.Forgotten);
    }

    [Fact]
    public async Task What_a_deployment_made_and_could_not_read_back_is_its_own()
    {
        await workspace.DeployAsync();
        await workspace
            .With("jobs/late.json", Samples.Job("late"))
            .Cloud.AddFaultAsync("""{ "method": "GET", "path": "/api/2.2/jobs/get", "status": 400, "times": 0 }""");
        await workspace.TryDeployAsync();
        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        var id = (string?)(await workspace.JobAsync("late"))["job_id"];
        workspace.Without("jobs/late.json");

        Assert.Equal([("jobs.late", id)], (await workspace.PlanPruneAsync()).Plan.Deletions.Select(change => (change.Asset, change.Id)));
    }

    private async Task<IReadOnlyList<string>> HeldAsync(bool force = false)
    {
        var plan = (await workspace.PlanPruneAsync(new() { Force = force })).Plan;
        return [.. plan.Changes.Where(change => change.HeldBack is not null).Select(change => $"{change.Asset}: {change.HeldBack}")];
    }

    /// <summary>By hand, wherever the file lies.</summary>
    private async Task RemoveAsync(string place)
    {
        var call = place.StartsWith("dbfs:", StringComparison.Ordinal) ? "dbfs" : "workspace";
        if (place.StartsWith("/Volumes/", StringComparison.Ordinal))
            (await workspace.Cloud.Workspace.DeleteAsync(new Uri($"/api/2.0/fs/files{place}", UriKind.Relative))).EnsureSuccessStatusCode();
        else
            await workspace.Cloud.PostAsync($"/api/2.0/{call}/delete", new JObject { ["path"] = place });
    }

    private Task ImportAsync(string path, string text, string format, string? language = null) =>
        workspace.Cloud.PostAsync(
            "/api/2.0/workspace/import",
            new()
            {
                ["path"] = path,
                ["format"] = format,
                ["language"] = language,
                ["overwrite"] = true,
                ["content"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)),
            }
        );
}
