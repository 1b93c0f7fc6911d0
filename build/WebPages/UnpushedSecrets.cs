using Build.Running;
using Layercake.Secrecy;

namespace Build.WebPages;

/// <summary>Finds what looks like a secret in commits that the remote does not have: a push sends them all.</summary>
internal sealed class UnpushedSecrets(GitSteps git)
{
    /// <param name="commit">The newest one, whose own files were looked at.</param>
    /// <exception cref="BuildFailedException">There is one.</exception>
    public async Task ThrowIfInAsync(string commit, CancellationToken ct)
    {
        var listed = await git.MakeAsync(["rev-list", "--objects", commit, "--not", "--remotes=origin"], "Nothing was pushed.", ct);
        var today = (await git.ListAsync(ct, ["ls-tree", "-r", "-z", commit, "--", .. PushedPaths.All])).Select(IdOf).ToHashSet();
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var line in listed.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (line.Split(' ', 2) is [var id, { Length: > 0 } path] && !today.Contains(id) && await IsSecretAsync(id, ct))
                found.Add(path);

        if (found.Count > 0)
            throw new BuildFailedException(
                ExitCodes.Refused,
                $"Nothing was pushed: there seems to be a secret in {string.Join(", ", found)}, in a commit that is here alone. A later "
                    + "commit without it would not take it out. Take the commit back in the folder, and change the secret."
            );
    }

    /// <summary>Of <c>100644 blob ID\tPATH</c>.</summary>
    private static string IdOf(string entry) => entry.Split('\t')[0].Split(' ')[2];

    private async Task<bool> IsSecretAsync(string id, CancellationToken ct) =>
        await git.AskAsync(ct, "cat-file", "-t", id) == "blob"
        && long.TryParse(await git.AskAsync(ct, "cat-file", "-s", id), out var size)
        && size < FileSecrets.LargestScanned
        && await git.AskAsync(ct, "cat-file", "blob", id) is { } text
        && SecretPatterns.IsIn(text);
}
