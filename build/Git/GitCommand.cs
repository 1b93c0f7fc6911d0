using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Build.Git;

/// <summary>
/// Git as a process that asks nobody, with no hooks, links, submodules, watchers or <c>ext::</c>. What else its settings name, such as
/// filters and helpers that know a password, it does start.
/// </summary>
internal static class GitCommand
{
    private static readonly TimeSpan LongestOnNetwork = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LongestEnding = TimeSpan.FromSeconds(5);

    private static readonly string[] Network = ["clone", "fetch", "pull", "push"];

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
        // A server that answers no more ends the command, long before the limit for all of it.
        "-c",
        "http.lowSpeedLimit=1",
        "-c",
        "http.lowSpeedTime=120",
    ];

    public static Task<GitAnswer?> RunAsync(string folder, IReadOnlyList<string> words, CancellationToken ct) =>
        RunAsync(folder, words, new GitUse(), ct);

    /// <returns>The exit code and what it wrote to both outputs; null where there is no Git.</returns>
    public static async Task<GitAnswer?> RunAsync(string folder, IReadOnlyList<string> words, GitUse use, CancellationToken ct)
    {
        var isOnNetwork = words.Any(Network.Contains);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        if (isOnNetwork)
            limit.CancelAfter(LongestOnNetwork);
        try
        {
            using var git = Process.Start(Start(folder, words, use, isOnNetwork))!;
            git.StandardInput.Close();
            try
            {
                var (output, errors) = (git.StandardOutput.ReadToEndAsync(limit.Token), git.StandardError.ReadToEndAsync(limit.Token));
                await git.WaitForExitAsync(limit.Token);
                return new GitAnswer(git.ExitCode, await output, await errors);
            }
            catch (OperationCanceledException)
            {
                await EndAsync(git);
                ct.ThrowIfCancellationRequested();
                return new GitAnswer(1, "", $"It had not ended after {LongestOnNetwork.TotalMinutes:0} minutes");
            }
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static ProcessStartInfo Start(string folder, IReadOnlyList<string> words, GitUse use, bool isOnNetwork)
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
        var variables = start.Environment;
        variables["GIT_TERMINAL_PROMPT"] = "0";
        variables["GCM_INTERACTIVE"] = "never";
        variables["GIT_ASKPASS"] = ""; // An empty one keeps core.askPass out too.
        variables.Remove("SSH_ASKPASS");
        variables["SSH_ASKPASS_REQUIRE"] = "never";
        // It comes before core.sshCommand. What whoever runs the server gave, such as a key, stays.
        var ssh = variables.TryGetValue("GIT_SSH_COMMAND", out var given) && !string.IsNullOrWhiteSpace(given) ? given : "ssh";
        variables["GIT_SSH_COMMAND"] = $"{ssh} -oBatchMode=yes -oConnectTimeout=30 -oServerAliveInterval=30";
        variables["GIT_ALLOW_PROTOCOL"] = "file:git:http:https:ssh";
        variables["LC_ALL"] = "C";
        if (use.Index is not null)
            variables["GIT_INDEX_FILE"] = use.Index;
        if (use.SignIn is { } address && isOnNetwork)
        {
            variables["GIT_CONFIG_COUNT"] = "1";
            variables["GIT_CONFIG_KEY_0"] = $"url.{address.Full}.insteadOf";
            variables["GIT_CONFIG_VALUE_0"] = address.Plain;
        }

        return start;
    }

    /// <summary>Asks first, since a Git that is killed leaves its lock files.</summary>
    private static async Task EndAsync(Process git)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && Kill(git.Id, 15) == 0)
                await git.WaitForExitAsync(CancellationToken.None).WaitAsync(LongestEnding);
        }
        catch (TimeoutException)
        {
            // It is killed.
        }

        git.Kill(entireProcessTree: true);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}

/// <summary>What a command of Git is to use besides the folder.</summary>
internal sealed record GitUse
{
    /// <summary>The file of an index that takes the place of the folder's own; null for that one.</summary>
    public string? Index { get; init; }

    /// <summary>For commands that go to the remote; null where Git knows itself how to sign in.</summary>
    public GitSignIn? SignIn { get; init; }
}

/// <summary>An address, and the same with user and password.</summary>
internal sealed record GitSignIn(string Plain, string Full)
{
    public override string ToString() => Plain;
}
