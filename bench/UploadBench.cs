namespace Layercake.Bench;

/// <summary>Deploys one large file and says how much memory the deploying process needed; the cloud is in this process.</summary>
internal static class UploadBench
{
    /// <summary>What a small agent can spare, in MiB.</summary>
    private const long MostMemory = 300;

    private const int MiB = 1024 * 1024;

    /// <returns>Whether each run needed no more than that.</returns>
    public static async Task<bool> RunAsync(string repository, int size, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("layercake-bench-").FullName;
        try
        {
            var assets = Path.Combine(folder, "assets");
            Directory.CreateDirectory(Path.Combine(assets, "notebooks"));
            var file = Path.Combine(assets, "notebooks", "model.bin");
            await using var cloud = await Cloud.StartAsync(Path.Combine(folder, "cloud"), latency: 0, ct);
            var host = new Host(repository, assets, cloud);
            await host.BuildAsync(ct);
            Console.WriteLine(MemoryRun.Heading);
            await WriteAsync(file, size, seed: 1, ct);
            var fits = await MeasureAsync(host, $"first, {size} MiB", ct);
            fits &= await MeasureAsync(host, "second, nothing to do", ct);
            await WriteAsync(file, size, seed: 2, ct);
            return fits & await MeasureAsync(host, "changed in Git", ct);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> MeasureAsync(Host host, string name, CancellationToken ct)
    {
        var run = await MemoryRun.OfAsync(host, name, [], ct);
        Console.WriteLine(run);
        return run.Peak < MostMemory;
    }

    private static async Task WriteAsync(string path, int size, int seed, CancellationToken ct)
    {
        var piece = new byte[MiB];
        new Random(seed).NextBytes(piece);
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        for (var written = 0; written < size; written++)
            await file.WriteAsync(piece, ct);
    }
}
