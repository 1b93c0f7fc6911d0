using Build.Printing;
using Build.Running;
using Build.Text;
using Layercake.Engine.Kinds;
using Layercake.Engine.Planning;

namespace Build.Deployments;

/// <summary>The targets that change what the workspace remembers of one asset, and nothing else.</summary>
internal sealed class RecordEdits(
    RunOptions run,
    PlanCreator plans,
    PlanExecutor executor,
    Rollout rollout,
    Output output,
    RunWrites writes
)
{
    public async Task ForgetAsync()
    {
        var asset = Given(run.Asset, "Say what to forget, as kind and name: --asset=jobs.nightly.");
        var planned = await ApplyAsync(() => plans.PlanForgetAsync(asset));
        var entry = planned.Manifest.Find(asset);
        var isPart = entry is not null && KindTable.Described.All(kind => kind.Name != entry.Kind);
        var id = entry is null || entry.Id == entry.Name ? "" : $" ({entry.Id})";
        output.Line(
            $"Forgot {asset}{id}: "
                + (
                    isPart
                        ? $"it stays in {planned.Plan.Environment} as it is. If Git declares it, the next deployment compares it anew."
                        : $"its object, if it is still there, stays in {planned.Plan.Environment} as it is. If Git declares it, the next "
                            + "deployment finds it by its name or its place and adopts it."
                ),
            Tone.Change
        );
    }

    public async Task AdoptAsync()
    {
        var asset = Given(run.Asset, "Say what the object is adopted as, as kind and name: --asset=jobs.nightly.");
        var id = Given(run.ObjectId, "Say which object is adopted: --id=123, as its page in the workspace says.");
        var planned = await ApplyAsync(() => plans.PlanAdoptAsync(asset, id));
        output.Line(
            planned.Adoptions is [var entry]
                ? $"Adopted {id} as {entry.Asset}: {planned.Plan.Environment} remembers that, and the object is as it was. "
                    + $"--target=Plan shows what a deployment would change of it."
                : $"Nothing to adopt: {id} is the object of {asset} already.",
            Tone.Change
        );
    }

    private string Given(string? value, string what) =>
        value ?? throw new BuildFailedException(ExitCodes.Wrong, $"{what} {writes.Summary}");

    private async Task<PlannedDeployment> ApplyAsync(Func<Task<PlannedDeployment>> plan)
    {
        var (planned, _) = await rollout.RunAsync(
            async () =>
            {
                var planned = await plan();
                return (planned, await executor.ApplyAsync(planned, stop: false));
            },
            showsSuccess: false
        );
        return planned;
    }
}
