using System.ComponentModel;
using System.Diagnostics;

namespace Build.Deployments;

/// <summary>Asks Git which commit the assets are at.</summary>
internal static class GitCommit
{
    /// <returns>Null outside a repository, or where there is no Git.</returns>
    public static async Task<string?> OfAsync(string folder, CancellationToken ct)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", folder, "rev-parse", "HEAD"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var commit = (await git.StandardOutput.ReadToEndAsync(ct)).Trim();
            await git.WaitForExitAsync(ct);
            return git.ExitCode == 0 && commit.Length > 0 ? commit : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
