using Layercake.Engine.Declarations;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Rest;

namespace Layercake.Engine.Applying;

/// <summary>Applies plans under the environment's lease, and only plans that are up to date.</summary>
internal sealed class LeasedApplier(
    Applier applier,
    InterruptedCreations? interrupted,
    LeaseStore leases,
    ManifestStore manifests,
    LockStore locks,
    string owner
)
{
    /// <param name="planAgain">Makes the plan anew once nobody else writes; null where it is enough that nobody else has written.</param>
    /// <exception cref="LeaseHeldException">Another deployment is under way.</exception>
    /// <exception cref="EnvironmentLockedException">Nothing may be deployed to the environment now.</exception>
    /// <exception cref="PlanOutOfDateException">The environment changed after the plan was made.</exception>
    public async Task<Outcome> ApplyAsync(
        PlannedDeployment planned,
        ApplyOptions options,
        Func<CancellationToken, Task<PlannedDeployment>>? planAgain,
        IApplyWatcher watcher,
        CancellationToken ct
    )
    {
        planned.Manifest.Lock?.ThrowIfCounting();
        if (!Writes(planned, options))
            return Named(await applier.ApplyAsync(planned, options, watcher, ct));

        using var taken = await leases.TakeAsync(owner, watcher.Note, ct);
        var keeper = new LeaseKeeper(leases, taken);
        Outcome outcome;
        try
        {
            outcome = await ApplyAsync(planned, options, planAgain, watcher, taken, keeper, ct);
        }
        catch (Exception)
        {
            if (await GiveBackAsync(keeper) is { } kept)
                watcher.Note(kept);
            throw;
        }

        return await GiveBackAsync(keeper) is { } left ? outcome with { Failures = [.. outcome.Failures, left] } : outcome;
    }

    private async Task<Outcome> ApplyAsync(
        PlannedDeployment planned,
        ApplyOptions options,
        Func<CancellationToken, Task<PlannedDeployment>>? planAgain,
        IApplyWatcher watcher,
        TakenLease taken,
        LeaseKeeper keeper,
        CancellationToken ct
    )
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct, keeper.Lost);
        if (await locks.FindAsync(taken.Listing, ct) is { } locked)
            locked.ThrowIfCounting();
        var stamp = await manifests.UnderAsync(taken, ct);
        if (planAgain is not null)
            planned = await planAgain(ending.Token);
        else if (stamp != planned.Manifest.Stamp)
            throw new PlanOutOfDateException(
                taken.Waited
                    ? "This run had to wait for another one"
                    : "Another deployment to this environment ended after this plan was made"
            );

        try
        {
            if (interrupted is not null)
                await interrupted.CheckAsync(planned, watcher, ending.Token);
            var outcome = await applier.ApplyAsync(planned, options with { MayRecord = () => keeper.Loss is null }, watcher, ending.Token);
            if (keeper.Loss is { } loss)
                return outcome with { Cancelled = ct.IsCancellationRequested, Failures = [.. outcome.Failures, loss] };

            await TidyAsync(taken, ending.Token);
            return outcome;
        }
        catch (Exception e)
            when ((e is OperationCanceledException or WritesEndedException) && !ct.IsCancellationRequested && keeper.Loss is not null)
        {
            // Lost before the first change.
            throw new LeaseHeldException(keeper.Loss, e);
        }
    }

    /// <summary>
    /// The deployment has ended, so a failure here does not change its outcome; the next run that writes cleans up again.
    /// </summary>
    private async Task TidyAsync(TakenLease taken, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
            return;

        try
        {
            await StateCleanup.CleanUpAsync(leases.Folder, taken.Listing, taken.Lease.Number, manifests.Saved is not null, ct);
        }
        catch (Exception e) when (e is OperationCanceledException or WritesEndedException)
        {
            // Stopped, or the lease was lost: nothing that was deployed depends on it.
        }
    }

    private async Task<string?> GiveBackAsync(LeaseKeeper keeper)
    {
        await keeper.DisposeAsync();
        return await leases.EndAsync(keeper.Lease with { Manifest = manifests.Saved }) is { } why
            ? $"The lease of this environment could not be given back, so the next deployment from another machine watches it for "
                + $"{LeaseTimes.TakenOverAfter.TotalSeconds:0} s: {why}"
            : null;
    }

    /// <summary>A run without writes does not wait for others, and reports that another deployment is writing.</summary>
    private Outcome Named(Outcome outcome) =>
        manifests.Seen switch
        {
            { IsFree: false, Holder: { State: not LeaseState.Ended } held } => outcome with
            {
                Warnings =
                [
                    .. outcome.Warnings,
                    held.State == LeaseState.Broken
                        ? $"{held.Owner} removed the lease of another deployment at {LeaseHeldException.Time(held.TakenAt)}; there "
                            + $"was nothing to write, so nobody was waited for"
                        : $"{held.Owner} has had the lease of this environment since {LeaseHeldException.Time(held.TakenAt)}; there "
                            + $"was nothing to write, so nobody was waited for",
                ],
            },
            _ => outcome,
        };

    /// <summary>A second deployment of the same assets has nothing to write and does not take the lease.</summary>
    private bool Writes(PlannedDeployment planned, ApplyOptions options) =>
        !planned.Plan.IsEmpty
        || planned.Adoptions.Count + planned.Plan.Forgotten.Count > 0
        || (planned is { EndsRecord: true, Manifest.IsThere: true } && applier.IsSpent(planned.Manifest))
        || planned.PendingStops.Keys.Any(asset => options.Stops.Contains(AssetId.Parse(asset).Kind));
}

/// <summary>The environment changed after the plan was made. Nothing was written; a new plan is needed.</summary>
/// <param name="why">A sentence without its full stop.</param>
public sealed class PlanOutOfDateException(string why) : Exception(why);
