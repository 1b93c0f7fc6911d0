using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Engine.Secrets;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Microsoft.Extensions.Logging.Abstractions;

namespace Layercake.Engine;

/// <summary>One environment and its workspace: where plans are made and applied.</summary>
public sealed class DeploymentSession
{
    private readonly DeploymentEnvironment environment;
    private readonly Planner planner;
    private readonly Applier applier;

    /// <param name="secrets">The vault that declarations may name secrets of.</param>
    public DeploymentSession(DeploymentEnvironment environment, WorkspaceClient client, TimeProvider clock, ISecretSource secrets)
    {
        this.environment = environment;
        var kinds = KindTable.For(environment, client, clock);
        var manifests = new ManifestStore(new WorkspaceApi(client), $"{environment.StatePath.TrimEnd('/')}/{environment.DeploymentName}/{environment.Name}");
        planner = new Planner(environment, client.Url, kinds, manifests, new SecretReader(secrets, environment.SecretPrefix));
        applier = new Applier(kinds, manifests, clock);
    }

    /// <summary>Reads what Git declares and checks all that can be checked without any network.</summary>
    public static Declared Read(DeploymentEnvironment environment, AssetsFolder assets) =>
        DeclarationReader.Read(KindTable.For(environment, Nowhere(), TimeProvider.System), assets, environment.SecretPrefix);

    /// <summary>Says what a deployment of these kinds would do; writes nothing.</summary>
    public Task<PlannedDeployment> PlanAsync(Declared declared, Selection selection, CancellationToken ct) => planner.PlanAsync(declared, selection, ct);

    /// <summary>Carries out a plan without errors.</summary>
    /// <param name="stop">Whether clusters are stopped after they were written; the environment may still say no.</param>
    public Task<Outcome> ApplyAsync(PlannedDeployment planned, bool stop, IApplyWatcher watcher, CancellationToken ct) =>
        planned.HasErrors
            ? throw new InvalidOperationException("A plan with errors must not be applied.")
            : applier.ApplyAsync(planned, new ApplyOptions { Concurrency = environment.Concurrency, Stop = stop && environment.StopClusters }, watcher, ct);

    /// <summary>A client for reading declarations only; any call through it fails.</summary>
    private static WorkspaceClient Nowhere() => new(
        new HttpMessageInvoker(new SocketsHttpHandler()),
        new WorkspaceOptions { Url = new Uri("https://workspace.invalid"), Token = (_, _) => throw new InvalidOperationException("Reading declarations asked the network for something.") },
        NullLogger<WorkspaceClient>.Instance);
}
