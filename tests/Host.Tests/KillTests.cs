using System.Runtime.InteropServices;
using Layercake.Engine.Environments;
using Layercake.Host.Tests.Support;
using Layercake.LocalCloud;
using Layercake.Sweeping;
using Layercake.Testing;

namespace Layercake.Host.Tests;

/// <summary>A process that is really killed leaves what the sweep of kills within one process says it leaves.</summary>
[Collection(nameof(KillTests))]
[CollectionDefinition(nameof(KillTests), DisableParallelization = true)]
public sealed class KillTests
{
    private const PosixSignal Kill = (PosixSignal)9;

    private static readonly DeploymentEnvironment local = new()
    {
        Name = "local",
        File = "deployment/environments/local.json",
        NotebooksPath = "/Shared/layercake/notebooks",
        InitScriptsDestination = "/Workspace/Shared/layercake/init-scripts",
        Concurrency = 1,
    };

    [Theory]
    [InlineData("POST /api/2.0/workspace/import", 4, true)]
    [InlineData("POST /api/2.1/clusters/create", 1, true)]
    [InlineData("POST /api/2.2/jobs/create", 2, false)]
    public async Task A_killed_process_ends_like_a_run_that_is_cut_off(string request, int which, bool handled)
    {
        var (undisturbed, swept) = await CutOffAsync(request, which, handled);
        using var folder = new TempDirectory();
        await using var world = await World.StartAsync(
            Deployer.Administrator,
            new LocalCloudOptions { DescriptionFile = folder["cloud/cloud.json"] }
        );
        world.Environment = local;
        world.HasFiles(Projects.First);
        var parts = request.Split(' ');
        await world.Cloud.AddFaultAsync(
            $$"""
            {
              "method": "{{parts[0]}}",
              "path": "{{parts[1]}}",
              "skip": {{which - 1}},
              "action": "{{(handled ? "hold_after" : "hold_before")}}"
            }
            """
        );

        using var killed = Start(folder, world);
        await world.Cloud.AdminAsync("GET", "/faults/held");
        killed.Signal(Kill);
        await killed.EndAsync();
        await world.Cloud.AdminAsync("DELETE", "/faults");
        using var next = Start(folder, world);

        Assert.Equal(0, (await next.EndAsync()).ExitCode);
        Assert.Equal(swept.Differences, undisturbed.Picture.DifferencesTo(await Picture.TakeAsync(world)));
        Assert.Empty(swept.Differences);
    }

    /// <summary>The same within this process.</summary>
    private static async Task<(Undisturbed Undisturbed, SweptPoint Swept)> CutOffAsync(string request, int which, bool handled)
    {
        await using var world = await World.StartAsync(Deployer.Administrator);
        world.Environment = local;
        var sweep = new CrashSweep(world);
        var flow = Flows.Named("first deployment");
        var undisturbed = await sweep.UndisturbedAsync(flow);
        var number = undisturbed
            .Requests.Select((sent, index) => (sent, number: index + 1))
            .Where(sent => sent.sent == request)
            .ElementAt(which - 1)
            .number;
        return (undisturbed, await sweep.KillAsync(flow, new KillPoint(number, handled), same: true));
    }

    private static HostRun Start(TempDirectory folder, World world)
    {
        var home = Directory.CreateDirectory(folder["home"]).FullName;
        return HostRun.Start(
            home,
            [
                "--env=local",
                $"--assets={world.Assets.FullPath}",
                $"--cloud-file={folder["cloud/cloud.json"]}",
                $"--state={folder["state"]}",
                "--concurrency=1",
            ]
        );
    }
}
