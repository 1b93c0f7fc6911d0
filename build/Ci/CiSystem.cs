namespace Build.Ci;

/// <summary>Which CI system the host runs in, by the variable that each sets in every run.</summary>
/// <remarks>Each method takes what reads an environment variable.</remarks>
internal static class CiSystem
{
    public static bool IsGitHub(Func<string, string?> variable) => IsTrue(variable("GITHUB_ACTIONS"));

    public static bool IsAzurePipelines(Func<string, string?> variable) => IsTrue(variable("TF_BUILD"));

    public static bool IsKnown(Func<string, string?> variable) => IsGitHub(variable) || IsAzurePipelines(variable);

    /// <summary>Whether a schedule started the run, and not a person or a push.</summary>
    public static bool IsScheduled(Func<string, string?> variable) =>
        (IsGitHub(variable) && variable("GITHUB_EVENT_NAME") == "schedule")
        || (IsAzurePipelines(variable) && variable("BUILD_REASON") == "Schedule");

    private static bool IsTrue(string? value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
