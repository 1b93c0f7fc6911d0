using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Layercake.Testing;

namespace Layercake.Host.Tests.Support;

/// <summary>The host as users run it, a process of its own: how it ended and all that it printed.</summary>
public sealed class HostRun : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder printed = new();
    private readonly Task<string> errors;

    private HostRun(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    public int ExitCode => process.ExitCode;

    /// <summary>What it printed to both outputs, once it has ended.</summary>
    public string Text => printed.ToString();

    /// <summary>The lines that say something: without the frames that Cake draws and its table of times.</summary>
    public IReadOnlyList<string> Lines =>
        [.. Text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Trim('=', '-').Length > 0)];

    /// <param name="home">Becomes the process's home, temporary and working folder, so that all it writes can be looked at.</param>
    /// <param name="ci">The variable by which a CI system makes itself known; null outside of any.</param>
    /// <param name="tools">A folder of programs that are found before all others.</param>
    public static HostRun Start(string home, IEnumerable<string> args, string? ci = null, string? tools = null) =>
        StartProgram(home, Path.Combine(TestedHost.FolderOr(AppContext.BaseDirectory), "Build.dll"), args, ci, tools);

    /// <summary>Starts it as a shell does with these redirections, such as <c>&gt;/dev/full</c>.</summary>
    public static HostRun StartRedirected(string home, string redirections, IEnumerable<string> args)
    {
        var program = Path.Combine(TestedHost.FolderOr(AppContext.BaseDirectory), "Build.dll");
        return StartCommand(home, "sh", ["-c", $"exec dotnet \"$@\" {redirections}", "sh", program, .. args]);
    }

    /// <summary>Starts a host that lies elsewhere.</summary>
    public static HostRun StartProgram(string home, string program, IEnumerable<string> args, string? ci = null, string? tools = null) =>
        StartCommand(home, "dotnet", [program, .. args], ci, tools);

    private static HostRun StartCommand(string home, string command, IEnumerable<string> args, string? ci = null, string? tools = null)
    {
        var start = new ProcessStartInfo(command, args)
        {
            WorkingDirectory = home,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in new[] { "HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP" })
            start.Environment[name] = home;

        foreach (var name in new[] { "GITHUB_ACTIONS", "TF_BUILD" })
            start.Environment[name] = name == ci ? "true" : "";

        foreach (
            var (name, file) in new[]
            {
                ("GITHUB_OUTPUT", "github-output"),
                ("GITHUB_STEP_SUMMARY", "github-summary"),
                ("GITHUB_WORKSPACE", ""),
            }
        )
            start.Environment[name] = ci == "GITHUB_ACTIONS" ? Path.Combine(home, file) : "";

        if (tools is not null)
            start.Environment["PATH"] = $"{tools}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";

        return new HostRun(Process.Start(start)!);
    }

    /// <summary>Waits until it has printed a line that holds this.</summary>
    public async Task WhenPrintedAsync(string text)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            printed.Append(line).Append('\n');
            if (line.Contains(text, StringComparison.Ordinal))
                return;
        }

        Assert.Fail($"It ended without printing {text}:\n{Text}{await errors}");
    }

    public void Signal(PosixSignal signal) =>
        Assert.Equal(
            0,
            Kill(
                process.Id,
                signal switch
                {
                    PosixSignal.SIGINT => 2,
                    PosixSignal.SIGTERM => 15,
                    _ => 9,
                }
            )
        );

    public async Task<HostRun> EndAsync()
    {
        printed.Append(await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        printed.Append(await errors);
        return this;
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
