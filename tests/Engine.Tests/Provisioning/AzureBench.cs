using Layercake.Engine.Connecting;
using Layercake.Engine.Environments;
using Layercake.Engine.Provisioning;
using Layercake.Engine.Tests.Declarations;
using Layercake.Identity;
using Layercake.Identity.ResourceManager;
using Layercake.Identity.Tokens;
using Layercake.LocalCloud;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Provisioning;

/// <summary>A local cloud, an environment that has nothing in it yet, and what provisions it; waits are over at once.</summary>
internal sealed class AzureBench : IAsyncDisposable, IProgress<OperationProgress>
{
    private const string Management = "https://management.azure.com";

    private readonly SelfAdvancingClock clock;

    private AzureBench(LocalCloudFixture fixture, SelfAdvancingClock clock)
    {
        (Fixture, this.clock) = (fixture, clock);
        Environment = new DeploymentEnvironment
        {
            Name = "dev",
            File = "deployment/environments/dev.json",
            SubscriptionId = fixture.Description.SubscriptionId,
            ResourceGroup = "rg-dev",
            WorkspaceName = "adb-dev",
            Vault = new Uri("https://kv-dev.vault.azure.net"),
            Infrastructure = new InfrastructureSettings { Location = "westeurope" },
        };
    }

    public LocalCloudFixture Fixture { get; }

    public DeploymentEnvironment Environment { get; set; }

    public InfrastructureSettings Settings
    {
        set => Environment = Environment with { Infrastructure = value with { Location = "westeurope" } };
    }

    /// <summary>The states of the operation that was followed.</summary>
    public List<string> States { get; } = [];

    public string GroupPath => $"/subscriptions/{Fixture.Description.SubscriptionId}/resourceGroups/rg-dev";

    public static async Task<AzureBench> StartAsync()
    {
        var clock = new SelfAdvancingClock();
        return new AzureBench(await LocalCloudFixture.StartAsync(new LocalCloudOptions { Clock = clock }), clock);
    }

    public void Report(OperationProgress value)
    {
        lock (States)
            States.Add(value.State);
    }

    public Task<InfrastructurePlan> PlanAsync() =>
        WithAsync((provisioner, target) => provisioner.PlanAsync(target, this, CancellationToken.None));

    public Task<ProvisioningOutcome> ProvisionAsync() =>
        WithAsync(
            async (provisioner, target) =>
                await provisioner.ApplyAsync(
                    await provisioner.PlanAsync(target, this, CancellationToken.None),
                    this,
                    CancellationToken.None
                )
        );

    /// <summary>Rows as <c>create key vault kv-dev: not in Azure</c>.</summary>
    public static string[] Rows(InfrastructurePlan plan) =>
        [
            .. plan.Changes.Select(change =>
                $"{change.Action.ToString().ToLowerInvariant()} {change.Kind} {change.Name}: "
                + $"{change.Reason}{string.Concat(change.Details.Select(detail => $"; {detail}"))}"
            ),
        ];

    public async Task<JObject> ArmAsync(string method, string path, JObject? body = null, string version = "2023-07-01")
    {
        using var answer = await Fixture.SendAsync(Management, method, $"{Fixture.Description.Arm}{path}?api-version={version}", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {text}");
        return text.Length == 0 ? [] : JObject.Parse(text);
    }

    public async Task<IReadOnlyList<string>> WritesAsync() =>
        [
            .. (await Fixture.RequestsAsync()).Where(request =>
                request.StartsWith("PUT", StringComparison.Ordinal)
                || request.StartsWith("PATCH", StringComparison.Ordinal)
                || request.StartsWith("DELETE", StringComparison.Ordinal)
            ),
        ];

    public ValueTask DisposeAsync() => Fixture.DisposeAsync();

    private async Task<T> WithAsync<T>(Func<Provisioner, InfrastructureTarget, Task<T>> work)
    {
        var cloud = Fixture.Description;
        using var connector = new Connector(
            Environment,
            new ConnectionOptions
            {
                Cloud = AzureCloud.Local(new Uri(cloud.Authority), new Uri(cloud.Arm), cloud.CertificatePem),
                Developer = new AppCredentials(cloud.TenantId, cloud.DeveloperClientId, cloud.DeveloperClientSecret),
                Variable = _ => null,
                Clock = clock,
            }
        );
        var needs = await connector.NeedsAsync(CancellationToken.None);
        var target = TargetReader.Read(Environment, needs, [])!;
        return await work(
            new Provisioner(
                connector.OpenAzure(needs),
                new InfrastructureTemplates(Path.Combine(Repository.Root, "deployment", "infrastructure")),
                (url, id, enters) => connector.OpenWorkspace(needs, url, id, enters)
            ),
            target
        );
    }
}
