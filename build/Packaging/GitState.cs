using System.ComponentModel;
using System.Diagnostics;
using Build.Deployments;

namespace Build.Packaging;

/// <summary>Where in its history a folder of assets is.</summary>
/// <param name="Commit">Null outside a repository, or where there is no Git.</param>
/// <param name="Branch">Null where the commit was checked out without one and no CI system names it.</param>
/// <param name="Modified">Whether files below the folder differ from the commit.</param>
internal sealed record GitState(string? Commit, string? Branch, bool Modified)
{
    public static async Task<GitState> OfAsync(string folder, CancellationToken ct)
    {
        var commit = await AskAsync(folder, ct, "rev-parse", "HEAD");
        if (commit is null)
            return new GitState(null, null, false);

        var branch = CiBranch.Of(Environment.GetEnvironmentVariable) ?? await AskAsync(folder, ct, "symbolic-ref", "--short", "--quiet", "HEAD");
        return new GitState(commit, branch, await AskAsync(folder, ct, "status", "--porcelain", "--", ".") is not null);
    }

    /// <returns>Null when Git says nothing, or that it cannot.</returns>
    private static async Task<string?> AskAsync(string folder, CancellationToken ct, params string[] question)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", folder, .. question]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var answer = (await git.StandardOutput.ReadToEndAsync(ct)).Trim();
            await git.WaitForExitAsync(ct);
            return git.ExitCode == 0 && answer.Length > 0 ? answer : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
