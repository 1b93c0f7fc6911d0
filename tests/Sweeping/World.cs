using System.Text;
using Layercake.Engine.Environments;
using Layercake.LocalCloud;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Sweeping;

/// <summary>A workspace of the local cloud, a folder of assets and a clock: all that outlives a run.</summary>
public sealed class World : IAsyncDisposable
{
    /// <summary>Databricks, as Entra knows it.</summary>
    private const string Databricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

    private readonly SocketsHttpHandler network = new() { UseProxy = false };
    private readonly Stack<Machine> machines = new();
    private readonly TempDirectory plans = new();

    private World(LocalCloudFixture cloud, TimeProvider clock, Deployer deployer) => (Cloud, Clock, Deployer) = (cloud, clock, deployer);

    public LocalCloudFixture Cloud { get; }

    public TimeProvider Clock { get; }

    /// <summary>What leases are told by: a wait of a deployment passes at once, and its lease does not age by it.</summary>
    public TimeProvider LeaseClock { get; } = new SelfAdvancingClock();

    public Deployer Deployer { get; }

    public TempDirectory Assets { get; } = new();

    /// <summary>Where a plan that was approved waits to be applied: every machine gets it.</summary>
    public string PlanFile => Path.Combine(plans.FullPath, "release.plan");

    /// <summary>The machine that runs are on.</summary>
    public Machine Machine => machines.Peek();

    public DeploymentEnvironment Environment { get; set; } =
        new()
        {
            Name = "test",
            File = "deployment/environments/test.json",
            NotebooksPath = "/Shared/app/notebooks",
            InitScriptsDestination = "/Workspace/Shared/app/init-scripts",
        };

    /// <summary>How many requests a first deployment sends here; null until one did.</summary>
    internal int? RequestsOfFirst { get; set; }

    internal HttpMessageHandler Network => network;

    public static Task<World> StartAsync(Deployer deployer) =>
        StartAsync(deployer, new LocalCloudOptions { Clock = new SelfAdvancingClock() });

    public static async Task<World> StartAsync(Deployer deployer, LocalCloudOptions options)
    {
        // What outlives every machine must not lie in the folder of one.
        Machine.Leave();
        var world = new World(await LocalCloudFixture.StartAsync(options), options.Clock, deployer);
        await world.ResetAsync();
        return world;
    }

    /// <summary>An empty workspace, an empty folder and a new machine.</summary>
    public async Task ResetAsync()
    {
        await Cloud.AdminAsync("DELETE", "/faults");
        await Cloud.AdminAsync("POST", "/reset");
        await Cloud.ForgetRequestsAsync();
        if (Deployer == Deployer.ServicePrincipal)
            await AmongOthersAsync();

        while (machines.TryPop(out var machine))
            machine.Dispose();
        NewMachine();
        HasFiles(new Dictionary<string, string>());
    }

    /// <summary>From now on runs are on a machine that has seen none.</summary>
    public void NewMachine() => machines.Push(new Machine($"agent-{machines.Count + 1}"));

    /// <summary>The folder of assets holds these files, and no others.</summary>
    public void HasFiles(IReadOnlyDictionary<string, string> files) =>
        HasFiles(files.ToDictionary(file => file.Key, file => Encoding.UTF8.GetBytes(file.Value)));

    /// <inheritdoc cref="HasFiles(IReadOnlyDictionary{string, string})"/>
    public void HasFiles(IReadOnlyDictionary<string, byte[]> files)
    {
        foreach (var entry in new DirectoryInfo(Assets.FullPath).EnumerateFileSystemInfos())
            if (entry is DirectoryInfo folder)
                folder.Delete(recursive: true);
            else
                entry.Delete();
        foreach (var (file, content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Assets[file])!);
            File.WriteAllBytes(Assets[file], content);
        }
    }

    /// <summary>The deployer is not the only one here, and may not see what others made.</summary>
    private async Task AmongOthersAsync()
    {
        await Cloud.AdminAsync(
            "POST",
            "/workspace-users",
            new JObject
            {
                ["client_id"] = Cloud.Description.DeveloperClientId,
                ["groups"] = new JArray("users"),
                ["entitlements"] = new JArray("allow-cluster-create", "workspace-access"),
            }
        );
        var cluster = await Cloud.PostAsync("/api/2.1/clusters/create", JObject.Parse(Projects.Cluster("theirs")));
        var task = Projects.Task((string)cluster["cluster_id"]!, "/Shared/theirs");
        await Cloud.PostAsync("/api/2.2/jobs/create", JObject.Parse(Projects.Job("theirs", task)));
    }

    /// <summary>How a run signs in; each has a token of its own.</summary>
    internal Rest.BearerToken SignIn()
    {
        if (Deployer == Deployer.Administrator)
            return (_, _) => ValueTask.FromResult(Cloud.Description.Token);

        string? token = null;
        return async (renew, _) => renew || token is null ? token = await Cloud.TokenAsync(Databricks) : token;
    }

    public async ValueTask DisposeAsync()
    {
        while (machines.TryPop(out var machine))
            machine.Dispose();
        network.Dispose();
        await Cloud.DisposeAsync();
        Assets.Dispose();
        plans.Dispose();
    }
}
