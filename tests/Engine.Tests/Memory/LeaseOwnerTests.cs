using Layercake.Engine.Memory;

namespace Layercake.Engine.Tests.Memory;

public sealed class LeaseOwnerTests
{
    [Fact]
    public void Outside_of_pipelines_it_is_who_and_where() => Assert.Equal("client 7b21 on laptop", Describe([]));

    [Fact]
    public void In_GitHub_Actions_the_run_is_named() =>
        Assert.Equal(
            "client 7b21 on laptop (https://github.com/acme/lake/actions/runs/42)",
            Describe(
                new()
                {
                    ["GITHUB_SERVER_URL"] = "https://github.com",
                    ["GITHUB_REPOSITORY"] = "acme/lake",
                    ["GITHUB_RUN_ID"] = "42",
                }
            )
        );

    [Fact]
    public void In_Azure_Pipelines_the_build_is_named() =>
        Assert.Equal(
            "client 7b21 on laptop (https://dev.azure.com/acme/Data%20Lake/_build/results?buildId=7)",
            Describe(
                new()
                {
                    ["SYSTEM_COLLECTIONURI"] = "https://dev.azure.com/acme/",
                    ["SYSTEM_TEAMPROJECT"] = "Data Lake",
                    ["BUILD_BUILDID"] = "7",
                }
            )
        );

    private static string Describe(Dictionary<string, string> variables) =>
        LeaseOwner.Describe("client 7b21", "laptop", variables.GetValueOrDefault);
}
