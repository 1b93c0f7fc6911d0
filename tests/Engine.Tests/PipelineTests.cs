using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;
using Layercake.Engine.Tests.Checks;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>What is special about pipelines: their sources and clusters, and the tables that go with them.</summary>
public sealed class PipelineTests : IAsyncLifetime
{
    private const string File = "pipelines/etl.json";
    private const string Root = "/api/2.0/pipelines";

    private readonly SelfAdvancingClock clock = new();
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(clock);

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task Sources_clusters_and_jobs_go_by_name_and_an_export_brings_the_names_back()
    {
        workspace
            .With("notebooks/etl/load.py", Samples.Notebook())
            .With("notebooks/etl/rules.sql", "select 1\n")
            .With("instance-pools/small.json", """{ "instance_pool_name": "small", "node_type_id": "Standard_D4ds_v5" }""")
            .With("cluster-policies/team.json", """{ "name": "team", "definition": {} }""")
            .With(
                File,
                Pipeline(
                    """
                    "libraries": [
                      { "notebook": { "path": "etl/load" } },
                      { "file": { "path": "etl/rules.sql" } },
                      { "glob": { "include": "etl/**" } }
                    ],
                    "root_path": "etl",
                    "clusters": [{ "label": "default", "num_workers": 1, "instance_pool_id": "small", "policy_id": "team" }]
                    """
                )
            )
            .With(
                "jobs/nightly.json",
                """{ "name": "nightly", "tasks": [{ "task_key": "a", "pipeline_task": { "pipeline_id": "etl" } }] }"""
            );

        var outcome = await workspace.DeployAsync();

        var id = outcome.Changes.Single(change => change.Change.Kind == "pipelines").Id;
        var spec = await SpecAsync("etl");
        Assert.Equal(
            [
                "/Shared/app/notebooks/etl/load",
                "/Workspace/Shared/app/notebooks/etl/rules.sql",
                "/Workspace/Shared/app/notebooks/etl/**",
            ],
            spec["libraries"]!.Select(library => (string?)library.SelectToken("*.*"))
        );
        Assert.Equal("/Workspace/Shared/app/notebooks/etl", (string?)spec["root_path"]);
        Assert.Equal(id, (string?)(await workspace.JobAsync("nightly")).SelectToken("settings.tasks[0].pipeline_task.pipeline_id"));
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        await using var other = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        var before = JObject.Parse(workspace.Text(File));
        workspace.Without(File).Without("jobs/nightly.json");
        await workspace.ExportAsync();
        Assert.Equal(before, JObject.Parse(workspace.Text(File)), JToken.EqualityComparer);
        Assert.Equal("etl", (string?)JObject.Parse(workspace.Text("jobs/nightly.json")).SelectToken("tasks[0].pipeline_task.pipeline_id"));
        foreach (var file in workspace.Files())
            other.With(file, workspace.Text(file));
        await other.DeployAsync();
        Assert.True((await other.PlanAsync()).IsEmpty);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Only_what_is_declared_is_read_by_id()
    {
        foreach (var name in new[] { "theirs", "etl", "other" })
            await workspace.Cloud.PostAsync(Root, JObject.Parse(Pipeline().Replace("etl", name, StringComparison.Ordinal)));
        await workspace.With(File, Pipeline()).DeployAsync();
        var asked = new List<string>();
        workspace.Before = (request, _) =>
        {
            asked.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
            return Task.CompletedTask;
        };

        Assert.True((await workspace.PlanAsync()).IsEmpty);

        var id = (await PipelineAsync("etl"))["pipeline_id"];
        Assert.Equal([$"GET {Root}", $"GET {Root}/{id}"], asked.Where(call => call.Contains(Root, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(""" "catalog": "main" """, """ "storage": "dbfs:/x" """, "catalog changed, and the service moves no pipeline")]
    [InlineData(""" "storage": "dbfs:/a" """, """ "storage": "dbfs:/b" """, "storage changed, and the service refuses to change it")]
    public async Task What_cannot_change_makes_a_pipeline_anew_only_where_the_loss_of_its_tables_is_allowed(
        string before,
        string after,
        string reason
    )
    {
        await workspace.With(File, $$"""{ "name": "etl", {{before}} }""").DeployAsync();
        var old = (string?)(await PipelineAsync("etl"))["pipeline_id"];
        workspace.With(File, $$"""{ "name": "etl", {{after}} }""");

        var planned = await workspace.TryPlanAsync();

        var change = Assert.Single(planned.Plan.Changes);
        Assert.Equal(ChangeAction.Recreate, change.Action);
        Assert.StartsWith(reason, change.Reason, StringComparison.Ordinal);
        var refusal = Assert.Single(planned.Refusals);
        Assert.Equal("PRN004", refusal.Code);
        Assert.Contains("the tables that it made would be lost", refusal.Message, StringComparison.Ordinal);

        workspace.DataLoss = new AllowedDataLoss(["pipelines.etl"]);
        await workspace.DeployAsync();
        Assert.NotEqual(old, (string?)(await PipelineAsync("etl"))["pipeline_id"]);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Another_catalog_is_taken_in_place()
    {
        await workspace.With(File, Pipeline()).DeployAsync();
        workspace.With(File, Pipeline().Replace("main", "silver", StringComparison.Ordinal));

        Assert.Equal(ChangeAction.Update, Assert.Single((await workspace.PlanAsync()).Changes).Action);
        await workspace.DeployAsync();
        Assert.Equal("silver", (string?)(await SpecAsync("etl"))["catalog"]);
    }

    [Fact]
    public async Task A_deletion_is_over_when_the_service_has_the_pipeline_no_more()
    {
        await workspace.With(File, Pipeline()).With("notebooks/kept.py", Samples.Notebook()).DeployAsync();
        var id = (string)(await PipelineAsync("etl"))["pipeline_id"]!;
        var waited = clock.Delays.Count;
        await workspace.Cloud.AdminAsync("POST", "/unconfirmed", new JObject { ["rule"] = "deleted_pipeline", ["mode"] = "shown" });

        await workspace.Without(File).PruneAsync(new PruneOptions { DataLoss = new AllowedDataLoss(["pipelines.etl"]) });

        Assert.True(clock.Delays.Count > waited);
        using var gone = await workspace.Cloud.Workspace.GetAsync($"{Root}/{id}");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_plan_says_that_a_continuous_pipeline_starts()
    {
        workspace.With(File, Pipeline(""" "continuous": true """));

        Assert.Equal(
            ["it is continuous, so it starts when it is made, and goes on running"],
            Assert.Single((await workspace.PlanAsync()).Changes).Notes
        );
    }

    [Fact]
    public async Task A_continuous_pipeline_that_is_made_is_waited_for_until_it_runs_and_an_edit_is_not()
    {
        await StateAsync("STARTING", times: 3);
        var waited = clock.Delays.Count;

        await workspace.With(File, Pipeline(""" "continuous": true """)).DeployAsync();

        Assert.Equal(3, clock.Delays.Count - waited);
        Assert.Equal("RUNNING", (string?)(await PipelineAsync("etl"))["state"]);
        await workspace.With(File, Pipeline(""" "continuous": true, "photon": true """)).DeployAsync();
        Assert.Equal(3, clock.Delays.Count - waited);
    }

    [Fact]
    public async Task A_continuous_pipeline_that_fails_when_it_starts_fails_its_change_once()
    {
        await StateAsync("FAILED", times: 1);

        var outcome = await workspace.With(File, Pipeline(""" "continuous": true """)).TryDeployAsync();

        Assert.Contains("failed when it started: no such catalog.", Assert.Single(outcome.Changes).Message, StringComparison.Ordinal);
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData(""" "label": "default", """)]
    [InlineData("")]
    public void Its_clusters_are_checked_against_the_policy_that_Git_declares(string label)
    {
        workspace
            .With(
                "cluster-policies/team.json",
                """{ "name": "team", "definition": { "num_workers": { "type": "range", "maxValue": 4 } } }"""
            )
            .With(File, Pipeline($$""" "clusters": [{ {{label}} "num_workers": 9, "policy_id": "team" }] """));

        Assert.Contains(
            "error CPL004: pipelines.etl: clusters[default].num_workers is 9, which the cluster policy team does not allow",
            Assert.Single(workspace.Check()),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(""" "target": "a", "schema": "b" """, "error PPL001: pipelines.etl: target stands beside schema")]
    [InlineData(""" "storage": "dbfs:/x" """, "error PPL001: pipelines.etl: storage stands beside catalog")]
    [InlineData(""" "target": "a.b" """, "error PPL001: pipelines.etl: target is a.b, and the service takes no dot in it")]
    [InlineData(
        """ "libraries": [{ "notebook": { "path": "/a" }, "file": { "path": "/b" } }] """,
        "error PPL002: pipelines.etl: libraries[0] has notebook and file."
    )]
    [InlineData(""" "libraries": [{ "notebook": { "path": "" } }] """, "error FLD009: pipelines.etl: libraries[0].notebook.path is empty")]
    [InlineData(""" "libraries": [{ "file": { "path": "a.py" } }] """, "error PPL005: pipelines.etl: libraries[0].file.path names")]
    [InlineData(
        """ "clusters": [{ "label": "default" }, { "num_workers": 1 }] """,
        "error PPL003: pipelines.etl: clusters[1] is a second cluster of the label default"
    )]
    [InlineData(
        """ "run_as": { "user_name": "a@b.example", "service_principal_name": "c" } """,
        "error PPL004: pipelines.etl: run_as names a user and a service principal"
    )]
    [InlineData(""" "serverless": true, "clusters": [{ "label": "default" }] """, "warning PPL003: pipelines.etl: clusters stands beside")]
    [InlineData(""" "edition": "BEST" """, "error FLD004: pipelines.etl: edition is BEST")]
    public void A_pipeline_that_cannot_be_is_told(string fields, string says) =>
        Assert.Contains(says, Assert.Single(Checked.File(File, Pipeline(fields))), StringComparison.Ordinal);

    [Theory]
    [InlineData("**", "error")]
    [InlineData("x/**/y", "error")]
    [InlineData("x/*.py", "error")]
    [InlineData("x/load", "error")]
    [InlineData("/**", "warning")]
    [InlineData("/a/**/b", "warning")]
    public void A_pattern_that_is_no_folder_with_all_that_is_in_it_is_told(string include, string severity) =>
        Assert.StartsWith(
            $"{File}(1,63): {severity} PPL007: pipelines.etl: libraries[0].glob.include is {include}, which is no",
            Assert.Single(Checked.File(File, Pipeline($$""" "libraries": [{ "glob": { "include": "{{include}}" } }] """)))
        );

    [Theory]
    [InlineData("/Workspace/etl/**")]
    [InlineData("/Workspace/etl/load.py")]
    [InlineData("${x}/**")]
    public void A_folder_a_path_and_what_is_known_later_are_patterns_that_can_be(string include) =>
        Assert.Empty(Checked.File(File, Pipeline($$""" "libraries": [{ "glob": { "include": "{{include}}" } }] """)));

    private static string Pipeline(string more = "") =>
        $$"""{ "name": "etl", "catalog": "main"{{(more.Length == 0 ? "" : "," + more)}} }""";

    /// <summary>The next answers about a pipeline say this.</summary>
    private Task StateAsync(string state, int times) =>
        workspace.Cloud.AddFaultAsync(
            $$"""
            {
              "method": "GET", "path": "/api/2.0/pipelines/*", "status": 200, "times": {{times}},
              "body": "{ \"pipeline_id\": \"1\", \"state\": \"{{state}}\", \"cause\": \"no such catalog\" }"
            }
            """
        );

    private async Task<JObject> PipelineAsync(string name) =>
        (await workspace.Cloud.GetAsync(Root))["statuses"]!.Cast<JObject>().Single(one => (string?)one["name"] == name);

    private async Task<JObject> SpecAsync(string name) =>
        (JObject)(await workspace.Cloud.GetAsync($"{Root}/{(await PipelineAsync(name))["pipeline_id"]}"))["spec"]!;
}
