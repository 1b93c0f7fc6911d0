using System.Diagnostics;
using System.Globalization;
using Layercake.Sweeping;

namespace Layercake.Bench;

/// <summary>Runs random schedules of runs and faults, by number, so that a range can be run again or continued.</summary>
internal static class FaultsBench
{
    /// <summary><c>10000</c> is the first ten thousand, <c>2000..4000</c> those from 2000 to 3999; null when it is neither.</summary>
    public static (int From, int To)? Parse(string range)
    {
        var ends = range.Split("..");
        var numbers = ends.Select(end => int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .ToArray();
        return numbers is [>= 0] ? (0, numbers[0])
            : numbers is [>= 0, >= 0] && numbers[0] <= numbers[1] ? (numbers[0], numbers[1])
            : null;
    }

    /// <returns>How many schedules showed something wrong.</returns>
    public static async Task<int> RunAsync((int From, int To) range, int concurrency)
    {
        var start = Stopwatch.GetTimestamp();
        var worlds = new List<World>();
        var schedules = new List<FaultSchedules>();
        var bad = 0;
        foreach (var deployer in Enum.GetValues<Deployer>())
        {
            var world = await World.StartAsync(deployer);
            world.Environment = world.Environment with { Concurrency = concurrency };
            worlds.Add(world);
            schedules.Add(new FaultSchedules(world));
        }

        for (var number = range.From; number < range.To; number++)
        {
            if (await schedules[number % schedules.Count].TryAsync(number) is { } failure)
            {
                bad++;
                Console.Error.WriteLine(failure);
            }

            if ((number + 1) % 100 == 0)
                Console.WriteLine($"{number + 1}: {bad} wrong, {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
        }

        Console.WriteLine($"Schedules {range.From} to {range.To - 1}: {bad} wrong, {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s.");
        foreach (var (world, one) in worlds.Zip(schedules))
            Console.WriteLine($"{world.Deployer}: {one.Counts}.");
        foreach (var world in Enumerable.Reverse(worlds))
            await world.DisposeAsync();
        return bad;
    }
}
