using System.Diagnostics;
using Layercake.Sweeping;

namespace Layercake.Bench;

/// <summary>Kills every flow before and after each of its requests, and says what the runs after it did not mend.</summary>
internal static class KillsBench
{
    /// <param name="only">The name of one flow; empty for all.</param>
    /// <returns>How many points ended otherwise than a flow that nobody disturbed.</returns>
    public static async Task<int> RunAsync(string only, int concurrency)
    {
        var bad = 0;
        Console.WriteLine(
            "| deployer | flow | requests | kill points | differ | longest wait | took |\n| --- | --- | ---: | ---: | ---: | ---: | ---: |"
        );
        foreach (var deployer in Enum.GetValues<Deployer>())
        {
            await using var world = await World.StartAsync(deployer);
            world.Environment = world.Environment with { Concurrency = concurrency };
            var sweep = new CrashSweep(world);
            foreach (var flow in Flows.For(deployer).Where(flow => only.Length == 0 || flow.Name == only))
                bad += await RunAsync(sweep, flow, deployer);
        }

        return bad;
    }

    private static async Task<int> RunAsync(CrashSweep sweep, Flow flow, Deployer deployer)
    {
        var start = Stopwatch.GetTimestamp();
        var requests = (await sweep.UndisturbedAsync(flow)).Requests.Count;
        var points = new List<SweptPoint>();
        foreach (var point in KillPoint.All(requests))
            foreach (var same in new[] { true, false })
            {
                var swept = await sweep.KillAsync(flow, point, same);
                points.Add(swept);
                if (swept.Differences.Count > 0)
                    Console.Error.WriteLine($"{deployer}: {swept}:\n  {string.Join("\n  ", swept.Differences)}");
            }

        var differ = points.Count(point => point.Differences.Count > 0);
        Console.WriteLine(
            $"| {deployer} | {flow} | {requests} | {points.Count} | {differ} | {points.Max(point => point.Waited).TotalSeconds:0} "
                + $"s | {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s |"
        );
        return differ;
    }
}
