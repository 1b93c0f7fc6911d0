using System.Globalization;
using System.IO.Compression;

namespace Layercake.Bench;

/// <summary>Seals a plan of many assets and applies it; beside each run stands the one that needs no sealed plan.</summary>
internal static class PlansBench
{
    /// <param name="assets">How many: a quarter are jobs, 20 are clusters, one is an init script, the others are notebooks.</param>
    public static async Task RunAsync(string repository, int assets, int latency, CancellationToken ct)
    {
        var size = new Size(Clusters: 20, Notebooks: assets - 21 - (assets / 4), Folders: 100, Jobs: assets / 4);
        var folder = Directory.CreateTempSubdirectory("layercake-bench-").FullName;
        try
        {
            var root = Path.Combine(folder, "assets");
            AssetsGenerator.Write(root, size);
            Console.WriteLine($"{size}; {latency} ms latency on every request\n");
            Console.WriteLine(MemoryRun.Heading);
            await WithoutPlanAsync(repository, root, Path.Combine(folder, "one"), latency, ct);
            var file = Path.Combine(folder, "release.plan");
            await WithPlanAsync(repository, root, Path.Combine(folder, "two"), file, latency, ct);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task WithoutPlanAsync(string repository, string assets, string cloud, int latency, CancellationToken ct)
    {
        await using var started = await Cloud.StartAsync(cloud, latency, ct);
        var host = new Host(repository, assets, started);
        await host.BuildAsync(ct);
        await PrintAsync(host, "Plan", ["--target=Plan"], ct);
        await PrintAsync(host, "Deploy", [], ct);
        await PrintAsync(host, "Deploy again", [], ct);
    }

    private static async Task WithPlanAsync(
        string repository,
        string assets,
        string cloud,
        string file,
        int latency,
        CancellationToken ct
    )
    {
        await using var started = await Cloud.StartAsync(cloud, latency, ct);
        var host = new Host(repository, assets, started);
        await PrintAsync(host, "Plan --out", ["--target=Plan", $"--out={file}"], ct);
        await PrintAsync(host, "Deploy --plan", [$"--plan={file}"], ct, readsAssets: false);
        await PrintAsync(host, "Deploy --plan again", [$"--plan={file}"], ct, readsAssets: false);
        PrintSize("first deployment", file);
        await PrintAsync(host, "Plan --out, nothing to do", ["--target=Plan", $"--out={file}"], ct);
        PrintSize("nothing to do", file);
    }

    private static async Task PrintAsync(
        Host host,
        string name,
        IEnumerable<string> arguments,
        CancellationToken ct,
        bool readsAssets = true
    ) => Console.WriteLine(await MemoryRun.OfAsync(host, name, arguments, ct, readsAssets));

    private static void PrintSize(string what, string file)
    {
        using var zip = ZipFile.OpenRead(file);
        var document = zip.GetEntry("plan.json")!.Length;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"\nThe file of the {what}: {MiB(new FileInfo(file).Length)} MiB, its plan.json {MiB(document)} MiB, "
                    + $"{zip.Entries.Count - 1} contents.\n"
            )
        );
    }

    private static string MiB(long bytes) => (bytes / 1024.0 / 1024).ToString("0.0", CultureInfo.InvariantCulture);
}
