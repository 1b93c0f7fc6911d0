using System.Diagnostics;
using Build.Running;

namespace Build.TestRuns;

/// <summary>What a <c>dotnet</c> command printed and how it ended.</summary>
internal sealed record DotNetOutput(int ExitCode, string Text);

/// <summary>Runs the <c>dotnet</c> command in this repository.</summary>
internal sealed class DotNetCommand(HostFolders folders)
{
    /// <summary>
    /// For it and all that it starts: the tests start hundreds of short processes, which take a fifth less of a processor's time with
    /// these.
    /// </summary>
    private static readonly Dictionary<string, string> ForShortProcesses = new()
    {
        ["DOTNET_EnableWriteXorExecute"] = "0",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_GCgen0size"] = "0x4000000",
    };

    /// <exception cref="OperationCanceledException">It was ended, with all that it had started.</exception>
    public async Task<DotNetOutput> RunAsync(IEnumerable<string> arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
            arguments
        )
        {
            WorkingDirectory = folders.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        foreach (var (name, value) in ForShortProcesses)
            start.Environment.TryAdd(name, value);

        // The tests start the host that users start, which may be compiled ahead of time.
        start.Environment.TryAdd(TestHostVariable.Name, AppContext.BaseDirectory);

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var errors = process.StandardError.ReadToEndAsync(ct);
            var text = await output + await errors;
            await process.WaitForExitAsync(ct);
            return new DotNetOutput(process.ExitCode, text);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
