using System.Diagnostics;
using System.Text;

namespace Layercake.LocalCloud.Apis.Jobs.Notebooks;

/// <summary>One Python process with our runner in it. However it is left, it and what it started are gone afterwards.</summary>
internal sealed class NotebookProcess : IAsyncDisposable
{
    private const int MostText = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly Lazy<string> Runner = new(ReadRunner);

    private readonly Process process;
    private readonly StringBuilder text = new();
    private readonly Task draining;

    private NotebookProcess(Process process)
    {
        this.process = process;
        draining = DrainAsync();
    }

    public TextReader Answers => process.StandardOutput;

    /// <summary>What was printed past the notebook, as child processes do.</summary>
    public string Text
    {
        get
        {
            lock (text)
                return text.ToString();
        }
    }

    /// <param name="work">Where the notebook finds its files.</param>
    /// <param name="home">What it takes for its home and for temporary files.</param>
    public static NotebookProcess Start(string interpreter, string work, string home)
    {
        var start = new ProcessStartInfo(interpreter, ["-I", "-B", "-X", "utf8", "-u", "-c", Runner.Value])
        {
            WorkingDirectory = work,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };

        // This process may hold tokens and passwords in its variables, and a notebook is somebody's program.
        var system = OperatingSystem.IsWindows() ? Environment.GetEnvironmentVariable("SystemRoot") : null;
        start.Environment.Clear();
        foreach (var name in new[] { "HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP" })
            start.Environment[name] = home;
        start.Environment["PATH"] = system is null ? "/usr/local/bin:/usr/bin:/bin" : Path.Combine(system, "System32");
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["DATABRICKS_RUNTIME_VERSION"] = "local";
        if (system is not null)
            start.Environment["SystemRoot"] = system;

        return new NotebookProcess(Process.Start(start)!);
    }

    public async Task SayAsync(string line, CancellationToken ct)
    {
        await process.StandardInput.WriteLineAsync(line.AsMemory(), ct);
        await process.StandardInput.FlushAsync(ct);
    }

    public async Task<int> ExitCodeAsync(CancellationToken ct)
    {
        await process.WaitForExitAsync(ct);
        return process.ExitCode;
    }

    /// <summary>The runner ends its whole group when nobody talks to it any more; what does not follow is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything.
        }

        await EndsAsync(process.WaitForExitAsync(CancellationToken.None));
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await EndsAsync(draining);
        process.Dispose();
    }

    private static async Task EndsAsync(Task task)
    {
        try
        {
            await task.WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            // What is still there is dealt with by the caller.
        }
    }

    private async Task DrainAsync()
    {
        var buffer = new char[4096];
        while (await process.StandardError.ReadAsync(buffer) is > 0 and var count)
            lock (text)
                text.Append(buffer, 0, Math.Min(count, MostText - text.Length));
    }

    private static string ReadRunner()
    {
        using var stream = typeof(NotebookProcess).Assembly.GetManifestResourceStream("notebook_runner.py")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
