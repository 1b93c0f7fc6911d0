using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Moves;

/// <summary>A rename in Git that <c>deployment/moved.json</c> tells keeps the object (X13).</summary>
public sealed class MoveTests : IAsyncLifetime
{
    private const string Chain = """{ "moved": [{ "from": "jobs.a", "to": "jobs.b" }, { "from": "jobs.b", "to": "jobs.c" }] }""";

    private TestWorkspace workspace = null!;

    public static TheoryData<Contract> Renamable =>
        [
            .. KindContracts
                .All.Select<object[], Contract>(row => (Contract)row[0])
                .Where(kind => kind.IsUpdatable && kind.File.EndsWith(".json", StringComparison.Ordinal)),
        ];

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [MemberData(nameof(Renamable))]
    public async Task An_object_gets_its_new_name_in_place_and_its_permissions_stay_with_it(Contract kind)
    {
        var (file, content) = kind.Part ?? (kind.File, kind.First);
        await workspace.With(file, content).DeployAsync();
        var before = (await workspace.PlanAsync()).Changes.Single(change => change.Kind == kind.Kind);
        var field = KindTable.For(workspace.Environment).Single(known => known.Name == kind.Kind).NameField!;
        workspace
            .With(file, new JObject(JObject.Parse(content)) { [field] = "renamed" }.ToString())
            .With("deployment/moved.json", Moved($"{kind.Kind}.{kind.Name}", $"{kind.Kind}.renamed"));

        var plan = await workspace.PlanAsync();
        var change = Assert.Single(plan.Writes);
        Assert.Equal(
            (ChangeAction.Update, before.Asset, before.Id, true),
            (change.Action, change.MovedFrom, change.Id, change.IsMove)
        );
        Assert.Equal($"changed in Git; it was {before.Asset} before", change.Reason);
        Assert.Equal([field], change.Fields.Select(changed => changed.Path));
        Assert.Empty(plan.NoLongerInGit);
        Assert.Empty((await workspace.PlanPruneAsync()).Plan.Changes);

        var writes = await workspace.AssetWritesDuringAsync(() => workspace.DeployAsync());
        Assert.NotEmpty(writes);
        Assert.DoesNotContain(writes, call => call == $"POST {kind.Creates}" || call.Contains("permissions", StringComparison.Ordinal));

        var after = await workspace.TryPlanAsync();
        Assert.True(after.Plan.IsEmpty);
        Assert.Equal(before.Id, after.Manifest.Find($"{kind.Kind}.renamed")!.Id);
        Assert.DoesNotContain(after.Manifest.Entries.Keys, asset => asset.EndsWith($".{kind.Name}", StringComparison.Ordinal));
        Assert.All(after.Plan.Changes, unchanged => Assert.Null(unchanged.MovedFrom));
        Assert.Empty((await workspace.PlanPruneAsync()).Plan.Changes);
    }

    [Fact]
    public async Task A_published_dashboard_is_published_under_its_new_name()
    {
        await workspace.With("dashboards/sales.json", Dashboard("sales")).DeployAsync();
        workspace
            .With("dashboards/sales.json", Dashboard("sold"))
            .With("deployment/moved.json", Moved("dashboards.sales", "dashboards.sold"));

        await workspace.DeployAsync();

        Assert.Equal(["dashboards.sold", "publish.sold"], await RecordedAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    public async Task A_chain_leads_every_environment_to_the_last_name(string deployed)
    {
        var id = Assert.Single((await workspace.With("jobs/x.json", Job(deployed)).DeployAsync()).Changes).Id!;
        workspace.With("jobs/x.json", Job("c")).With("deployment/moved.json", Chain);

        Assert.Equal(deployed == "c" ? null : $"jobs.{deployed}", Assert.Single((await workspace.PlanAsync()).Changes).MovedFrom);
        await workspace.DeployAsync();

        Assert.Equal(["jobs.c"], await RecordedAsync());
        Assert.Equal(id, (string?)(await workspace.JobAsync("c"))["job_id"]);
    }

    [Fact]
    public async Task Where_nothing_was_deployed_the_asset_is_made_under_its_name()
    {
        workspace.With("jobs/x.json", Job("c")).With("deployment/moved.json", Chain);

        Assert.Equal((ChangeAction.Create, null), (await workspace.PlanAsync()).Changes.Select(Told).Single());
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_is_killed_at_the_rename_is_finished_by_the_next(bool handled)
    {
        var id = await RenamedAsync();
        if (handled)
            await workspace.KillAfterAsync("/api/2.2/jobs/reset", "new");
        else
            await workspace.KillBeforeAsync("/api/2.2/jobs/reset", "new");

        Assert.Equal("jobs.old", (await workspace.PlanAsync()).Changes[0].MovedFrom);
        Assert.Empty((await workspace.PlanPruneAsync()).Plan.Changes);
        await workspace.DeployAsync();

        Assert.Equal(["jobs.new", "jobs.other"], await RecordedAsync());
        Assert.Equal(id, (string?)(await workspace.JobAsync("new"))["job_id"]);
        Assert.Equal(2, (await workspace.Cloud.GetAsync("/api/2.2/jobs/list"))["jobs"]!.Count());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Names_in_the_file_are_without_the_prefix_of_the_environment()
    {
        workspace.Environment = workspace.Environment with { NamePrefix = "dev-" };
        var id = await RenamedAsync();

        Assert.Equal((ChangeAction.Update, "jobs.dev-old"), (await workspace.PlanAsync()).Writes.Select(Told).Single());
        await workspace.DeployAsync();

        Assert.Equal(id, (string?)(await workspace.JobAsync("dev-new"))["job_id"]);
    }

    [Fact]
    public async Task The_new_name_is_what_a_selection_names()
    {
        await RenamedAsync();

        var planned = await workspace.PlanAsync(new AssetSelection(["jobs.new"]));

        Assert.Equal((ChangeAction.Update, "jobs.old"), planned.Plan.Writes.Select(Told).Single());
        Assert.Equal(["jobs.other"], planned.NotSelected);
    }

    [Fact]
    public async Task What_names_the_asset_is_written_with_its_new_name_and_does_not_change_in_the_workspace()
    {
        await workspace.With("jobs/run.json", Runner("old")).With("jobs/x.json", Job("old")).DeployAsync();
        workspace.With("jobs/x.json", Job("new")).With("deployment/moved.json", Moved("jobs.old", "jobs.new"));

        var finding = Assert.Single((await workspace.TryPlanAsync()).Findings, finding => finding.Severity == Severity.Error);
        Assert.Equal(("REF001", "jobs.run"), (finding.Code, finding.Asset));

        workspace.With("jobs/run.json", Runner("new"));
        Assert.Equal(["jobs.new"], (await workspace.PlanAsync()).Writes.Select(change => change.Asset));
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task An_object_that_has_its_new_name_already_is_only_recorded_under_it()
    {
        var id = await RenamedAsync();
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new JObject { ["job_id"] = long.Parse(id, null), ["new_settings"] = new JObject { ["name"] = "new" } }
        );

        Assert.Equal((ChangeAction.None, "jobs.old"), (await workspace.PlanAsync()).Changes.Select(Told).First());
        Assert.Empty(await workspace.AssetWritesDuringAsync(() => workspace.DeployAsync()));

        Assert.Equal(["jobs.new", "jobs.other"], await RecordedAsync());
    }

    [Fact]
    public async Task Two_objects_that_are_both_recorded_stay_two()
    {
        await workspace.With("jobs/x.json", Job("old")).DeployAsync();
        await workspace.With("jobs/x.json", Job("new")).DeployAsync();
        workspace.With("deployment/moved.json", Moved("jobs.old", "jobs.new"));

        var plan = await workspace.PlanAsync();

        Assert.True(plan.IsEmpty);
        Assert.Equal(["jobs.old"], plan.NoLongerInGit);
    }

    [Fact]
    public async Task A_rename_that_nobody_told_is_proposed_as_the_entry_that_tells_it()
    {
        workspace.Environment = workspace.Environment with { NamePrefix = "dev-" };
        await RenamedAsync();
        workspace.Without("deployment/moved.json");

        var change = Assert.Single((await workspace.PlanAsync()).Writes);

        Assert.Equal(ChangeAction.Create, change.Action);
        Assert.Equal(
            "not in the workspace; but for its name it is what jobs.dev-old was, which Git declares no more: to keep the object of that "
                + """one, add { "from": "jobs.old", "to": "jobs.new" } to deployment/moved.json""",
            change.Reason
        );
    }

    [Fact]
    public async Task What_names_something_that_was_renamed_too_is_proposed_with_it()
    {
        await Named("old").DeployAsync();

        var writes = (await Named("new").PlanAsync()).Writes;

        Assert.Equal(["warehouses.new", "queries.new", "alerts.new"], writes.Select(change => change.Asset));
        Assert.All(
            writes,
            change =>
                Assert.EndsWith(
                    $$"""add { "from": "{{change.Kind}}.old", "to": "{{change.Kind}}.new" } to deployment/moved.json""",
                    change.Reason,
                    StringComparison.Ordinal
                )
        );

        TestWorkspace Named(string name) =>
            workspace
                .With("warehouses/x.json", $$"""{ "name": "{{name}}", "cluster_size": "Small" }""")
                .With(
                    "queries/x.json",
                    $$"""{ "display_name": "{{name}}", "query_text": "select 1", "warehouse_id": "{{name}}" }"""
                )
                .With(
                    $"alerts/{name}.json",
                    $$"""
                    {
                      "display_name": "{{name}}",
                      "query_text": "select 1",
                      "warehouse_id": "{{name}}",
                      "schedule": { "quartz_cron_schedule": "0 0 5 * * ?", "timezone_id": "UTC" },
                      "evaluation": {
                        "source": { "name": "a" },
                        "comparison_operator": "GREATER_THAN",
                        "threshold": { "value": { "double_value": 0 } }
                      }
                    }
                    """
                )
                .Without(name == "new" ? "alerts/old.json" : "alerts/none.json");
    }

    [Theory]
    [InlineData("declared otherwise")]
    [InlineData("edited")]
    [InlineData("one of two")]
    public async Task What_may_be_another_job_is_not_proposed(string why)
    {
        var id = await RenamedAsync();
        workspace.Without("deployment/moved.json");
        if (why == "declared otherwise")
            workspace.With("jobs/x.json", Samples.Job("new", """ "timeout_seconds": 7 """, Samples.Free));
        else if (why == "one of two")
            workspace.With("jobs/y.json", Job("newer"));
        else
            await workspace.Cloud.PostAsync(
                "/api/2.2/jobs/update",
                new JObject { ["job_id"] = long.Parse(id, null), ["new_settings"] = new JObject { ["timeout_seconds"] = 7 } }
            );

        Assert.DoesNotContain(
            (await workspace.PlanAsync()).Writes,
            change => change.Reason.Contains(""" "to": """, StringComparison.Ordinal)
        );
    }

    /// <summary>A job that was deployed and has another name in Git now, which the file tells.</summary>
    private async Task<string> RenamedAsync()
    {
        workspace
            .With("jobs/x.json", Job("old"))
            .With("jobs/other.json", Samples.Job("other", """ "max_concurrent_runs": 3 """, Samples.Free));
        var id = (await workspace.DeployAsync()).Changes.Single(change => change.Change.File == "jobs/x.json").Id!;
        workspace.With("jobs/x.json", Job("new")).With("deployment/moved.json", Moved("jobs.old", "jobs.new"));
        return id;
    }

    private async Task<IEnumerable<string>> RecordedAsync() => (await workspace.TryPlanAsync()).Manifest.Entries.Keys;

    private static (ChangeAction, string?) Told(Change change) => (change.Action, change.MovedFrom);

    private static string Moved(string from, string to) => $$"""{ "moved": [{ "from": "{{from}}", "to": "{{to}}" }] }""";

    private static string Job(string name) => Samples.Job(name, compute: Samples.Free);

    private static string Runner(string job) =>
        $$"""{ "name": "run", "tasks": [ { "task_key": "run", "run_job_task": { "job_id": "{{job}}" } } ] }""";

    private static string Dashboard(string name) =>
        $$"""{ "display_name": "{{name}}", "serialized_dashboard": "{ \"pages\": [] }", "publish": { } }""";
}
