using CsCheck;
using Layercake.Engine.Applying;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;

namespace Layercake.Sweeping;

/// <summary>Runs schedules, and says what is wrong at their end that no fault excuses.</summary>
public sealed class FaultSchedules(World world)
{
    // Another one means other schedules behind the same numbers.
    private const ulong Seed = 20260302;

    private const int ShrinkingAttempts = 30;

    /// <summary>How many runs there were, so that one can see that they were disturbed at all.</summary>
    public RunCounts Counts { get; private set; } = new(0, 0, 0, 0);

    /// <summary>Runs the schedule of that number.</summary>
    /// <returns>What was wrong, with the seed and the smallest schedule that shows it; null when all is well.</returns>
    public async Task<string?> TryAsync(int number)
    {
        var seed = new PCG((uint)number, Seed).ToString();
        if (await FailureAsync(seed, 1) is not { } failure)
            return null;

        return $"schedule {number}: {await FailureAsync(seed, ShrinkingAttempts) ?? failure}";
    }

    /// <summary>Everything that is wrong after a schedule and a last deployment and prune that nobody disturbs.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(Schedule schedule)
    {
        await world.ResetAsync();
        var wrong = new List<string>();
        foreach (var (step, number) in schedule.Steps.Select((step, number) => (step, number + 1)))
            wrong.AddRange((await StepAsync(step)).Select(problem => $"run {number}: {problem}"));

        wrong.AddRange(await LastAsync(schedule.Steps[^1].Project));
        return wrong;
    }

    private async Task<string?> FailureAsync(string seed, int iterations)
    {
        try
        {
            await Schedule.Any.SampleAsync(
                async schedule =>
                {
                    if (await RunAsync(schedule) is { Count: > 0 } wrong)
                        throw new ScheduleException(string.Join('\n', wrong));
                },
                seed: seed,
                iter: iterations,
                threads: 1,
                print: schedule => $"\n{schedule}\n"
            );
            return null;
        }
        catch (CsCheckException e)
        {
            return $"{e.Message}\n{e.InnerException?.Message}";
        }
    }

    private async Task<IReadOnlyList<string>> StepAsync(Step step)
    {
        if (!step.SameMachine)
            world.NewMachine();
        world.HasFiles(step.Project.Files);
        var before = await Shelf.LookAsync(world);
        foreach (var fault in step.Faults)
            await fault.ArmAsync(world);
        var result = await world.DoAsync(step.Target, step.Kill);
        var disturbed = (await world.Cloud.AdminAsync("GET", "/faults")).Any(fault => (int)fault["applied"]! > 0);
        await world.Cloud.AdminAsync("DELETE", "/faults");
        Counts = new RunCounts(
            Counts.All + 1,
            Counts.Disturbed + (disturbed ? 1 : 0),
            Counts.Killed + (result.IsDead ? 1 : 0),
            Counts.Failed + (!result.IsDead && result.Complaints.Count > 0 ? 1 : 0)
        );

        // A killed run says nothing.
        return result.IsDead ? [] : [.. SaidOtherwise(result, before, await Shelf.LookAsync(world))];
    }

    /// <summary>Where what a run says of itself is not what the workspace shows.</summary>
    private static IEnumerable<string> SaidOtherwise(RunResult result, Shelf before, Shelf after)
    {
        var changed = after.ChangedSince(before).ToHashSet(StringComparer.Ordinal);
        if (result.Outcome is null)
            return changed.Select(name => $"{result.Target} says that nothing was written ({result.Error}), but {name} was");

        var said = result.Outcome.Changes.ToDictionary(change => Place(change.Change), StringComparer.Ordinal);
        return changed
            .Where(name => !said.TryGetValue(name, out var outcome) || outcome.Status == ChangeStatus.Skipped)
            .Select(name => $"{name} was changed, and {result.Target} does not say so")
            .Concat(
                said.Where(outcome =>
                        outcome.Value.Status == ChangeStatus.Done && !IsTrue(outcome.Value.Change.Action, outcome.Key, before, after)
                    )
                    .Select(outcome =>
                        $"{result.Target} says that {outcome.Key} was done ({outcome.Value.Change.Action}), which the workspace "
                        + $"does not show"
                    )
            );
    }

    private static bool IsTrue(ChangeAction action, string name, Shelf before, Shelf after) =>
        action switch
        {
            ChangeAction.Create or ChangeAction.Recreate => after.IsNewSince(before, name),
            ChangeAction.Delete => !after.Has(name),
            _ => after.Has(name),
        };

    private static string Place(Change change) =>
        change.Kind switch
        {
            "clusters" => $"cluster {change.Name}",
            "jobs" => $"job {change.Name}",
            "notebooks" =>
                $"/Shared/app/notebooks/{(change.Name.EndsWith(".py", StringComparison.Ordinal) ? change.Name[..^3] : change.Name)}",
            var kind => $"/Shared/app/{kind}/{change.Name}",
        };

    private async Task<IReadOnlyList<string>> LastAsync(SmallProject project)
    {
        world.NewMachine();
        var wrong = new List<string>();
        foreach (var target in new[] { Target.Deploy, Target.Prune })
            wrong.AddRange((await world.DoAsync(target)).Complaints.Select(complaint => $"the last {target} fails: {complaint}"));
        wrong.AddRange((await world.DoAsync(Target.Deploy)).Writes.Select(write => $"one more deployment writes: {write}"));

        var names = (await Shelf.LookAsync(world)).Names.ToList();
        wrong.AddRange(names.Where(name => name.EndsWith(" (one more)", StringComparison.Ordinal)).Select(name => $"a duplicate: {name}"));
        wrong.AddRange(
            names
                .Except(project.Objects)
                .Where(name => !name.EndsWith(" (one more)", StringComparison.Ordinal))
                .Select(name => $"an orphan: {name}")
        );
        wrong.AddRange(project.Objects.Except(names).Select(name => $"not there: {name}"));

        var manifest = (await world.DoAsync(Target.Plan)).Planned!.Manifest;
        wrong.AddRange(
            manifest.Entries.Values.Where(entry => entry.Adopted).Select(entry => $"adopted, though a run made it: {entry.Asset}")
        );
        wrong.AddRange(manifest.Creating.Keys.Select(asset => $"still being created: {asset}"));
        wrong.AddRange(manifest.StopDue.Select(asset => $"still to be stopped: {asset}"));
        return wrong;
    }

    private sealed class ScheduleException(string message) : Exception(message);
}

/// <summary>How runs of schedules went, without the last ones that nobody disturbs.</summary>
/// <param name="Disturbed">Those in which a fault had its turn.</param>
/// <param name="Failed">Those that lived and did not succeed.</param>
public sealed record RunCounts(int All, int Disturbed, int Killed, int Failed)
{
    public override string ToString() => $"{All} runs, {Disturbed} disturbed, {Killed} killed, {Failed} failed";
}
