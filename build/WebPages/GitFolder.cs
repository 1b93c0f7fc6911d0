using System.Text.RegularExpressions;
using Build.Git;
using Build.Running;
using Layercake.Web.Runs;

namespace Build.WebPages;

/// <summary>The folder of assets as a working tree of Git: what the page pulls, commits and pushes.</summary>
/// <param name="say">Gets a line for each step.</param>
/// <param name="signIn">For the remote; null where Git knows itself.</param>
internal sealed partial class GitFolder(string folder, Action<string> say, GitSignIn? signIn = null)
{
    private readonly GitSteps git = new(folder, signIn, say);

    /// <summary>Null where the folder is in no repository, or there is no Git.</summary>
    public async Task<GitState?> StateAsync(CancellationToken ct)
    {
        if (await git.AskAsync(ct, "rev-parse", "--is-inside-work-tree") != "true")
            return null;

        var remote = await git.AskAsync(ct, "remote", "get-url", "origin");
        string[] question = ["status", "--porcelain", "--no-renames", "--untracked-files=all", "-z", "--", .. PushedPaths.All];
        var changed = await git.ListAsync(ct, question);
        return new GitState
        {
            Branch = await git.AskAsync(ct, "symbolic-ref", "--short", "--quiet", "HEAD"),
            Commit = await git.AskAsync(ct, "rev-parse", "--short", "HEAD"),
            Remote = remote is null ? null : UserOfAddress().Replace(remote, "//"),
            Changed = [.. changed.Select(line => new ChangedFile(line[3..], StateOf(line[..2])))],
        };
    }

    /// <summary>Brings the branch to where it is at the remote; never merges.</summary>
    /// <exception cref="BuildFailedException">Git refused.</exception>
    public async Task PullAsync(CancellationToken ct)
    {
        var before = await git.AskAsync(ct, "rev-parse", "HEAD");
        await git.DoAsync(
            ["-c", "pull.rebase=false", "pull", "--ff-only", "--no-recurse-submodules"],
            "Nothing was pulled. Where files differ here, push them to another branch, which takes the changes back here. Where the branch "
                + "has commits that the remote has not, push to another branch, and then run git reset --keep @{upstream} in the folder.",
            ct
        );
        var after = await git.AskAsync(ct, "rev-parse", "HEAD");
        say(before == after ? "Already up to date." : $"Now at {after}.");
    }

    /// <summary>Of the two letters that Git has for a file in its index and in the folder.</summary>
    private static string StateOf(string letters) =>
        letters.Contains('D', StringComparison.Ordinal) ? "deleted"
        : letters.AsSpan().IndexOfAny('?', 'A') >= 0 ? "new"
        : "changed";

    /// <inheritdoc cref="GitPush"/>
    public Task PushAsync(string branch, string message, string? author, CancellationToken ct) =>
        new GitPush(git).RunAsync(branch, message, author, ct);

    [GeneratedRegex("//.*@")]
    private static partial Regex UserOfAddress();
}
