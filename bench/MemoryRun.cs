using System.Diagnostics;
using System.Globalization;

namespace Layercake.Bench;

/// <summary>One run of the host, and the most memory that its process had.</summary>
/// <param name="Peak">In MiB.</param>
internal sealed record MemoryRun(string Name, TimeSpan Wall, long Peak)
{
    public const string Heading = "| run | wall | peak memory |\n| --- | ---: | ---: |";

    private const int MiB = 1024 * 1024;

    /// <inheritdoc cref="Host.RunAsync"/>
    public static async Task<MemoryRun> OfAsync(
        Host host,
        string name,
        IEnumerable<string> arguments,
        CancellationToken ct,
        bool readsAssets = true
    )
    {
        var peak = 0L;
        var run = await host.RunAsync(name, arguments, ct, process => peak = Math.Max(peak, MemoryOf(process)), readsAssets);
        return new MemoryRun(name, run.Wall, peak / MiB);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"| {Name} | {Wall.TotalSeconds:0.0} s | {Peak} MiB |");

    /// <summary>The most that the process had so far.</summary>
    private static long MemoryOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0; // It has ended.
        }
    }
}
