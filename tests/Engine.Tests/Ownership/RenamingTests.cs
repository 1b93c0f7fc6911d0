using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Ownership;

/// <summary>
/// An object is its id or its place: a new name for it in Git, in the workspace or in both makes no second one and loses none.
/// </summary>
public sealed class RenamingTests : IAsyncLifetime
{
    private const string Compute = """ "environment_key": "default" """;

    private const string EmptyNotebook = """{"cells":[],"metadata":{"language_info":{"name":"python"}},"nbformat":4,"nbformat_minor":5}""";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_notebook_under_a_new_ending_is_the_same_notebook_and_its_entry_moves_with_it()
    {
        await workspace.With("notebooks/b.py", Samples.Notebook()).With("notebooks/keep.py", Samples.Notebook()).DeployAsync();
        await workspace.Without("notebooks/b.py").With("notebooks/b.sql", "-- Databricks notebook source\nselect 1\n").DeployAsync();
        Assert.Equal(["notebooks.b.sql", "notebooks.keep.py"], await RecordedAsync());

        workspace.Without("notebooks/b.sql").With("notebooks/b.ipynb", EmptyNotebook);
        var change = (await workspace.PlanAsync()).Changes.Single(change => change.Name == "b.ipynb");
        Assert.Equal((ChangeAction.Update, false), (change.Action, change.Adopts));
        Assert.EndsWith("it was notebooks.b.sql before", change.Reason, StringComparison.Ordinal);
        await workspace.DeployAsync();

        Assert.Equal(["notebooks.b.ipynb", "notebooks.keep.py"], await RecordedAsync());
        workspace.Environment = workspace.Environment with { Prune = true };
        workspace.With("notebooks/new.py", Samples.Notebook());
        Assert.Empty((await workspace.PlanAsync()).Deletions);
        Assert.Empty((await workspace.PlanPruneAsync()).Plan.Changes);
    }

    [Fact]
    public async Task Other_capitals_of_an_ending_change_the_name_and_nothing_else()
    {
        await workspace.With("notebooks/x.R", Samples.Notebook()).DeployAsync();
        workspace.Without("notebooks/x.R").With("notebooks/x.r", Samples.Notebook());

        var writes = await workspace.AssetWritesDuringAsync(() => workspace.DeployAsync());

        Assert.Empty(writes);
        Assert.Equal(["notebooks.x.r"], await RecordedAsync());
        Assert.Empty((await workspace.PlanPruneAsync()).Plan.Changes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_becomes_a_notebook_or_the_reverse_leaves_its_old_place_in_the_same_plan(bool back)
    {
        var (first, second) = back ? (Samples.Notebook(), "x = 1\n") : ("x = 1\n", Samples.Notebook());
        var (before, after) = back
            ? ("/Shared/app/notebooks/helper", "/Shared/app/notebooks/helper.py")
            : ("/Shared/app/notebooks/helper.py", "/Shared/app/notebooks/helper");
        await workspace.With("notebooks/helper.py", first).With("notebooks/keep.py", Samples.Notebook()).DeployAsync();
        workspace.With("notebooks/helper.py", second);

        var change = Assert.Single((await workspace.PlanAsync()).Writes);
        Assert.Equal((ChangeAction.Recreate, before), (change.Action, change.Id));
        Assert.Equal($"changed in Git; it moves from {before} to {after}", change.Reason);
        await workspace.DeployAsync();

        await workspace.StatusAsync(after);
        await Assert.ThrowsAnyAsync<Exception>(() => workspace.StatusAsync(before));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        workspace.Without("notebooks/helper.py");
        Assert.Equal([after], (await workspace.PlanPruneAsync()).Plan.Deletions.Select(deletion => deletion.Id));
    }

    [Fact]
    public async Task A_job_renamed_in_the_workspace_and_in_Git_keeps_its_id_and_nothing_deletes_it()
    {
        var id = Assert.Single((await workspace.With("jobs/old.json", Samples.Job("old", compute: Compute)).DeployAsync()).Changes).Id!;
        await RenameAsync(id, "new");
        workspace.With("jobs/old.json", Samples.Job("new", compute: Compute));

        var plan = await workspace.PlanAsync();
        Assert.Equal((ChangeAction.None, id, false, "as declared; it was jobs.old before"), Told(Assert.Single(plan.Changes)));
        Assert.Empty(plan.NoLongerInGit);
        Assert.Empty((await workspace.PlanPruneAsync(new() { Force = true })).Plan.Changes);
        await workspace.DeployAsync();

        Assert.Equal(["jobs.new"], await RecordedAsync());
        Assert.Empty((await workspace.PlanPruneAsync(new() { Force = true })).Plan.Changes);
        Assert.Equal(id, (string?)(await workspace.JobAsync("new"))["job_id"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_renamed_in_both_keeps_its_id_while_the_listing_lags(bool isListed)
    {
        var id = Assert.Single((await workspace.With("jobs/old.json", Samples.Job("old", compute: Compute)).DeployAsync()).Changes).Id!;
        var earlier = isListed ? await workspace.Cloud.GetAsync("/api/2.2/jobs/list?expand_tasks=true") : [];
        await RenameAsync(id, "new");
        workspace.With("jobs/old.json", Samples.Job("new", compute: Compute));
        await workspace.Cloud.AddFaultAsync(
            new JObject
            {
                ["method"] = "GET",
                ["path"] = "/api/2.2/jobs/list",
                ["status"] = 200,
                ["body"] = earlier,
                ["times"] = 0,
            }.ToString()
        );

        Assert.Empty((await workspace.PlanPruneAsync(new() { Force = true })).Plan.Changes);
        Assert.Empty(await workspace.AssetWritesDuringAsync(() => workspace.DeployAsync()));
        Assert.Empty((await workspace.PlanPruneAsync(new() { Force = true })).Plan.Changes);

        Assert.Equal(["jobs.new"], await RecordedAsync());
    }

    [Fact]
    public async Task A_job_renamed_in_the_workspace_only_gets_its_name_back_and_no_second_one_is_made()
    {
        var id = Assert.Single((await workspace.With("jobs/old.json", Samples.Job("old", compute: Compute)).DeployAsync()).Changes).Id!;
        await RenameAsync(id, "new");

        var change = Assert.Single((await workspace.PlanAsync()).Changes);
        Assert.Equal((ChangeAction.Update, id, true, "name"), (change.Action, change.Id!, change.Drift, Assert.Single(change.Fields).Path));
        await workspace.DeployAsync();

        Assert.Equal(id, (string?)(await workspace.JobAsync("old"))["job_id"]);
    }

    [Fact]
    public async Task A_job_that_names_a_renamed_one_does_not_change()
    {
        workspace.With("jobs/first.json", Samples.Job("first", compute: Compute));
        workspace.With(
            "jobs/second.json",
            """{ "name": "second", "tasks": [ { "task_key": "run", "run_job_task": { "job_id": "first" } } ] }"""
        );
        var id = (await workspace.DeployAsync()).Changes.Single(change => change.Change.Name == "first").Id!;
        await RenameAsync(id, "other");

        Assert.Equal(["jobs.first"], (await workspace.PlanAsync()).Writes.Select(change => change.Asset));
    }

    [Fact]
    public async Task Two_objects_would_have_one_name_so_nothing_is_guessed()
    {
        var id = Assert.Single((await workspace.With("jobs/old.json", Samples.Job("old", compute: Compute)).DeployAsync()).Changes).Id!;
        await RenameAsync(id, "new");
        var other = await workspace.HasJobAsync(Samples.Job("old", compute: Compute));

        var finding = Assert.Single((await workspace.TryPlanAsync()).Findings, finding => finding.Severity == Severity.Error);
        Assert.Equal(
            $"jobs/old.json: error REF002: jobs.old: its object {id} is called new in the workspace, where its name belongs to another one "
                + $"by now: {other} (made by developer@layercake.example). Rename or delete that one.",
            $"{finding}"
        );
    }

    [Fact]
    public async Task Who_names_what_was_renamed_while_another_took_its_name_is_told_so()
    {
        var id = Assert.Single((await workspace.With("jobs/old.json", Samples.Job("old", compute: Compute)).DeployAsync()).Changes).Id!;
        await RenameAsync(id, "new");
        var other = await workspace.HasJobAsync(Samples.Job("old", compute: Compute));
        workspace.With("jobs/a.json", """{ "name": "a", "tasks": [ { "task_key": "run", "run_job_task": { "job_id": "old" } } ] }""");

        var finding = Assert.Single((await workspace.TryPlanAsync()).Findings, finding => finding.Asset == "jobs.a");
        Assert.Equal(
            $"tasks[0].run_job_task.job_id names the job old, whose object {id} is called new in the workspace, where its name belongs to "
                + $"another one by now: {other} (made by developer@layercake.example). Rename or delete that one, or give the id.",
            finding.Message
        );
    }

    [Fact]
    public async Task Names_that_two_jobs_have_swapped_are_put_back()
    {
        workspace.With("jobs/a.json", Samples.Job("a", compute: Compute)).With("jobs/b.json", Samples.Job("b", compute: Compute));
        var ids = (await workspace.DeployAsync()).Changes.ToDictionary(change => change.Change.Name, change => change.Id!);
        await RenameAsync(ids["a"], "b");
        await RenameAsync(ids["b"], "a");

        Assert.Equal([("a", ids["a"]), ("b", ids["b"])], (await workspace.PlanAsync()).Writes.Select(change => (change.Name, change.Id!)));
        await workspace.DeployAsync();
        Assert.Equal(ids["a"], (string?)(await workspace.JobAsync("a"))["job_id"]);
    }

    [Fact]
    public async Task A_cluster_renamed_in_both_keeps_its_stop_that_is_due()
    {
        await workspace
            .With("clusters/old.json", Samples.Cluster("old"))
            .Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.1/clusters/delete", "status": 400, "times": 0 }""");
        var id = Assert.Single((await workspace.TryDeployAsync()).Changes).Id!;
        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        await workspace.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 600_000 });
        await workspace.Cloud.PostAsync(
            "/api/2.1/clusters/edit",
            new JObject(JObject.Parse(Samples.Cluster("new"))) { ["cluster_id"] = id }
        );
        workspace.With("clusters/old.json", Samples.Cluster("new"));

        Assert.Equal(["clusters.new"], (await workspace.DeployAsync()).Stopped);
        Assert.Equal(["clusters.new"], await RecordedAsync());
    }

    private Task RenameAsync(string id, string name) =>
        workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new JObject
            {
                ["job_id"] = long.Parse(id, null),
                ["new_settings"] = new JObject { ["name"] = name },
            }
        );

    private async Task<IEnumerable<string>> RecordedAsync() => (await workspace.TryPlanAsync()).Manifest.Entries.Keys;

    private static (ChangeAction, string, bool, string) Told(Change change) => (change.Action, change.Id!, change.Adopts, change.Reason);
}
