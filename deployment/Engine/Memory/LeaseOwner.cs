namespace Layercake.Engine.Memory;

/// <summary>Describes who deploys, for people who find the lease taken.</summary>
public static class LeaseOwner
{
    /// <param name="signedInAs">The user name that the workspace reports.</param>
    /// <param name="variable">Reads an environment variable.</param>
    public static string Describe(string signedInAs, string machine, Func<string, string?> variable) =>
        $"{signedInAs} on {machine}{(PipelineRun(variable) is { } run ? $" ({run})" : "")}";

    /// <summary>The page of the run of GitHub Actions or Azure Pipelines; null outside of both.</summary>
    private static string? PipelineRun(Func<string, string?> variable)
    {
        if (All(variable, "GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID") is [var server, var repository, var run])
            return $"{server.TrimEnd('/')}/{repository}/actions/runs/{run}";

        return All(variable, "SYSTEM_COLLECTIONURI", "SYSTEM_TEAMPROJECT", "BUILD_BUILDID") is [var collection, var project, var build]
            ? $"{collection.TrimEnd('/')}/{Uri.EscapeDataString(project)}/_build/results?buildId={build}"
            : null;
    }

    private static string[]? All(Func<string, string?> variable, params string[] names)
    {
        string[] values = [.. names.Select(name => variable(name)).OfType<string>().Where(value => value.Length > 0)];
        return values.Length == names.Length ? values : null;
    }
}
