using Layercake.Engine.Environments;

namespace Layercake.Sweeping;

/// <summary>Kills a flow at one of its requests, runs it again, and compares the end with that of a flow that nobody disturbed.</summary>
public sealed class CrashSweep(World world)
{
    private readonly Dictionary<string, Undisturbed> undisturbed = [];
    private readonly DeploymentEnvironment usual = world.Environment;

    /// <summary>How the flow ends when nobody kills it.</summary>
    public async Task<Undisturbed> UndisturbedAsync(Flow flow)
    {
        if (undisturbed.TryGetValue(flow.Name, out var known))
            return known;

        await StartAsync(flow);
        var act = await world.MustAsync(flow.Act);
        world.NewMachine();
        if (flow.Next is { } next)
            world.HasFiles(next);
        foreach (var target in flow.Finish)
            await world.MustAsync(target);

        var picture = flow.EndsLike is { } other ? (await UndisturbedAsync(other)).Picture : await Picture.TakeAsync(world);
        if (picture.Unfinished is { Count: > 0 } unfinished)
            throw new InvalidOperationException($"Undisturbed, {flow} leaves {string.Join(", ", unfinished)}.");

        return undisturbed[flow.Name] = new Undisturbed(act.Requests, picture);
    }

    /// <param name="same">The next run is on the machine of the killed one; otherwise on one that is empty.</param>
    public async Task<SweptPoint> KillAsync(Flow flow, KillPoint point, bool same)
    {
        var whole = await UndisturbedAsync(flow);
        var files = await StartAsync(flow);
        var killed = await world.DoAsync(flow.Act, point);
        if (!same)
        {
            world.NewMachine();
            world.HasFiles(flow.Next ?? files);
        }
        else if (flow.Next is { } next)
        {
            world.HasFiles(next);
        }

        var wrong = new List<string>();
        var waited = TimeSpan.Zero;
        foreach (var target in flow.Finish)
        {
            var result = await world.DoAsync(target);
            waited += result.Took;
            wrong.AddRange(result.Complaints.Select(complaint => $"the next {target} fails: {complaint}"));
        }

        if (wrong.Count == 0)
            wrong.AddRange(whole.Picture.DifferencesTo(await Picture.TakeAsync(world)));
        foreach (var target in flow.Finish)
            wrong.AddRange((await world.DoAsync(target)).Writes.Select(write => $"one more {target} writes: {write}"));

        return new SweptPoint(flow, point, same, killed.Requests.ElementAtOrDefault(point.Request - 1) ?? "nothing", waited, wrong);
    }

    /// <returns>The files that a fresh clone has.</returns>
    private async Task<IReadOnlyDictionary<string, byte[]>> StartAsync(Flow flow)
    {
        world.Environment = (flow.Environment ?? usual) with { Concurrency = usual.Concurrency };
        await world.ResetAsync();
        await flow.Prepare(world);
        return Directory
            .EnumerateFiles(world.Assets.FullPath, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(world.Assets.FullPath, file), File.ReadAllBytes);
    }
}

/// <summary>A flow that nobody killed.</summary>
/// <param name="Requests">What the part sent that others are killed in.</param>
public sealed record Undisturbed(IReadOnlyList<string> Requests, Picture Picture);

/// <summary>What came of one kill.</summary>
/// <param name="Request">The last that was sent.</param>
/// <param name="Waited">How long the runs after it took, by the injected clock.</param>
/// <param name="Differences">To the undisturbed flow; none when all is well.</param>
public sealed record SweptPoint(
    Flow Flow,
    KillPoint Point,
    bool SameMachine,
    string Request,
    TimeSpan Waited,
    IReadOnlyList<string> Differences
)
{
    public override string ToString() => $"{Flow}, killed {Point} ({Request}), then {(SameMachine ? "the same" : "an empty")} machine";
}
