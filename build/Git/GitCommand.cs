using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Build.Git;

/// <summary>Git as a process, in a folder whose own settings are not to make it start anything else.</summary>
internal static class GitCommand
{
    /// <summary>No hooks, no links, no submodules, no watcher of files, and no programs in the place of protocols.</summary>
    private static readonly string[] Safe =
    [
        "-c",
        "core.hooksPath=/dev/null",
        "-c",
        "core.symlinks=false",
        "-c",
        "core.fsmonitor=false",
        "-c",
        "submodule.recurse=false",
        "-c",
        "protocol.ext.allow=never",
        "-c",
        "commit.gpgSign=false",
    ];

    /// <summary>An address, and the same with user and password; null where Git knows itself how to sign in.</summary>
    private static (string Plain, string Full)? signIn;

    /// <summary>
    /// From now on each Git that this process starts goes to the address with user and password. No other program learns them.
    /// </summary>
    public static void SignIn(string plain, string full) => signIn = (plain, full);

    /// <returns>The exit code and what it wrote to both outputs; null where there is no Git.</returns>
    public static async Task<GitAnswer?> RunAsync(string folder, IReadOnlyList<string> words, CancellationToken ct)
    {
        var start = new ProcessStartInfo("git", ["-C", folder, .. Safe, .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_ALLOW_PROTOCOL"] = "file:git:http:https:ssh";
        start.Environment["LC_ALL"] = "C";
        if (signIn is { } address)
        {
            start.Environment["GIT_CONFIG_COUNT"] = "1";
            start.Environment["GIT_CONFIG_KEY_0"] = $"url.{address.Full}.insteadOf";
            start.Environment["GIT_CONFIG_VALUE_0"] = address.Plain;
        }

        try
        {
            using var git = Process.Start(start)!;
            git.StandardInput.Close();
            try
            {
                var (output, errors) = (git.StandardOutput.ReadToEndAsync(ct), git.StandardError.ReadToEndAsync(ct));
                await git.WaitForExitAsync(ct);
                return new GitAnswer(git.ExitCode, await output, await errors);
            }
            catch (OperationCanceledException)
            {
                git.Kill(entireProcessTree: true);
                throw;
            }
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}

/// <summary>How a command of Git ended.</summary>
internal sealed record GitAnswer(int ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>The last thing that it said, as a sentence.</summary>
    public string Reason => Lines.LastOrDefault() is { } line ? $"{line.TrimEnd('.')}." : $"It ended with {ExitCode}.";

    /// <summary>What it said, without empty lines.</summary>
    public IEnumerable<string> Lines =>
        $"{Output}\n{Errors}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
