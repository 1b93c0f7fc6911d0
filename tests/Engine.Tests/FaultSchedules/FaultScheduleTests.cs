using Layercake.Engine.Tests.Crashes;
using Layercake.Sweeping;

namespace Layercake.Engine.Tests.FaultSchedules;

/// <summary>
/// Whatever goes wrong in between, nothing is made twice or left behind, and each run says what it did: the first of what <c>bench --
/// --faults=10000</c> runs.
/// </summary>
[Collection(SweepCollection.Name)]
public sealed class FaultScheduleTests
{
    private const int Schedules = 50;

    [Theory]
    [InlineData(Deployer.Administrator, 0)]
    [InlineData(Deployer.ServicePrincipal, 1)]
    public async Task Runs_among_faults_end_with_one_of_each_and_say_what_they_did(Deployer deployer, int first)
    {
        await using var world = await World.StartAsync(deployer);
        world.Environment = world.Environment with { Concurrency = 1 };
        var schedules = new Sweeping.FaultSchedules(world);

        var failures = new List<string>();
        for (var number = first; number < Schedules; number += 2)
            if (await schedules.TryAsync(number) is { } failure)
                failures.Add(failure);

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }
}
