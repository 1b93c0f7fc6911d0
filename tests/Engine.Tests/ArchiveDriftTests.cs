using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>An archive that became a folder of notebooks, in which someone works.</summary>
public sealed class ArchiveDriftTests : IAsyncLifetime
{
    private const string Folder = "/Shared/app/notebooks/pack";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync();
        await workspace.With("notebooks/pack.dbc", Archives.Of("pack/one.python", "pack/sub/two.python")).DeployAsync();
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_folder_that_nobody_touched_is_as_declared()
    {
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.Empty(await workspace.WritesDuringAsync(() => workspace.DeployAsync()));
    }

    [Theory]
    [InlineData("import", $"{Folder}/one")]
    [InlineData("import", $"{Folder}/sub/two")]
    [InlineData("import", $"{Folder}/sub/three")]
    [InlineData("delete", $"{Folder}/sub/two")]
    [InlineData("delete", $"{Folder}/sub")]
    [InlineData("mkdirs", $"{Folder}/empty")]
    public async Task What_someone_does_in_the_folder_is_drift_and_is_put_back(string call, string path)
    {
        await DoAsync(call, path);

        var change = Assert.Single((await workspace.PlanAsync()).Changes);
        Assert.Equal((ChangeAction.Update, true), (change.Action, change.Drift));

        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        var there = await workspace.Cloud.GetAsync($"/api/2.0/workspace/list?path={Folder}/sub");
        Assert.Equal([$"{Folder}/sub/two"], there["objects"]!.Select(entry => (string?)entry["path"]));
    }

    [Fact]
    public async Task A_prune_says_that_a_folder_that_left_git_was_changed()
    {
        await DoAsync("import", $"{Folder}/one");

        var pruned = await workspace.Without("notebooks/pack.dbc").PlanPruneAsync();

        Assert.Contains("changed", Assert.Single(pruned.Plan.Changes).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_may_not_be_listed_is_left_alone()
    {
        await workspace.Cloud.AddFaultAsync(
            $$"""{ "path": "/api/2.0/workspace/list", "query": "{{Folder}}/sub", "status": 403, "times": 0 }"""
        );

        var change = Assert.Single((await workspace.PlanAsync()).Unknown);

        Assert.Contains("may not be looked at", change.Reason, StringComparison.Ordinal);
    }

    private Task DoAsync(string call, string path)
    {
        var body = new JObject { ["path"] = path };
        if (call == "delete")
            body["recursive"] = true;
        if (call == "import")
            body.Merge(
                new JObject
                {
                    ["format"] = "SOURCE",
                    ["language"] = "PYTHON",
                    ["overwrite"] = true,
                    ["content"] = Convert.ToBase64String("print(2)"u8),
                }
            );
        return workspace.Cloud.PostAsync($"/api/2.0/workspace/{call}", body);
    }
}
