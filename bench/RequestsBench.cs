using Layercake.Sweeping;

namespace Layercake.Bench;

/// <summary>Deploys <c>samples/platform</c> twice, and says what the second deployment asks the workspace.</summary>
internal static class RequestsBench
{
    public static async Task RunAsync()
    {
        await using var world = await World.StartAsync(Deployer.Administrator);
        world.Environment = Platform.Environment("dev");
        world.HasFiles(Platform.First);
        var deployed = await world.MustAsync(Target.Deploy);
        await world.Cloud.ForgetRequestsAsync();
        await world.MustAsync(Target.Deploy);
        Console.WriteLine(RequestLines.Heading);
        foreach (var line in RequestLines.Of(await world.Cloud.RequestsAsync(), deployed.Outcome!))
            Console.WriteLine(line);
    }
}
