using Build.Ci;

namespace Build.Git;

/// <summary>The branch that a CI system's run is of.</summary>
internal static class CiBranch
{
    /// <summary>
    /// CI systems check out a commit, and say in variables which branch it is of; of a pull request, the one that it comes from.
    /// </summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <returns>Null outside of CI.</returns>
    public static string? Of(Func<string, string?> variable)
    {
        if (CiSystem.IsGitHub(variable))
            return Given(variable("GITHUB_HEAD_REF")) ?? (variable("GITHUB_REF_TYPE") is "tag" ? null : Given(variable("GITHUB_REF_NAME")));
        if (CiSystem.IsAzurePipelines(variable))
            return OfRef(variable("SYSTEM_PULLREQUEST_SOURCEBRANCH")) ?? OfRef(variable("BUILD_SOURCEBRANCH"));

        return null;
    }

    private static string? OfRef(string? name) =>
        name?.StartsWith("refs/heads/", StringComparison.Ordinal) == true ? Given(name["refs/heads/".Length..]) : null;

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
