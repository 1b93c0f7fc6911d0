using Layercake.Engine.Checking;
using Layercake.Engine.Connecting;
using Layercake.Engine.Environments;
using Layercake.Identity;
using Layercake.Identity.Tokens;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Checking;

/// <summary>Tests that check the connection of an environment to a local cloud of their own.</summary>
public abstract class ConnectionTests : IAsyncLifetime
{
    private protected LocalCloudFixture Fixture { get; private set; } = null!;

    private protected DeploymentEnvironment Environment { get; set; } = null!;

    public async Task InitializeAsync()
    {
        Fixture = await LocalCloudFixture.StartAsync();
        Environment = new DeploymentEnvironment
        {
            Name = "dev",
            File = "dev.json",
            WorkspaceUrl = new Uri(Fixture.Description.WorkspaceHttp),
            Vault = new Uri(Fixture.Description.Vault),
        };
    }

    public async Task DisposeAsync() => await Fixture.DisposeAsync();

    private protected async Task<IReadOnlyList<CheckResult>> CheckAsync()
    {
        var cloud = Fixture.Description;
        using var connector = new Connector(
            Environment,
            new ConnectionOptions
            {
                Cloud = AzureCloud.Local(new Uri(cloud.Authority), new Uri(cloud.Arm), cloud.CertificatePem),
                Developer = new AppCredentials(cloud.TenantId, cloud.DeveloperClientId, cloud.DeveloperClientSecret),
                Variable = _ => null,
            }
        );
        return await new ConnectionChecker(connector, Environment, TimeProvider.System).RunAsync(CancellationToken.None);
    }

    private protected async Task<CheckResult> OneAsync(string name) => (await CheckAsync()).Single(result => result.Name == name);

    private protected Task ChangeUserAsync(string change)
    {
        var body = JObject.Parse(change);
        body["client_id"] = Fixture.Description.ClientId;
        return Fixture.AdminAsync("POST", "/workspace-users", body);
    }
}
