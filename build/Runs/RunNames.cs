using Build.Git;
using Build.Text;

namespace Build.Runs;

/// <summary>Calls runs after what they are of, and after branch and commit.</summary>
internal sealed class RunNames(string? branch, string? commit)
{
    private const int LongestName = 1000;

    public static RunNames Of(GitRepository git) => new(git.Branch, git.Commit);

    /// <summary><c>tests/dates_test (main, 1a2b3c4d5e)</c></summary>
    public string Of(string subject)
    {
        var state = new[] { branch, commit is null ? null : DisplayText.ShortCommit(commit) }.OfType<string>().ToList();
        var name = state.Count == 0 ? subject : $"{subject} ({string.Join(", ", state)})";
        return name.Length > LongestName ? name[..LongestName] : name;
    }
}
