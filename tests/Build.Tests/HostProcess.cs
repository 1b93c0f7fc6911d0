using System.Diagnostics;

namespace Layercake.Build.Tests;

/// <summary>The host as users run it: a process of its own.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process process;

    private HostProcess(Process process) => this.process = process;

    public int Id => process.Id;

    public StreamReader Output => process.StandardOutput;

    /// <summary>Starts the program in a folder; by default the one that the tests were built into, inside this repository.</summary>
    public static HostProcess Start(IEnumerable<string> args, string? program = null, string? directory = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(program ?? AppContext.BaseDirectory, "Build.dll"), .. args])
        {
            WorkingDirectory = directory ?? AppContext.BaseDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // As in a terminal that shows colours, of which nothing may reach a file.
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        // These tests may run there, and expect what is printed elsewhere.
        start.Environment.Remove("GITHUB_ACTIONS");
        start.Environment.Remove("TF_BUILD");
        return new HostProcess(Process.Start(start)!);
    }

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] args)
    {
        using var host = Start(args);
        return await host.EndAsync();
    }

    /// <summary>Waits for its end and returns what it printed since.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
