using Layercake.Engine.Memory;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Applying;

/// <summary>Carries out plans one deployment at a time, and only those that are still about the environment as it is.</summary>
internal sealed class LeasedApplier(Applier applier, LeaseStore leases, ManifestStore manifests, string owner, TimeProvider clock)
{
    /// <exception cref="LeaseHeldException">Another deployment is under way.</exception>
    /// <exception cref="PlanOutOfDateException">Another deployment ended since the plan was made.</exception>
    public async Task<Outcome> ApplyAsync(PlannedDeployment planned, ApplyOptions options, IApplyWatcher watcher, CancellationToken ct)
    {
        if (!Writes(planned, options))
            return await applier.ApplyAsync(planned, options, watcher, ct);

        using var taken = await leases.TakeAsync(owner, ct);
        Outcome outcome;
        string? left;
        try
        {
            outcome = await ApplyAsync(planned, options, watcher, taken.Lease, ct);
        }
        finally
        {
            left = await leases.GiveBackAsync(taken.Lease);
        }

        var (warnings, failures) = (outcome.Warnings.ToList(), outcome.Failures.ToList());
        if (taken.Before is { } before)
            warnings.Insert(0, $"took over the lease of {before.Owner} from {LeaseHeldException.Time(before.TakenAt)}, whose deployment did not come to its end");
        if (left is not null)
            failures.Add($"The lease of this environment could not be given back, so it has to run out before the next deployment: {left}");

        return outcome with { Warnings = warnings, Failures = failures };
    }

    private async Task<Outcome> ApplyAsync(PlannedDeployment planned, ApplyOptions options, IApplyWatcher watcher, Lease lease, CancellationToken ct)
    {
        await using var keeper = new LeaseKeeper(leases, lease, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct, keeper.Lost);
        if (await manifests.StampAsync(ct) != planned.Manifest.Stamp)
            throw new PlanOutOfDateException();

        try
        {
            var outcome = await applier.ApplyAsync(planned, options with { MayRecord = () => keeper.IsOurs }, watcher, ending.Token);
            return keeper.Loss is { } loss ? outcome with { Cancelled = ct.IsCancellationRequested, Failures = [.. outcome.Failures, loss] } : outcome;
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested && keeper.Loss is { } loss)
        {
            // Lost before the first change.
            throw new LeaseHeldException(loss, e);
        }
    }

    /// <summary>A second deployment of the same finds nothing to write, and leaves no trace.</summary>
    private static bool Writes(PlannedDeployment planned, ApplyOptions options) =>
        !planned.Plan.IsEmpty || planned.Adoptions.Count + planned.Plan.Forgotten.Count > 0 || (options.Stop && !planned.Manifest.StopDue.IsEmpty);
}

/// <summary>The environment was deployed to after the plan was made; nothing was written.</summary>
public sealed class PlanOutOfDateException() : Exception("Another deployment to this environment ended after the plan was made. Plan again.");
