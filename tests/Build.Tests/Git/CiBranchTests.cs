using Build.Git;

namespace Layercake.Build.Tests.Git;

public sealed class CiBranchTests
{
    [Theory]
    [InlineData("feature/x", "GITHUB_ACTIONS=true", "GITHUB_REF_NAME=feature/x", "GITHUB_HEAD_REF=")]
    [InlineData("feature/x", "GITHUB_ACTIONS=true", "GITHUB_REF_NAME=12/merge", "GITHUB_HEAD_REF=feature/x")]
    [InlineData(null, "GITHUB_ACTIONS=true", "GITHUB_REF_NAME=v1", "GITHUB_REF_TYPE=tag")]
    [InlineData("feature/x", "TF_BUILD=True", "BUILD_SOURCEBRANCH=refs/heads/feature/x")]
    [InlineData(
        "feature/x",
        "TF_BUILD=True",
        "BUILD_SOURCEBRANCH=refs/pull/12/merge",
        "SYSTEM_PULLREQUEST_SOURCEBRANCH=refs/heads/feature/x"
    )]
    [InlineData(null, "TF_BUILD=True", "BUILD_SOURCEBRANCH=refs/tags/v1")]
    [InlineData(null, "GITHUB_REF_NAME=main")]
    public void The_branch_of_a_run_is_the_one_that_it_was_made_for(string? expected, params string[] variables)
    {
        var given = variables.Select(variable => variable.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

        Assert.Equal(expected, CiBranch.Of(name => given.GetValueOrDefault(name)));
    }
}
