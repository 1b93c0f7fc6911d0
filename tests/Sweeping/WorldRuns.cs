namespace Layercake.Sweeping;

/// <summary>Runs that nothing disturbs.</summary>
public static class WorldRuns
{
    public static async Task<RunResult> DoAsync(this World world, Target target, KillPoint? point = null)
    {
        using var run = new Run(world, point);
        return await run.DoAsync(target);
    }

    /// <exception cref="InvalidOperationException">It did not go well.</exception>
    public static async Task<RunResult> MustAsync(this World world, Target target)
    {
        var result = await world.DoAsync(target);
        return result.Complaints.Count == 0
            ? result
            : throw new InvalidOperationException($"{target}: {string.Join('\n', result.Complaints)}");
    }
}
