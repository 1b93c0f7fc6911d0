namespace Layercake.Bench;

/// <summary>Measures the way of jobs from one workspace through Git to another.</summary>
internal static class ExportBench
{
    public static async Task<IReadOnlyList<Measurement>> RoundAsync(
        string folder,
        string repository,
        JobsSize size,
        int latency,
        CancellationToken ct
    )
    {
        var assets = Directory.CreateDirectory(Path.Combine(folder, "assets")).FullName;
        var all = new List<Measurement>();
        await using (var origin = await Cloud.StartAsync(Path.Combine(folder, "origin"), latency: 0, ct))
        {
            await new WorkspaceFiller(origin, size).FillAsync(ct);
            await origin.DelayAsync(latency, ct);
            var host = new Host(repository, assets, origin);
            await host.BuildAsync(ct);
            all.Add(await host.RunAsync("export", ["--target=Export"], ct));
            all.Add(await host.RunAsync("export again", ["--target=Export"], ct));
            all.Add(await host.RunAsync("validate, without a network", ["--target=Validate"], ct));
            all.Add(await host.RunAsync("plan where it came from", ["--target=Plan"], ct));
        }

        await using var other = await Cloud.StartAsync(Path.Combine(folder, "other"), latency: 0, ct);
        await new WorkspaceFiller(other, size).WarehousesAsync(ct);
        await other.DelayAsync(latency, ct);
        var there = new Host(repository, assets, other);
        all.Add(await there.RunAsync("first deployment elsewhere", [], ct));
        all.Add(await there.RunAsync("second deployment elsewhere", [], ct));
        return all;
    }
}
