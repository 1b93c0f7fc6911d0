using System.Globalization;

namespace Layercake.Engine.Memory;

/// <summary>
/// Waits, where that is of use, until whoever has a lease is at an end. No clock of another machine is asked: only whether its file moves.
/// </summary>
internal sealed class LeaseWaiter(StateFolder folder, TimeProvider clock)
{
    public static string TookOver(Lease lease) =>
        $"Took over the lease of {lease.Owner} from {LeaseHeldException.Time(lease.TakenAt)}, whose deployment did not come to its end.";

    /// <param name="tell">Hears what is waited for.</param>
    /// <returns>Whether it had to wait: then a plan from before is out of date.</returns>
    /// <exception cref="LeaseHeldException">Someone is deploying.</exception>
    public async Task<bool> UntilFreeAsync(LeaseReading sight, Action<string> tell, CancellationToken ct)
    {
        var waited = false;
        if (!sight.EarlierIsFree)
        {
            await UntilStillAsync(folder.EarlierLease, sight.EarlierLease, sight.Earlier!, LeaseTimes.EarlierTakenOverAfter, tell, ct);
            waited = true;
        }

        if (sight.NumberedIsFree)
            return waited;

        if (sight.Lease is { State: LeaseState.Ended } ended)
            await UntilFinishedAsync(ended, tell, ct);
        else if (sight.Lease is { State: LeaseState.Broken } broken)
            await UntilStoppedAsync(broken, sight.Listing, tell, ct);
        else
            await UntilStillAsync(folder.LeasePath(sight.Number), sight.Lease, sight.Content!, LeaseTimes.TakenOverAfter, tell, ct);

        return true;
    }

    /// <summary>A lease that may be alive: whether it is, shows in less than its time.</summary>
    private async Task UntilStillAsync(string file, Lease? lease, byte[] content, TimeSpan still, Action<string> tell, CancellationToken ct)
    {
        if (lease is not null && LeaseLockFile.IsAlive(lease) == true)
            throw LeaseHeldException.By(lease, file);

        tell(
            $"{(lease is null ? $"{file} is not a lease that this tool wrote" : $"{lease.Owner} has had the lease of this environment since {LeaseHeldException.Time(lease.TakenAt)}")}; "
                + $"watching for {Seconds(still)} whether {(lease is null ? "it changes" : "that deployment is alive")}."
        );
        var since = clock.GetTimestamp();
        while (clock.GetElapsedTime(since) < still)
        {
            await Task.Delay(LeaseTimes.BetweenLooks, clock, ct);
            var now = await folder.TryReadAsync(file, ct);
            // Numbered files are never deleted while they are the highest: a read that finds none lags behind.
            if (now is null && file == folder.EarlierLease)
                return;

            if (now is null || now.AsSpan().SequenceEqual(content))
                continue;

            switch (LeaseFile.Read(now, lease?.Number ?? 0))
            {
                case { State: LeaseState.Ended } ended:
                    await UntilFinishedAsync(ended, tell, ct);
                    return;
                case { } moved:
                    throw LeaseHeldException.By(moved, file);
                default:
                    throw LeaseHeldException.Unreadable(file);
            }
        }

        tell(lease is null ? $"{file} stood still and was taken over." : TookOver(lease));
    }

    /// <summary>
    /// After an Unlock: whoever had the lease sees that at the next renewal and stops, and until then nobody else may begin.
    /// </summary>
    private async Task UntilStoppedAsync(Lease broken, StateListing listing, Action<string> tell, CancellationToken ct)
    {
        byte[]? content = null;
        Lease? holder = null;
        foreach (var number in listing.Leases.Where(number => number < broken.Number).Reverse())
        {
            content = await folder.TryReadAsync(folder.LeasePath(number), ct);
            holder = content is null ? null : LeaseFile.Read(content, number);
            if (holder?.State != LeaseState.Broken)
                break;
        }

        if (holder is { State: LeaseState.Ended })
        {
            await UntilFinishedAsync(holder, tell, ct);
            return;
        }

        if (holder is { State: LeaseState.Live } && LeaseLockFile.IsAlive(holder) == false)
            return;

        tell(
            $"{broken.Owner} removed the lease of {holder?.Owner ?? "someone"}; waiting until that deployment has stopped, or has "
                + $"shown no life for {Seconds(LeaseTimes.TakenOverAfter)}."
        );
        var since = clock.GetTimestamp();
        while (clock.GetElapsedTime(since) < LeaseTimes.TakenOverAfter)
        {
            await Task.Delay(LeaseTimes.BetweenLooks, clock, ct);
            if (
                holder is null
                || await folder.TryReadAsync(folder.LeasePath(holder.Number), ct) is not { } now
                || now.AsSpan().SequenceEqual(content)
            )
                continue;

            if (LeaseFile.Read(now, holder.Number) is { State: LeaseState.Ended } ended)
            {
                await UntilFinishedAsync(ended, tell, ct);
                return;
            }

            // Its look at the folder may have lagged, and what it sends from now on is finished 60 s from now at the latest.
            (content, since) = (now, clock.GetTimestamp());
        }
    }

    private async Task UntilFinishedAsync(Lease ended, Action<string> tell, CancellationToken ct)
    {
        if (!ended.LeftUnanswered)
            return;

        tell(
            $"{ended.Owner} ended before the workspace had answered all it was sent; waiting {Seconds(LeaseTimes.ServiceFinishes)} "
                + $"for that to be over."
        );
        await Task.Delay(LeaseTimes.ServiceFinishes, clock, ct);
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s");
}
