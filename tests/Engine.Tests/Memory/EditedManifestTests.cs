using Layercake.Engine.Memory;
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
}
