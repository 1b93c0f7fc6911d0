using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Memory;

/// <summary>
/// A manifest that someone edited in the workspace: nothing is sent to the service by what it says, and the message names the asset.
/// </summary>
public sealed class EditedManifestTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock())).WithOneOfEachKind();
        await workspace.DeployAsync();
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("jobs", "x", "must be a number")]
    [InlineData("jobs", "99999999999999999999", "must be a number")]
    [InlineData("jobs", "-1", "must be a number")]
    [InlineData("notebooks", "load", "must be a path in the workspace")]
    [InlineData("notebooks", "/", "must be a path in the workspace")]
    [InlineData("init-scripts", "dbfs:x", "must be a path in the workspace")]
    public async Task An_id_of_the_wrong_form_is_said_with_its_asset(string kind, string id, string expected)
    {
        var document = await workspace.ManifestAsync();
        var entry = document["entries"]!.OfType<JObject>().First(entry => (string?)entry["kind"] == kind);
        entry["id"] = id;
        await workspace.PutManifestAsync(document);

        var writes = await workspace.WritesDuringAsync(async () =>
        {
            var error = await Assert.ThrowsAsync<ManifestException>(() => workspace.DeployAsync());
            Assert.Contains(
                $"says that {kind}.{entry["name"]} has the id \"{id}\", which {expected}. Someone edited it.",
                error.Message,
                StringComparison.Ordinal
            );
            await Assert.ThrowsAsync<ManifestException>(() => workspace.PlanPruneAsync());
        });

        Assert.Empty(writes);
    }

    [Fact]
    public async Task A_place_of_the_wrong_form_that_a_deployment_began_to_fill_is_said_with_its_asset()
    {
        var document = await workspace.ManifestAsync();
        document["creating"] = new JObject
        {
            ["notebooks.gone.py"] = new JObject { ["nonce"] = new string('0', 32), ["place"] = "gone" },
        };
        await workspace.PutManifestAsync(document);

        var error = await Assert.ThrowsAsync<ManifestException>(() => workspace.PlanPruneAsync());

        Assert.Contains(
            "says that notebooks.gone.py has the id \"gone\", which must be a path in the workspace",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_asset_with_such_an_id_can_be_given_up()
    {
        var document = await workspace.ManifestAsync();
        document["entries"]!.OfType<JObject>().First(entry => (string?)entry["kind"] == "jobs")["id"] = "x";
        await workspace.PutManifestAsync(document);

        await workspace.ApplyAsync(
            await workspace.Session().PlanForgetAsync("jobs.nightly", CancellationToken.None),
            new Quiet(),
            CancellationToken.None
        );

        Assert.True((await workspace.PlanAsync()).Changes.Single(change => change.Kind == "jobs").Adopts);
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
        await workspace.HasFileAsync("/Shared/theirs", "# Databricks notebook source\n# theirs\n", "SOURCE", "PYTHON");
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
        await workspace.HasFileAsync("/Shared/theirs", "# Databricks notebook source\n# theirs\n", "SOURCE", "PYTHON");
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

    private async Task EditAsync(Action<JObject> edit)
    {
        var document = await workspace.ManifestAsync();
        edit(document);
        await workspace.PutManifestAsync(document);
    }
}
