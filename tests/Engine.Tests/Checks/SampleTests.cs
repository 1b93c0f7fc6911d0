using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Loading;
using Layercake.Engine.Tests.Declarations;

namespace Layercake.Engine.Tests.Checks;

public sealed class SampleTests
{
    [Fact]
    public void The_samples_of_this_repository_are_without_findings()
    {
        var declared = DeploymentSession.Read(
            new DeploymentEnvironment
            {
                Name = "test",
                File = "test.json",
                NotebooksPath = "/Shared/n",
                InitScriptsDestination = "/Workspace/Shared/i",
            },
            new AssetsFolder(Repository.Root)
        );

        Assert.NotEmpty(declared.Declarations);
        Assert.Empty(declared.Findings);
    }
}
