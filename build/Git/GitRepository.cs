using Build.Running;
using Build.Text;
using Layercake.Engine.Kinds;
using Layercake.Engine.Variables;

namespace Build.Git;

/// <summary>What Git knows of a folder of assets, each asked at most once.</summary>
/// <param name="package">What is used instead of a clone; it says itself where it comes from.</param>
internal sealed class GitRepository(string folder, PackagedAssets? package)
{
    private readonly Lazy<string?> commit = new(() => package is null ? Ask(folder, "rev-parse", "HEAD") : package.Commit);
    private readonly Lazy<string?> branch = new(() =>
        package is not null
            ? package.Branch
            : CiBranch.Of(Environment.GetEnvironmentVariable) ?? Ask(folder, "symbolic-ref", "--short", "--quiet", "HEAD")
    );
    private readonly Lazy<bool> modified = new(() => package?.Modified ?? IsModified(folder));

    /// <summary>Null outside a repository, or where there is no Git.</summary>
    public string? Commit => commit.Value;

    /// <summary>Null where the commit was checked out without one and no CI system names it.</summary>
    public string? Branch => branch.Value;

    /// <summary>Whether files below the folder differ from the commit, or new ones lie where assets are.</summary>
    public bool Modified => modified.Value;

    /// <summary>The commit as plans and reports name it: with <c>-dirty</c>, as <c>git describe</c> has it, where files differ.</summary>
    public string? CommitAsItStands => Commit is { } known && Modified ? known + DisplayText.Dirty : Commit;

    public GitFacts Facts => new(() => Branch, () => Commit);

    public static GitRepository Of(RunOptions run) => new(run.AssetsFolder, run.Package);

    private static bool IsModified(string folder) =>
        Ask(folder, "status", "--porcelain", "--untracked-files=no", "--", ".") is not null
        || Ask(folder, ["ls-files", "--others", "--exclude-standard", "--", "deployment", .. KindTable.Folders]) is not null;

    /// <returns>Null when Git says nothing, or that it cannot.</returns>
    private static string? Ask(string folder, params string[] question) =>
        GitCommand.RunAsync(folder, question, CancellationToken.None).GetAwaiter().GetResult() is { Succeeded: true } answer
        && answer.Output.Trim() is { Length: > 0 } text
            ? text
            : null;
}
