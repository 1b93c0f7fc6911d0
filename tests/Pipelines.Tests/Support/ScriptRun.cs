using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Layercake.Pipelines.Tests.Support;

/// <summary>A script as a terminal runs it: in a process group of its own, all of which Ctrl-C reaches.</summary>
internal sealed class ScriptRun : IDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;
    private readonly List<string> printed = [];

    private ScriptRun(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    public string Text => string.Join('\n', printed);

    /// <param name="tools">A folder of programs that are found before all others.</param>
    public static ScriptRun Start(IEnumerable<string> command, string folder, string? tools = null)
    {
        // A test run that was itself started in the background ignores SIGINT, and a shell cannot undo that.
        var start = new ProcessStartInfo("env", ["--default-signal=INT,TERM", "setsid", .. command])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in new[] { "GITHUB_ACTIONS", "TF_BUILD" })
            start.Environment[name] = "";
        if (tools is not null)
            start.Environment["PATH"] = $"{tools}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        return new ScriptRun(Process.Start(start)!);
    }

    /// <summary>Waits until it has printed a line that holds this.</summary>
    public async Task WhenPrintedAsync(string text)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            printed.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
                return;
        }

        Assert.Fail($"It ended without printing {text}:\n{Text}\n{await errors}");
    }

    /// <summary>Ctrl-C: SIGINT for all that runs in the group.</summary>
    public void Interrupt() => Assert.Equal(0, Kill(-process.Id, 2));

    public async Task<int> EndAsync()
    {
        printed.Add(await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        printed.Add(await errors);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
