using System.Diagnostics;

namespace Layercake.Bench;

/// <summary>Runs the host as a user does, through the built host.</summary>
internal sealed class Host(string repository, string assets, Cloud cloud)
{
    /// <param name="watch">Looks at the process again and again while it runs.</param>
    /// <param name="readsAssets">False for a run that applies a plan, which holds what is deployed.</param>
    public async Task<Measurement> RunAsync(
        string name,
        IEnumerable<string> arguments,
        CancellationToken ct,
        Action<Process>? watch = null,
        bool readsAssets = true
    )
    {
        await cloud.ForgetRequestsAsync(ct);

        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(
            new ProcessStartInfo(
                "bash",
                [
                    Path.Combine(repository, "build.sh"),
                    "--env=local",
                    $"--cloud-file={cloud.File}",
                    .. readsAssets ? [$"--assets={assets}"] : Array.Empty<string>(),
                    .. arguments,
                ]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var printed = process.StandardOutput.ReadToEndAsync(ct);
        var complaints = process.StandardError.ReadToEndAsync(ct);
        while (watch is not null && !process.HasExited)
        {
            watch(process);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, ct);
        }

        await process.WaitForExitAsync(ct);
        var wall = Stopwatch.GetElapsedTime(start);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{name} ended with {process.ExitCode}.\n{await printed}\n{await complaints}");

        var summary = await cloud.SummaryAsync(ct);
        return new Measurement(
            name,
            wall,
            (int)summary["requests"]!,
            (int)summary["writes"]!,
            (int)summary["in_flight_peak"]!,
            await cloud.EndpointsAsync(ct)
        );
    }

    /// <summary>Builds the host if need be, so that no measured run does.</summary>
    public async Task BuildAsync(CancellationToken ct)
    {
        using var process = Process.Start(
            new ProcessStartInfo("bash", [Path.Combine(repository, "build.sh"), "--version"]) { RedirectStandardOutput = true }
        )!;
        await process.WaitForExitAsync(ct);
    }
}
