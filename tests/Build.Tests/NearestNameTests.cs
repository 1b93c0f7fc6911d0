using Build.CommandLine;

namespace Layercake.Build.Tests;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["--env", "--assets", "--notebooks-path", "--stop-clusters", "Deploy", "DeployJobs"];

    [Theory]
    [InlineData("--notebook-path", "--notebooks-path")]
    [InlineData("--stop-cluster", "--stop-clusters")]
    [InlineData("--evn", "--env")]
    [InlineData("deploy", "Deploy")]
    [InlineData("DeployJob", "DeployJobs")]
    [InlineData("--colour", null)]
    [InlineData("x", null)]
    public void The_name_that_was_probably_meant(string word, string? name) => Assert.Equal(name, NearestName.Find(word, Names));
}
