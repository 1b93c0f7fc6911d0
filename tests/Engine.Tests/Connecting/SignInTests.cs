using Layercake.Engine.Connecting;
using Layercake.Engine.Environments;
using Layercake.Identity;
using Layercake.Identity.Tokens;
using Layercake.Rest;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Connecting;

/// <summary>Tests that sign in as an environment says, to a local cloud of their own, with the genuine client libraries.</summary>
public abstract class SignInTests : IAsyncLifetime
{
    private protected TempDirectory Folder { get; } = new();

    private protected Dictionary<string, string> Variables { get; } = [];

    private protected LocalCloudFixture Fixture { get; private set; } = null!;

    private protected DeploymentEnvironment Local { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Fixture = await LocalCloudFixture.StartAsync();
        var cloud = Fixture.Description;
        Local = new DeploymentEnvironment
        {
            Name = "local",
            File = "local.json",
            WorkspaceUrl = new Uri(cloud.WorkspaceHttp),
            Vault = new Uri(cloud.Vault),
            TenantId = cloud.TenantId,
            ClientId = cloud.ClientId,
        };
    }

    public async Task DisposeAsync()
    {
        await Fixture.DisposeAsync();
        Folder.Dispose();
    }

    private protected DeploymentEnvironment Named(DeploymentEnvironment environment) =>
        environment with
        {
            WorkspaceUrl = null,
            ResourceGroup = Fixture.Description.ResourceGroup,
            WorkspaceName = Fixture.Description.WorkspaceName,
        };

    private protected async Task<string?> WhoAmIAsync(DeploymentEnvironment environment)
    {
        using var connector = Connect(environment);
        return await MeAsync(
            await connector.SignInAsync(await connector.FetchSecretsAsync(CancellationToken.None), CancellationToken.None)
        );
    }

    private protected static async Task<string?> MeAsync(Connection connection) =>
        (string?)
            (await connection.Client.SendAsync(WorkspaceRequest.Get("/api/2.0/preview/scim/v2/Me"), CancellationToken.None))["userName"];

    private protected Connector Connect(DeploymentEnvironment environment) =>
        new(
            environment,
            new ConnectionOptions
            {
                Cloud = AzureCloud.Local(
                    new Uri(Fixture.Description.Authority),
                    new Uri(Fixture.Description.Arm),
                    Fixture.Description.CertificatePem
                ),
                Developer = new AppCredentials(
                    Fixture.Description.TenantId,
                    Fixture.Description.DeveloperClientId,
                    Fixture.Description.DeveloperClientSecret
                ),
                Variable = Variables.GetValueOrDefault,
            }
        );

    private protected async Task<IReadOnlyList<string>> SecretsReadAsync() =>
        [
            .. (await Fixture.RequestsAsync())
                .Where(request => request.StartsWith("GET /secrets/", StringComparison.Ordinal))
                .Select(request => request["GET /secrets/".Length..].Split('/', '?')[0])
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
}
