using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests;

/// <summary>Large files are sent and kept piece by piece.</summary>
[Collection(nameof(LargeFileMemoryTests))]
public sealed class LargeFileMemoryTests
{
    private const int Size = 12 * 1024 * 1024;

    [Fact]
    public async Task A_deployment_holds_no_more_than_pieces_of_a_large_file()
    {
        using var memory = new TempDirectory();
        await using var workspace = await TestWorkspace.StartAsync(memory: memory.FullPath);
        workspace.With("notebooks/model.bin", "");
        using (var file = new FileStream(workspace.Assets["notebooks/model.bin"], FileMode.Open))
            file.SetLength(Size);

        using var largest = new LargestAllocation();
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        Assert.InRange(largest.Bytes, 1, 2 * 1024 * 1024);
        Assert.Equal(Size, (int)(await workspace.StatusAsync("/Shared/app/notebooks/model.bin"))["size"]!);
    }

    [CollectionDefinition(nameof(LargeFileMemoryTests), DisableParallelization = true)]
    public sealed class Alone;
}
