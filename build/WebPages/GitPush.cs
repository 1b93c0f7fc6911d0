using Build.Running;

namespace Build.WebPages;

/// <summary>
/// Commits what differs in the folders of assets and sends it to a branch, new or not, never by force. The commit is made beside the
/// folder's own index, and no branch of the folder has it before the remote does: a push that is refused leaves everything as it was.
/// </summary>
internal sealed class GitPush(GitSteps git)
{
    private const string Nothing = "Nothing was pushed, and nothing was committed.";

    /// <param name="author">Who asked for it; null for whoever Git knows on this machine.</param>
    /// <exception cref="BuildFailedException">A file looks as if it held a secret, the remote has more, or Git refused.</exception>
    public async Task RunAsync(string branch, string message, string? author, CancellationToken ct)
    {
        if (branch.StartsWith('-') || !await git.IsSoAsync(ct, "check-ref-format", "--branch", branch))
            throw new BuildFailedException(ExitCodes.Wrong, $"{branch} is no name of a branch. Nothing was pushed.");
        if (string.IsNullOrWhiteSpace(message))
            throw new BuildFailedException(ExitCodes.Wrong, "Say in a message what the commit is for. Nothing was pushed.");

        await ThrowIfOthersAreStagedAsync(ct);
        await ThrowIfFilesHoldSecretsAsync(ct);
        var head = await git.AskAsync(ct, "rev-parse", "--verify", "--quiet", "HEAD");
        var own = await git.AskAsync(ct, "symbolic-ref", "--short", "--quiet", "HEAD");
        await git.DoAsync(["fetch", "--quiet", "--prune", "--no-recurse-submodules", "origin"], Nothing, ct);
        await ThrowIfRemoteHasMoreAsync(branch, own, head, ct);

        var temporary = Directory.CreateTempSubdirectory("layercake-index-");
        try
        {
            var beside = git.With(Path.Combine(temporary.FullName, "index"));
            var commit = await CommitAsync(beside, head, message, author, ct);
            await new UnpushedSecrets(git).ThrowIfInAsync(commit, ct);
            await git.DoAsync(
                ["push", "--no-verify", "--no-recurse-submodules", "origin", $"{commit}:refs/heads/{branch}"],
                $"{Nothing} Push again, or to another branch.",
                ct
            );
            git.Say(
                commit == head
                    ? $"No file differs here, so nothing was committed. {branch} is at {commit[..7]} now."
                    : $"Pushed {commit[..7]} to {branch}."
            );

            // What the remote has is to be known here too, whatever was asked to stop meanwhile.
            if (branch == own || head is null)
                await KeepAsync(branch, head, commit);
            else if (commit != head)
                await TakeBackAsync(beside, head, commit, branch, own);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    private async Task<string> CommitAsync(GitSteps beside, string? head, string message, string? author, CancellationToken ct)
    {
        await beside.DoAsync(["read-tree", head ?? "--empty"], Nothing, ct);
        if (await PathsAsync(beside, ct) is { Count: > 0 } paths)
            await beside.DoAsync(["add", "--all", "--", .. paths], Nothing, ct);
        var tree = await beside.MakeAsync(["write-tree"], Nothing, ct);
        if (head is not null && tree == await git.AskAsync(ct, "rev-parse", $"{head}^{{tree}}"))
            return head;

        string[] identity =
            author is null && await git.AskAsync(ct, "config", "user.email") is not null
                ? []
                : ["-c", $"user.name={author ?? Environment.UserName}", "-c", $"user.email={Mail(author ?? "")}"];
        string[] parent = head is null ? [] : ["-p", head];
        return await git.MakeAsync([.. identity, "commit-tree", tree, .. parent, "-m", message], Nothing, ct);
    }

    /// <summary>The folder's branch goes along with the remote's.</summary>
    private async Task KeepAsync(string branch, string? head, string commit)
    {
        await git.AskAsync(CancellationToken.None, "symbolic-ref", "HEAD", $"refs/heads/{branch}");
        await git.DoAsync(["update-ref", "HEAD", commit, head ?? ""], "The push succeeded. Pull.", CancellationToken.None);
        await git.AskAsync(CancellationToken.None, ["reset", "--quiet", "--", .. PushedPaths.All]);
        if (await git.AskAsync(CancellationToken.None, "rev-parse", "--verify", "--quiet", "@{upstream}") is null)
            await git.AskAsync(CancellationToken.None, "branch", "--quiet", $"--set-upstream-to=origin/{branch}");
    }

    /// <summary>
    /// What went to another branch is there now, and the files are those of the folder's own branch again: they are for all environments
    /// and users, and a pull would refuse to write over them.
    /// </summary>
    private async Task TakeBackAsync(GitSteps beside, string head, string commit, string branch, string? own)
    {
        await beside.AskAsync(CancellationToken.None, "update-index", "-q", "--refresh");
        await beside.DoAsync(
            ["read-tree", "-m", "-u", commit, head],
            $"The push to {branch} succeeded, and the files here were changed meanwhile: they stay as they are.",
            CancellationToken.None
        );
        await git.AskAsync(CancellationToken.None, ["reset", "--quiet", "--", .. PushedPaths.All]);
        git.Say($"The files here are those of {own ?? "the commit"} again. What was pushed comes with Pull when {branch} was merged.");
    }

    private async Task ThrowIfRemoteHasMoreAsync(string branch, string? own, string? head, CancellationToken ct)
    {
        var there = await git.AskAsync(ct, "rev-parse", "--verify", "--quiet", $"refs/remotes/origin/{branch}");
        if (there is null || head is not null && await git.IsSoAsync(ct, "merge-base", "--is-ancestor", there, head))
            return;

        throw new BuildFailedException(
            ExitCodes.Refused,
            branch == own
                ? $"{Nothing} {branch} has commits at the remote that are not here. Pull, which keeps files that differ here alone, and "
                    + "push then. Or push to another branch, and merge it there."
                : $"{Nothing} There is a branch {branch} at the remote with commits that are not here. Give the name of a new branch."
        );
    }

    /// <summary>What is staged elsewhere belongs to someone who works in the folder.</summary>
    private async Task ThrowIfOthersAreStagedAsync(CancellationToken ct)
    {
        var staged = await git.ListAsync(ct, "diff", "--cached", "--name-only", "--relative", "-z");
        var others = staged.Where(file => !PushedPaths.All.Contains(file.Split('/')[0])).ToList();
        if (others.Count > 0)
            throw new BuildFailedException(
                ExitCodes.Refused,
                $"Nothing was pushed: {string.Join(", ", others)} is staged and no asset. Commit it or take it back in the folder."
            );
    }

    private async Task ThrowIfFilesHoldSecretsAsync(CancellationToken ct)
    {
        var listed = await git.ListAsync(ct, ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", .. PushedPaths.All]);
        FileSecrets.ThrowIfIn(listed, file => Path.Combine(git.Folder, file), "pushed", "push");
    }

    /// <summary>Those of the kinds that are there or that Git has, whose last file may have gone; Git refuses to add others.</summary>
    private async Task<IReadOnlyList<string>> PathsAsync(GitSteps beside, CancellationToken ct)
    {
        var listed = await beside.ListAsync(ct, ["ls-files", "-z", "--", .. PushedPaths.All]);
        var tracked = listed.Select(file => file.Split('/')[0]).ToHashSet();
        return [.. PushedPaths.All.Where(path => tracked.Contains(path) || Path.Exists(Path.Combine(git.Folder, path)))];
    }

    private static string Mail(string author) => author.Contains('@', StringComparison.Ordinal) ? author : "layercake@localhost";
}
