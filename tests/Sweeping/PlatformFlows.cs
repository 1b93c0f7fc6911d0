using Layercake.Engine.Environments;
using Newtonsoft.Json.Linq;
using Files = System.Collections.Generic.IReadOnlyDictionary<string, byte[]>;

namespace Layercake.Sweeping;

/// <summary>What is swept with the platform of <c>samples/platform</c>.</summary>
internal static class PlatformFlows
{
    /// <summary>It makes, changes and exchanges something of each kind.</summary>
    private const string Sampled = "update of the platform";

    private static readonly DeploymentEnvironment Dev = Platform.Environment("dev") with { RestartClusters = true };

    public static IReadOnlyList<Flow> All { get; } =
    [
        Of("first deployment of the platform", world => Has(world, Platform.First), Target.Deploy, [Target.Deploy]),
        Of(Sampled, world => ThenAsync(world, Platform.Second), Target.Deploy, [Target.Deploy]),
        // The cluster lets go of its library in the deployment, so only a prune after that deletes it.
        Of(
            "prune of the platform",
            world => ThenAsync(world, Platform.Less),
            Target.Prune,
            [Target.Prune, Target.Deploy, Target.Prune]
        ),
        Of("destruction of the platform", world => ThenAsync(world, Platform.First), Target.Destroy, [Target.Destroy]),
        Of(
            "removal of a library from a cluster that runs",
            world => RunningAsync(world, Platform.WithoutLibraries),
            Target.Deploy,
            [Target.Deploy]
        ),
        Of(
            "new version of a library on a cluster that runs",
            world => RunningAsync(world, Platform.Second),
            Target.Deploy,
            [Target.Deploy]
        ),
        Of(
            "entries that leave Git after a cut, and a third version of a library",
            async world =>
            {
                await world.Cloud.PostAsync("/api/2.0/preview/scim/v2/Groups", new JObject { ["displayName"] = Platform.Analysts });
                await RunningAsync(world, Platform.More);
            },
            Target.Deploy,
            [Target.Deploy, Target.Prune]
        ) with
        {
            Next = Platform.Later,
        },
    ];

    private static Flow Of(string name, Func<World, Task> prepare, Target act, IReadOnlyList<Target> finish) =>
        new(name, prepare, act, finish) { Environment = Dev, IsForAdministrators = true, IsLeftToTheWhole = name != Sampled };

    private static Task Has(World world, Files files)
    {
        world.HasFiles(files);
        return Task.CompletedTask;
    }

    private static async Task ThenAsync(World world, Files second)
    {
        world.HasFiles(Platform.First);
        await world.MustAsync(Target.Deploy);
        await PassAsync(world);
        world.NewMachine();
        world.HasFiles(second);
    }

    /// <summary>The cluster is up, and its libraries are installed.</summary>
    private static async Task RunningAsync(World world, Files second)
    {
        world.HasFiles(Platform.First);
        await world.MustAsync(Target.Deploy);
        await PassAsync(world);
        var cluster = (await world.Cloud.GetAsync("/api/2.1/clusters/list"))["clusters"]!
            .Single(cluster => (string?)cluster["cluster_name"] == "exploration");
        await world.Cloud.PostAsync("/api/2.1/clusters/start", new JObject { ["cluster_id"] = cluster["cluster_id"] });
        await PassAsync(world);
        world.NewMachine();
        world.HasFiles(second);
    }

    private static Task PassAsync(World world) => world.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 600_000 });
}
