using Layercake.Sweeping;

namespace Layercake.Engine.Tests.Crashes;

/// <summary>
/// A run that is killed leaves nothing that the next one does not put right: a sample of what <c>bench -- --kills</c> does at every
/// request.
/// </summary>
[Collection(SweepCollection.Name)]
public sealed class CrashSweepTests
{
    private const int Seed = 20260302;
    private const int PointsOfAFlow = 2;

    /// <summary>Each flow with one of the deployers in turn.</summary>
    public static TheoryData<string, Deployer> Everything
    {
        get
        {
            var deployers = Enum.GetValues<Deployer>();
            var data = new TheoryData<string, Deployer>();
            foreach (var (index, flow) in Flows.All.Where(flow => !flow.IsLeftToTheWhole).Index())
                data.Add(flow.Name, flow.IsForAdministrators ? Deployer.Administrator : deployers[index % deployers.Length]);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task After_a_kill_the_next_run_ends_as_if_there_had_been_none(string name, Deployer deployer)
    {
        await using var world = await World.StartAsync(deployer);
        world.Environment = world.Environment with { Concurrency = 1 };
        var sweep = new CrashSweep(world);
        var flow = Flows.Named(name);
        var random = new Random(Seed);
        var points = KillPoint.All((await sweep.UndisturbedAsync(flow)).Requests.Count).ToArray();
        random.Shuffle(points);

        var different = new List<string>();
        foreach (var point in points.Take(PointsOfAFlow))
        {
            var swept = await sweep.KillAsync(flow, point, same: random.Next(2) == 0);
            if (swept.Differences.Count > 0)
                different.Add($"{swept}:\n  {string.Join("\n  ", swept.Differences)}");
        }

        Assert.True(different.Count == 0, string.Join('\n', different));
    }
}
