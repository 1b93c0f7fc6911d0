using Build.Git;
using Build.Running;

namespace Build.WebPages;

/// <summary>Commands of Git in the folder of assets, each with what it is for the page when Git cannot.</summary>
/// <param name="signIn">For the remote; null where Git knows itself.</param>
/// <param name="say">Gets each line that Git says when it does something.</param>
internal sealed class GitSteps(string folder, GitSignIn? signIn, Action<string> say)
{
    private readonly GitUse use = new() { SignIn = signIn };

    public string Folder => folder;

    /// <summary>The same with another index than the folder's own.</summary>
    public GitSteps With(string index) => new(folder, use.SignIn, say, index);

    private GitSteps(string folder, GitSignIn? signIn, Action<string> say, string index)
        : this(folder, signIn, say) => use = use with { Index = index };

    public void Say(string line) => say(line);

    /// <exception cref="BuildFailedException">Git refused.</exception>
    public async Task DoAsync(IReadOnlyList<string> words, string remedy, CancellationToken ct)
    {
        var answer = await GitCommand.RunAsync(folder, words, use, ct);
        foreach (var line in answer?.Lines ?? [])
            say(line);
        if (answer is not { Succeeded: true })
            throw new BuildFailedException(
                ExitCodes.Failed,
                answer is null ? "There is no git on the PATH. Install it." : $"Git refused: {answer.Reason} {remedy}"
            );
    }

    /// <returns>What Git says, as of something that it made: its id.</returns>
    /// <exception cref="BuildFailedException">Git refused.</exception>
    public async Task<string> MakeAsync(IReadOnlyList<string> words, string remedy, CancellationToken ct) =>
        await GitCommand.RunAsync(folder, words, use, ct) is var answer && answer is { Succeeded: true }
            ? answer.Output.Trim()
            : throw new BuildFailedException(ExitCodes.Failed, $"Git refused: {answer?.Reason} {remedy}");

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken ct, params string[] question) =>
        (await AskAsync(ct, question) ?? "").Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <returns>Null when Git says nothing, or that it cannot.</returns>
    public async Task<string?> AskAsync(CancellationToken ct, params string[] question) =>
        await GitCommand.RunAsync(folder, question, use, ct) is { Succeeded: true } answer
        && answer.Output.Trim('\n') is { Length: > 0 } text
            ? text
            : null;

    public async Task<bool> IsSoAsync(CancellationToken ct, params string[] question) =>
        await GitCommand.RunAsync(folder, question, use, ct) is { Succeeded: true };
}
