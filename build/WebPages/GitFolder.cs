using System.Text.RegularExpressions;
using Build.Git;
using Build.Running;
using Layercake.Engine.Kinds;
using Layercake.Web.Runs;

namespace Build.WebPages;

/// <summary>The folder of assets as a working tree of Git: what the page pulls, commits and pushes.</summary>
/// <param name="say">Gets a line for each step.</param>
internal sealed partial class GitFolder(string folder, Action<string> say)
{
    /// <summary>Null where the folder is in no repository, or there is no Git.</summary>
    public async Task<GitState?> StateAsync(CancellationToken ct)
    {
        if (await AskAsync(ct, "rev-parse", "--is-inside-work-tree") != "true")
            return null;

        var remote = await AskAsync(ct, "remote", "get-url", "origin");
        var changed = await AskAsync(ct, ["status", "--porcelain", "--", .. KindTable.Folders]);
        return new GitState
        {
            Branch = await AskAsync(ct, "symbolic-ref", "--short", "--quiet", "HEAD"),
            Commit = await AskAsync(ct, "rev-parse", "--short", "HEAD"),
            Remote = remote is null ? null : UserOfAddress().Replace(remote, "//"),
            Changed = changed is null ? 0 : changed.Split('\n').Length,
        };
    }

    /// <summary>Brings the branch to where it is at the remote; never merges.</summary>
    /// <exception cref="BuildFailedException">Git refused.</exception>
    public async Task PullAsync(CancellationToken ct)
    {
        var before = await AskAsync(ct, "rev-parse", "HEAD");
        await DoAsync(
            ["-c", "pull.rebase=false", "pull", "--ff-only", "--no-recurse-submodules"],
            "Nothing was pulled. Where files here differ, export and push them to a branch first, or take the changes back in the folder.",
            ct
        );
        var after = await AskAsync(ct, "rev-parse", "HEAD");
        say(before == after ? "Already up to date." : $"Now at {after}.");
    }

    /// <summary>Commits what differs in the folders of assets, and sends the branch to the remote; never by force.</summary>
    /// <param name="author">Who asked for it.</param>
    /// <exception cref="BuildFailedException">A file looks as if it held a secret, or Git refused.</exception>
    public async Task PushAsync(string branch, string message, string author, CancellationToken ct)
    {
        if (await GitCommand.RunAsync(folder, ["check-ref-format", "--branch", branch], ct) is not { Succeeded: true } || branch[0] == '-')
            throw new BuildFailedException(ExitCodes.Wrong, $"{branch} is no name of a branch. Nothing was pushed.");
        if (string.IsNullOrWhiteSpace(message))
            throw new BuildFailedException(ExitCodes.Wrong, "Say in a message what the commit is for. Nothing was pushed.");

        await ThrowIfOthersAreStagedAsync(ct);
        await ThrowIfSecretsAsync(ct);
        await SwitchAsync(branch, ct);
        if (await AskAsync(ct, ["status", "--porcelain", "--", .. KindTable.Folders]) is not null)
        {
            await DoAsync(["add", "--all", "--", .. await FoldersAsync(ct)], "Nothing was pushed.", ct);
            string[] identity = ["-c", $"user.name={author}", "-c", $"user.email={Mail(author)}"];
            await DoAsync([.. identity, "commit", "--no-verify", "--quiet", "-m", message], "Nothing was pushed.", ct);
        }

        await DoAsync(
            ["push", "--no-verify", "--no-recurse-submodules", "--set-upstream", "origin", $"HEAD:refs/heads/{branch}"],
            "The commit is in the folder and was not pushed. When the remote has more, pull first, or push to another branch.",
            ct
        );
        say($"Pushed {await AskAsync(ct, "rev-parse", "--short", "HEAD")} to {branch}.");
    }

    private async Task SwitchAsync(string branch, CancellationToken ct)
    {
        if (await AskAsync(ct, "symbolic-ref", "--short", "--quiet", "HEAD") == branch)
            return;

        var isThere = await AskAsync(ct, "rev-parse", "--verify", "--quiet", $"refs/heads/{branch}") is not null;
        await DoAsync(isThere ? ["switch", branch] : ["switch", "--create", branch], "Nothing was pushed.", ct);
    }

    /// <summary>A commit takes all that is staged, and what lies elsewhere was not looked at for secrets.</summary>
    private async Task ThrowIfOthersAreStagedAsync(CancellationToken ct)
    {
        var staged = await ListAsync(ct, "diff", "--cached", "--name-only", "--relative", "-z");
        var others = staged.Where(file => !KindTable.Folders.Contains(file.Split('/')[0])).ToList();
        if (others.Count > 0)
            throw new BuildFailedException(
                ExitCodes.Refused,
                $"Nothing was pushed: {string.Join(", ", others)} is staged and no asset. Commit it or take it back in the folder."
            );
    }

    private async Task ThrowIfSecretsAsync(CancellationToken ct)
    {
        var listed = await ListAsync(ct, ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", .. KindTable.Folders]);
        FileSecrets.ThrowIfIn(listed, file => Path.Combine(folder, file), "pushed", "push");
    }

    /// <summary>Those of the kinds that are there or that Git has, whose last file may have gone; Git refuses to add others.</summary>
    private async Task<IReadOnlyList<string>> FoldersAsync(CancellationToken ct)
    {
        var tracked = (await ListAsync(ct, ["ls-files", "-z", "--", .. KindTable.Folders])).Select(file => file.Split('/')[0]).ToHashSet();
        return [.. KindTable.Folders.Where(kind => tracked.Contains(kind) || Directory.Exists(Path.Combine(folder, kind)))];
    }

    private async Task DoAsync(IReadOnlyList<string> words, string remedy, CancellationToken ct)
    {
        var answer = await GitCommand.RunAsync(folder, words, ct);
        foreach (var line in answer?.Lines ?? [])
            say(line);
        if (answer is not { Succeeded: true })
            throw new BuildFailedException(
                ExitCodes.Failed,
                answer is null ? "There is no git on the PATH. Install it." : $"Git refused: {answer.Reason} {remedy}"
            );
    }

    private async Task<IReadOnlyList<string>> ListAsync(CancellationToken ct, params string[] question) =>
        (await AskAsync(ct, question) ?? "").Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <returns>Null when Git says nothing, or that it cannot.</returns>
    private async Task<string?> AskAsync(CancellationToken ct, params string[] question) =>
        await GitCommand.RunAsync(folder, question, ct) is { Succeeded: true } answer && answer.Output.Trim('\n') is { Length: > 0 } text
            ? text
            : null;

    private static string Mail(string author) => author.Contains('@', StringComparison.Ordinal) ? author : "layercake@localhost";

    [GeneratedRegex("//[^/]*@")]
    private static partial Regex UserOfAddress();
}
