using System.Diagnostics;

namespace Layercake.Pipelines.Tests.Support;

/// <summary>How a program ended and what it printed.</summary>
public sealed record ProgramOutput(int ExitCode, string Output, string Errors)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Runs the programs that these tests need beside .NET.</summary>
public static class Programs
{
    /// <summary>Whether a program can be started by its name.</summary>
    public static bool Has(string program) => Find(program) is not null;

    /// <summary>Where a program is that can be started by its name.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    public static async Task<ProgramOutput> RunAsync(string program, IEnumerable<string> args, string folder, string input = "")
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, args)
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new ProgramOutput(process.ExitCode, await output, await errors);
    }
}
