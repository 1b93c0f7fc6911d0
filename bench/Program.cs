namespace Layercake.Bench;

/// <summary>Measures a first and a second deployment against the local cloud.</summary>
/// <remarks><c>dotnet run --project bench -c Release -- [--size=20x100x10x50] [--latency=30] [--rounds=3]</c></remarks>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var options = Options.Read(args);
        if (options is null)
        {
            Console.Error.WriteLine("Usage: dotnet run --project bench -c Release -- [--size=CLUSTERSxNOTEBOOKSxFOLDERSxJOBS] [--latency=MS] [--rounds=N]");
            return 2;
        }

        Console.WriteLine($"{options.Size}; {options.Latency} ms latency on every request; median of {options.Rounds} by wall time.\n");
        Console.WriteLine(Measurement.Heading);
        foreach (var median in await MeasureAsync(options, CancellationToken.None))
            Console.WriteLine(median);

        return 0;
    }

    private static async Task<IEnumerable<Measurement>> MeasureAsync(Options options, CancellationToken ct)
    {
        var all = new List<Measurement>();
        for (var round = 0; round < options.Rounds; round++)
        {
            var folder = Directory.CreateTempSubdirectory("layercake-bench-").FullName;
            try
            {
                AssetsGenerator.Write(Path.Combine(folder, "assets"), options.Size);
                await using var cloud = await Cloud.StartAsync(Path.Combine(folder, "cloud"), options.Latency, ct);
                var host = new Host(Repository(), Path.Combine(folder, "assets"), cloud);
                await host.BuildAsync(ct);
                all.Add(await host.DeployAsync("first", ct));
                all.Add(await host.DeployAsync("second", ct));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return all.GroupBy(measurement => measurement.Name).Select(group => group.OrderBy(measurement => measurement.Wall).ElementAt(group.Count() / 2));
    }

    /// <summary>The folder above this program that holds <c>build.sh</c>.</summary>
    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "build.sh")))
            folder = folder.Parent ?? throw new InvalidOperationException("The program lies in no clone of the repository.");

        return folder.FullName;
    }
}
