using Newtonsoft.Json.Linq;

namespace Layercake.Sweeping;

/// <summary>What is swept.</summary>
public static class Flows
{
    private static readonly Flow First = new("first deployment", FilesAsync, Target.Deploy, [Target.Deploy]);

    public static IReadOnlyList<Flow> All { get; } =
    [
        First,
        new("update", UpdateAsync, Target.Deploy, [Target.Deploy]),
        new("prune", LessAsync, Target.Prune, [Target.Prune, Target.Deploy]),
        new("destroy", AllAsync, Target.Destroy, [Target.Destroy]),
        new("export", ByHandAsync, Target.Export, [Target.Export]),
        new("stop clusters", RunningAsync, Target.StopClusters, [Target.StopClusters, Target.Deploy]),
        new("unlock", HalfDoneAsync, Target.Unlock, [Target.Unlock, Target.Deploy]) { EndsLike = First },
        new("takeover", HalfDoneAsync, Target.Deploy, [Target.Deploy]) { EndsLike = First },
        new("first deployment of other kinds", OthersAsync, Target.Deploy, [Target.Deploy]),
        new("update of other kinds", UpdateOthersAsync, Target.Deploy, [Target.Deploy]),
        new("prune of other kinds", LessOthersAsync, Target.Prune, [Target.Prune, Target.Deploy]),
        new("first apply of a sealed plan", SealedFirstAsync, Target.ApplySealed, [Target.ApplySealed]),
        new("apply of a sealed update", SealedUpdateAsync, Target.ApplySealed, [Target.ApplySealed]),
        new("apply of a sealed update of other kinds", SealedUpdateOthersAsync, Target.ApplySealed, [Target.ApplySealed]),
        new("apply of a sealed prune", SealedPruneAsync, Target.ApplySealed, [Target.ApplySealed]),
        new("apply of a sealed destruction", SealedDestroyAsync, Target.ApplySealed, [Target.ApplySealed]),
        .. PlatformFlows.All,
    ];

    /// <summary>Those that whoever deploys may do.</summary>
    public static IEnumerable<Flow> For(Deployer deployer) =>
        All.Where(flow => deployer == Deployer.Administrator || !flow.IsForAdministrators);

    public static Flow Named(string name) => All.Single(flow => flow.Name == name);

    private static Task FilesAsync(World world)
    {
        world.HasFiles(Projects.First);
        return Task.CompletedTask;
    }

    private static Task OthersAsync(World world)
    {
        world.HasFiles(Projects.Others);
        return Task.CompletedTask;
    }

    private static Task UpdateAsync(World world) => ThenAsync(world, Projects.First, Projects.Second);

    private static Task LessAsync(World world) => ThenAsync(world, Projects.First, Projects.Less);

    private static Task AllAsync(World world) => DeployedAsync(world, Projects.First, Target.Deploy);

    private static Task UpdateOthersAsync(World world) => ThenAsync(world, Projects.Others, Projects.OthersSecond);

    private static Task LessOthersAsync(World world) => ThenAsync(world, Projects.Others, Projects.OthersLess);

    private static async Task ThenAsync(World world, IReadOnlyDictionary<string, string> first, IReadOnlyDictionary<string, string> second)
    {
        await DeployedAsync(world, first, Target.Deploy);
        world.HasFiles(second);
    }

    private static async Task SealedFirstAsync(World world)
    {
        await FilesAsync(world);
        await world.MustAsync(Target.SealDeployment);
    }

    private static async Task SealedUpdateAsync(World world)
    {
        await UpdateAsync(world);
        await world.MustAsync(Target.SealDeployment);
    }

    private static async Task SealedUpdateOthersAsync(World world)
    {
        await UpdateOthersAsync(world);
        await world.MustAsync(Target.SealDeployment);
    }

    private static async Task SealedPruneAsync(World world)
    {
        await LessAsync(world);
        await world.MustAsync(Target.SealPrune);
    }

    private static async Task SealedDestroyAsync(World world)
    {
        await AllAsync(world);
        await world.MustAsync(Target.SealDestroy);
    }

    private static Task RunningAsync(World world) => DeployedAsync(world, Projects.First, Target.DeployAndLeaveRunning);

    /// <summary>A workspace where people made and changed things by hand.</summary>
    private static async Task ByHandAsync(World world)
    {
        await DeployedAsync(world, Projects.First, Target.Deploy);
        var cluster = await world.Cloud.PostAsync("/api/2.1/clusters/create", JObject.Parse(Projects.Cluster("by-hand")));
        var task = Projects.Task((string)cluster["cluster_id"]!, "/Shared/app/notebooks/load");
        await world.Cloud.PostAsync("/api/2.2/jobs/create", JObject.Parse(Projects.Job("by hand", task)));
        await world.Cloud.PostAsync(
            "/api/2.0/workspace/import",
            new JObject
            {
                ["path"] = "/Shared/app/notebooks/load",
                ["format"] = "SOURCE",
                ["language"] = "PYTHON",
                ["overwrite"] = true,
                ["content"] = Convert.ToBase64String("print('by hand')"u8),
            }
        );
    }

    private static async Task DeployedAsync(World world, IReadOnlyDictionary<string, string> files, Target target)
    {
        world.HasFiles(files);
        await world.MustAsync(target);
        world.NewMachine();
    }

    /// <summary>Someone's first deployment was killed in the middle, on another machine.</summary>
    private static async Task HalfDoneAsync(World world)
    {
        world.HasFiles(Projects.First);
        world.RequestsOfFirst ??= await CountAsync(world);
        world.HasFiles(Projects.First);
        await world.DoAsync(Target.Deploy, new KillPoint(world.RequestsOfFirst.Value / 2, Handled: true));
        world.NewMachine();
    }

    private static async Task<int> CountAsync(World world)
    {
        var all = await world.MustAsync(Target.Deploy);
        await world.ResetAsync();
        return all.Requests.Count;
    }
}
