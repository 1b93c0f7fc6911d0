using Build.LocalClouds;
using Build.Running;
using Layercake.Engine.Environments;
using Layercake.Testing;

namespace Layercake.Build.Tests.LocalClouds;

public sealed class LocalSignInTests : IAsyncLifetime
{
    private const string Variable = "SYSTEM_OIDCREQUESTURI";

    private readonly string? before = Environment.GetEnvironmentVariable(Variable);
    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync()
    {
        Environment.SetEnvironmentVariable(Variable, before);
        await cloud.DisposeAsync();
    }

    [Fact]
    public void A_pipelines_token_is_not_sent_to_the_local_cloud_that_was_used_before()
    {
        DeploymentEnvironment[] real = [Real(SignInKinds.AzurePipelines), Real(SignInKinds.Auto), Real(SignInKinds.AzureCli)];
        Assert.All(real, LocalSignIn.ThrowIfRedirected);

        _ = LocalSignIn.Variables(SignInKinds.AzurePipelines, cloud.Description);

        Assert.All(
            real[..2],
            environment =>
                Assert.Equal(
                    ExitCodes.Refused,
                    Assert.Throws<BuildFailedException>(() => LocalSignIn.ThrowIfRedirected(environment)).ExitCode
                )
        );
        LocalSignIn.ThrowIfRedirected(real[2]);
    }

    private static DeploymentEnvironment Real(string kind) => new() { Name = "prod", File = "prod.json", AuthorityType = kind };
}
