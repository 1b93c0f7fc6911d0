using Layercake.Engine.Applying;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Ownership;

/// <summary>What others do between a plan and its end, and what an edit of the record says, costs nobody an object.</summary>
public sealed class MeanwhileTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock())).WithOneOfEachKind();
        await workspace.DeployAsync();
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("notebooks/new.py", "/Shared/app/notebooks/new")]
    [InlineData("notebooks/new.txt", "/Shared/app/notebooks/new.txt")]
    [InlineData("init-scripts/new.sh", "/Shared/app/init-scripts/new.sh")]
    public async Task A_file_that_someone_made_after_the_plan_is_left_as_it_is(string file, string place)
    {
        var planned = await workspace.With(file, Samples.Notebook()).TryPlanAsync();
        await ImportAsync(place, "# Databricks notebook source\n# theirs\n", file);

        var outcome = await workspace.ApplyAsync(planned, new Quiet(), CancellationToken.None);

        Assert.Contains(
            "was made by someone else after the plan was made",
            Assert.Single(outcome.Changes).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("# theirs", await workspace.SourceAsync(place), StringComparison.Ordinal);
        Assert.True((await workspace.PlanAsync()).Changes.Single(change => change.File == file).Adopts);
    }

    [Theory]
    [InlineData("drop_after")]
    [InlineData("drop_before")]
    public async Task A_file_whose_answer_was_lost_is_ours(string action)
    {
        await workspace.Cloud.AddFaultAsync(
            new JObject
            {
                ["method"] = "POST",
                ["path"] = "/api/2.0/workspace/import",
                ["action"] = action,
                ["skip"] = 2,
            }.ToString()
        );

        await workspace.With("notebooks/new.py", Samples.Notebook()).DeployAsync();

        Assert.False((await workspace.TryPlanAsync()).Manifest.Find("notebooks.new.py")!.Adopted);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_was_edited_after_the_plan_is_not_pruned()
    {
        workspace.Without("jobs/nightly.json");
        var planned = await workspace.PlanPruneAsync();
        var id = (await workspace.JobAsync("nightly"))["job_id"]!;
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new JObject
            {
                ["job_id"] = id,
                ["new_settings"] = new JObject { ["timeout_seconds"] = 77 },
            }
        );

        var outcome = await workspace.ApplyAsync(planned, new Quiet(), CancellationToken.None);

        Assert.Equal((false, ChangeStatus.Skipped), (outcome.Succeeded, Assert.Single(outcome.Changes).Status));
        await workspace.JobAsync("nightly");
    }

    [Fact]
    public async Task An_entry_that_was_never_read_back_and_has_anothers_id_deletes_nothing()
    {
        var theirs = await workspace.HasJobAsync(Samples.Job("theirs", compute: """ "environment_key": "default" """));
        await EditAsync(document =>
        {
            var entry = document["entries"]!.OfType<JObject>().Single(entry => (string?)entry["name"] == "nightly");
            entry["id"] = $"{theirs}";
            entry.Remove("baseline");
        });
        workspace.Without("jobs/nightly.json");

        var plan = (await workspace.PlanPruneAsync()).Plan;

        Assert.Empty(plan.Deletions);
        Assert.Contains(
            $"its job {theirs} is called theirs in the workspace",
            Assert.Single(plan.Changes).HeldBack,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_place_elsewhere_that_the_record_says_was_begun_is_not_deleted()
    {
        await ImportAsync("/Shared/theirs", "# Databricks notebook source\n# theirs\n", "x.py");
        await EditAsync(document =>
            document["creating"] = new JObject
            {
                ["notebooks.gone.py"] = new JObject { ["nonce"] = new string('0', 32), ["place"] = "/Shared/theirs" },
            }
        );

        var plan = (await workspace.PlanPruneAsync()).Plan;

        Assert.Empty(plan.Deletions);
        Assert.Contains("/Shared/theirs", Assert.Single(plan.Changes).HeldBack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_elsewhere_that_is_not_as_it_was_deployed_stays_when_its_asset_moves()
    {
        await ImportAsync("/Shared/theirs", "# Databricks notebook source\n# theirs\n", "x.py");
        await EditAsync(document =>
            document["entries"]!.OfType<JObject>().Single(entry => (string?)entry["name"] == "load.py")["id"] = "/Shared/theirs"
        );
        await workspace.Cloud.PostAsync("/api/2.0/workspace/delete", new JObject { ["path"] = "/Shared/app/notebooks/load" });

        await workspace.DeployAsync();

        Assert.Contains("# theirs", await workspace.SourceAsync("/Shared/theirs"), StringComparison.Ordinal);
        await workspace.StatusAsync("/Shared/app/notebooks/load");
    }

    [Fact]
    public async Task A_record_without_entries_is_damaged()
    {
        await EditAsync(document => document.Remove("entries"));

        var error = await Assert.ThrowsAsync<ManifestException>(() => workspace.PlanAsync());

        Assert.Contains("entries must be a list of objects", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lease-999999999999999999.json")]
    [InlineData("manifest-999999999999999999.json.gz")]
    public async Task A_number_above_which_none_is_read_is_refused_before_anything_is_written(string name)
    {
        var content = name.StartsWith("lease", StringComparison.Ordinal)
            ? LeaseFile.Write((await workspace.LeaseAsync())!)
            : ManifestFile.Write((await workspace.TryPlanAsync()).Manifest);
        await workspace.PutAsync(content, $"{workspace.Environment.StateFolder}/{name}");
        workspace.WithEachChanged();

        var writes = await workspace.WritesDuringAsync(async () =>
            Assert.Contains(
                name,
                (await Assert.ThrowsAsync<LeaseHeldException>(() => workspace.DeployAsync())).Message,
                StringComparison.Ordinal
            )
        );

        Assert.Empty(writes);
    }

    private Task ImportAsync(string place, string text, string file) =>
        workspace.Cloud.PostAsync(
            "/api/2.0/workspace/import",
            new JObject
            {
                ["path"] = place,
                ["format"] = file.EndsWith(".py", StringComparison.Ordinal) ? "SOURCE" : "AUTO",
                ["language"] = file.EndsWith(".py", StringComparison.Ordinal) ? "PYTHON" : null,
                ["content"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)),
            }
        );

    private async Task EditAsync(Action<JObject> edit)
    {
        var document = await workspace.ManifestAsync();
        edit(document);
        await workspace.PutManifestAsync(document);
    }
}
