using Build.Packaging;

namespace Build.Runs;

/// <summary>Calls runs after what they are of, and after branch and commit.</summary>
internal sealed class RunNames(string? branch, string? commit)
{
    private const int LongestName = 1000;

    /// <summary>Pull requests are built on a branch that the CI system made; the variables know the one that people know.</summary>
    public static async Task<RunNames> OfAsync(RunOptions run, CancellationToken ct)
    {
        var git = await GitState.OfAsync(run.AssetsFolder, ct);
        var named = new[] { "GITHUB_HEAD_REF", "SYSTEM_PULLREQUEST_SOURCEBRANCH", "GITHUB_REF_NAME", "BUILD_SOURCEBRANCH" }
            .Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        return new RunNames(Short(named ?? git.Branch ?? run.Package?.Branch), git.Commit ?? run.Package?.Commit);
    }

    /// <summary><c>tests/dates_test (main, 1a2b3c4d5e)</c></summary>
    public string Of(string subject)
    {
        var state = new[] { branch, commit is { Length: > 10 } ? commit[..10] : commit }.OfType<string>().ToList();
        var name = state.Count == 0 ? subject : $"{subject} ({string.Join(", ", state)})";
        return name.Length > LongestName ? name[..LongestName] : name;
    }

    private static string? Short(string? branch) => branch?.StartsWith("refs/heads/", StringComparison.Ordinal) == true ? branch["refs/heads/".Length..] : branch;
}
