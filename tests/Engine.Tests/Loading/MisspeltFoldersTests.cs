using Layercake.Engine.Tests.Support;

namespace Layercake.Engine.Tests.Loading;

public sealed class MisspeltFoldersTests : IDisposable
{
    private readonly DeclaredFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("cluster", "clusters")]
    [InlineData("job", "jobs")]
    [InlineData("Job", "jobs")]
    [InlineData("init_scripts", "init-scripts")]
    [InlineData("query", "queries")]
    [InlineData("ntoebooks", "notebooks")]
    public void A_folder_called_nearly_like_a_kind_is_warned_of(string name, string meant)
    {
        folder.With($"{name}/etl.json", "{}");

        Assert.Equal($"{name}: warning FIL007: Nothing is deployed from this folder. Did you mean {meant}/?", folder.Finding());
    }

    [Fact]
    public void It_is_warned_of_beside_the_right_one_too()
    {
        folder.With("init-scripts/install.sh", "echo").With("init-script/other.sh", "echo");

        Assert.StartsWith("init-script: warning FIL007: ", folder.Finding(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docs")]
    [InlineData("tests")]
    [InlineData("jobs-old")]
    [InlineData("notebooks2")]
    [InlineData(".jobs")]
    public void Other_folders_are_nobodys_business(string name)
    {
        folder.With($"{name}/etl.json", "{}");

        Assert.Empty(folder.Findings());
    }

    [Fact]
    public void Other_capitals_alone_are_one_warning()
    {
        folder.With("Init-Scripts/install.sh", "echo");

        Assert.DoesNotContain(folder.Findings(), finding => finding.Contains("FIL007", StringComparison.Ordinal));
    }
}
