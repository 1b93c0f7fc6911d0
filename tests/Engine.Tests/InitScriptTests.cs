using Layercake.Engine.Tests.Support;

namespace Layercake.Engine.Tests;

public sealed class InitScriptTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("dbfs:/init-scripts")]
    [InlineData("/Workspace/Shared/init")]
    [InlineData("/Shared/init")]
    [InlineData("/Volumes/main/platform/init/scripts")]
    public async Task Scripts_go_where_the_environment_says_and_then_there_is_nothing_to_do(string destination)
    {
        workspace.Environment = workspace.Environment with { InitScriptsDestination = destination };
        workspace
            .With("init-scripts/a.sh", "echo a\n")
            .With("init-scripts/sub/b.sh", "echo b\r\n")
            .With("init-scripts/setup.py", "# Databricks notebook source\n");

        await workspace.DeployAsync();

        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.Empty(await workspace.WritesDuringAsync(() => workspace.DeployAsync()));
    }

    [Theory]
    [InlineData("dbfs:/init-scripts")]
    [InlineData("/Volumes/main/platform/init")]
    public async Task A_script_above_one_block_arrives_whole(string destination)
    {
        workspace.Environment = workspace.Environment with { InitScriptsDestination = destination };
        await workspace.With("init-scripts/large.sh", new string('#', 3 * 1024 * 1024 + 17)).DeployAsync();

        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_changed_script_is_written_again()
    {
        await workspace.With("init-scripts/a.sh", "1").DeployAsync();
        await workspace.With("init-scripts/a.sh", "2").DeployAsync();

        Assert.Equal("2", await workspace.SourceAsync("/Shared/app/init-scripts/a.sh"));
    }
}
