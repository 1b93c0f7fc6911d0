namespace Layercake.Bench;

/// <summary>Measures deployments and exports against the local cloud, and kills and disturbs them.</summary>
/// <remarks>
/// <c>dotnet run --project bench -c Release -- [--size=20x100x10x50 | --export=500x20x30] [--latency=30] [--rounds=3]</c>
/// </remarks>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var options = Options.Read(args);
        if (options is null)
        {
            Console.Error.WriteLine(
                "Usage: dotnet run --project bench -c Release -- [--size=CLUSTERSxNOTEBOOKSxFOLDERSxJOBS | "
                    + "--export=JOBSxWAREHOUSESxCLUSTERS] [--latency=MS] [--rounds=N]\n"
                    + "       dotnet run --project bench -c Release -- --upload=MIB\n"
                    + "       dotnet run --project bench -c Release -- --plans=ASSETS [--latency=MS]\n"
                    + "       dotnet run --project bench -c Release -- --requests\n"
                    + "       dotnet run --project bench -c Release -- --kills[=FLOW] | --faults=N | --faults=FROM..TO [--concurrency=N]"
            );
            return 2;
        }

        if (options.Upload is { } size)
            return await UploadBench.RunAsync(Repository(), size, CancellationToken.None) ? 0 : 1;

        if (options.Plans is { } assets)
        {
            await PlansBench.RunAsync(Repository(), assets, options.Latency, CancellationToken.None);
            return 0;
        }

        if (options.Requests)
        {
            await RequestsBench.RunAsync();
            return 0;
        }

        if (options.Kills is { } flow)
            return await KillsBench.RunAsync(flow, options.Concurrency) == 0 ? 0 : 1;

        if (options.Faults is { } range)
            return await FaultsBench.RunAsync(range, options.Concurrency) == 0 ? 0 : 1;

        Console.WriteLine(
            $"{(object?)options.Export ?? options.Size}; {options.Latency} ms latency on every request; median of {options.Rounds} "
                + $"by wall time.\n"
        );
        Console.WriteLine(Measurement.Heading);
        var medians = await MeasureAsync(options, CancellationToken.None);
        foreach (var median in medians)
            Console.WriteLine(median);

        Console.WriteLine("\nRequests to the workspace:\n");
        foreach (var median in medians)
            Console.WriteLine(median.Calls);

        return 0;
    }

    private static async Task<IReadOnlyList<Measurement>> MeasureAsync(Options options, CancellationToken ct)
    {
        var all = new List<Measurement>();
        for (var round = 0; round < options.Rounds; round++)
        {
            var folder = Directory.CreateTempSubdirectory("layercake-bench-").FullName;
            try
            {
                all.AddRange(
                    options.Export is { } jobs
                        ? await ExportBench.RoundAsync(folder, Repository(), jobs, options.Latency, ct)
                        : await DeployAsync(folder, options, ct)
                );
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return
        [
            .. all.GroupBy(measurement => measurement.Name)
                .Select(group => group.OrderBy(measurement => measurement.Wall).ElementAt(group.Count() / 2)),
        ];
    }

    private static async Task<IReadOnlyList<Measurement>> DeployAsync(string folder, Options options, CancellationToken ct)
    {
        var assets = Path.Combine(folder, "assets");
        AssetsGenerator.Write(assets, options.Size);
        await using var cloud = await Cloud.StartAsync(Path.Combine(folder, "cloud"), options.Latency, ct);
        var host = new Host(Repository(), assets, cloud);
        await host.BuildAsync(ct);
        var runs = new List<Measurement> { await host.RunAsync("first", [], ct), await host.RunAsync("second", [], ct) };
        AssetsGenerator.AddPermissionLists(assets, options.Size);
        runs.Add(await host.RunAsync("with permission lists on all jobs", [], ct));
        runs.Add(await host.RunAsync("second with permission lists", [], ct));
        runs.Add(await host.RunAsync("the same, permission_drift: changed", ["--permission-drift=changed"], ct));
        return runs;
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
