using Build.Running;
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
    private readonly Lazy<bool> modified = new(() => package?.Modified ?? Ask(folder, "status", "--porcelain", "--", ".") is not null);

    /// <summary>Null outside a repository, or where there is no Git.</summary>
    public string? Commit => commit.Value;

    /// <summary>Null where the commit was checked out without one and no CI system names it.</summary>
    public string? Branch => branch.Value;

    /// <summary>Whether files below the folder differ from the commit.</summary>
    public bool Modified => modified.Value;

    public GitFacts Facts => new(() => Branch, () => Commit);

    public static GitRepository Of(RunOptions run) => new(run.AssetsFolder, run.Package);

    /// <returns>Null when Git says nothing, or that it cannot.</returns>
    private static string? Ask(string folder, params string[] question) =>
        GitCommand.RunAsync(folder, question, CancellationToken.None).GetAwaiter().GetResult() is { Succeeded: true } answer
        && answer.Output.Trim() is { Length: > 0 } text
            ? text
            : null;
}
