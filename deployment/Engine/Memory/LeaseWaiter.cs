using System.Globalization;

namespace Layercake.Engine.Memory;

/// <summary>
/// Waits until the holder of a lease has ended, where waiting helps. It never compares clocks of two machines: it only watches whether the
/// file of the lease changes.
/// </summary>
internal sealed class LeaseWaiter(StateFolder folder, TimeProvider clock)
{
    public static string TookOver(Lease lease) =>
        $"Took over the lease of {lease.Owner} from {LeaseHeldException.Time(lease.TakenAt)}, whose deployment did not come to its end.";

    /// <param name="notify">Called with what is waited for, for the user.</param>
    /// <returns>Whether it had to wait: then a plan from before is out of date.</returns>
    /// <exception cref="LeaseHeldException">Someone is deploying.</exception>
    public async Task<bool> UntilFreeAsync(LeaseReading reading, Action<string> notify, CancellationToken ct)
    {
        var waited = false;
        if (!reading.EarlierIsFree)
        {
            var still = LeaseTimes.EarlierTakenOverAfter;
            await UntilStillAsync(folder.EarlierLease, reading.EarlierLease, reading.Earlier!, still, notify, ct);
            waited = true;
        }

        if (reading.NumberedIsFree)
            return waited;

        if (reading.Lease is { State: LeaseState.Ended } ended)
            await UntilFinishedAsync(ended, notify, ct);
        else if (reading.Lease is { State: LeaseState.Broken } broken)
            await UntilStoppedAsync(broken, reading.Listing, notify, ct);
        else
            await UntilStillAsync(folder.LeasePath(reading.Number), reading.Lease, reading.Content!, LeaseTimes.TakenOverAfter, notify, ct);

        return true;
    }

    /// <summary>Waits until the file of a lease has not changed for the time after which the lease may be taken over.</summary>
    private async Task UntilStillAsync(
        string file,
        Lease? lease,
        byte[] content,
        TimeSpan still,
        Action<string> notify,
        CancellationToken ct
    )
    {
        if (lease is not null && LeaseLockFile.IsAlive(lease) == true)
            throw LeaseHeldException.By(lease, file);

        notify(Watching(file, lease, still));
        var since = clock.GetTimestamp();
        while (clock.GetElapsedTime(since) < still)
        {
            await Task.Delay(LeaseTimes.BetweenLooks, clock, ct);
            var now = await folder.TryReadAsync(file, ct);
            // The numbered file with the highest number is never deleted: a read that finds none lags.
            if (now is null && file == folder.EarlierLease)
                return;

            if (now is null || now.AsSpan().SequenceEqual(content))
                continue;

            switch (LeaseFile.Read(now, lease?.Number ?? 0))
            {
                case { State: LeaseState.Ended } ended:
                    await UntilFinishedAsync(ended, notify, ct);
                    return;
                case { } moved:
                    throw LeaseHeldException.By(moved, file);
                default:
                    throw LeaseHeldException.Unreadable(file);
            }
        }

        notify(lease is null ? $"{file} stood still and was taken over." : TookOver(lease));
    }

    private static string Watching(string file, Lease? lease, TimeSpan still) =>
        lease is null
            ? $"{file} is not a lease that this tool wrote; watching for {Seconds(still)} whether it changes."
            : $"{lease.Owner} has had the lease of this environment since {LeaseHeldException.Time(lease.TakenAt)}; "
                + $"watching for {Seconds(still)} whether that deployment is alive.";

    /// <summary>
    /// After an Unlock: the holder of the broken lease sees it at its next renewal and stops. Nobody may begin before that.
    /// </summary>
    private async Task UntilStoppedAsync(Lease broken, StateListing listing, Action<string> notify, CancellationToken ct)
    {
        var (holder, content) = await HolderBeforeAsync(broken, listing, ct);
        if (holder is { State: LeaseState.Ended })
        {
            await UntilFinishedAsync(holder, notify, ct);
            return;
        }

        if (holder is { State: LeaseState.Live } && LeaseLockFile.IsAlive(holder) == false)
            return;

        notify(
            $"{broken.Owner} removed the lease of {holder?.Owner ?? "someone"}; waiting until that deployment has stopped, or has "
                + $"shown no life for {Seconds(LeaseTimes.TakenOverAfter)}."
        );
        await UntilSilentAsync(holder, content, notify, ct);
    }

    /// <summary>The last lease before the broken one that is not broken itself.</summary>
    private async Task<(Lease? Holder, byte[]? Content)> HolderBeforeAsync(Lease broken, StateListing listing, CancellationToken ct)
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

        return (holder, content);
    }

    private async Task UntilSilentAsync(Lease? holder, byte[]? content, Action<string> notify, CancellationToken ct)
    {
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
                await UntilFinishedAsync(ended, notify, ct);
                return;
            }

            // The holder's read of the folder may have lagged. What it sends from now on has ended 60 s from now at the latest.
            (content, since) = (now, clock.GetTimestamp());
        }
    }

    private async Task UntilFinishedAsync(Lease ended, Action<string> notify, CancellationToken ct)
    {
        if (!ended.LeftUnanswered)
            return;

        notify(
            $"{ended.Owner} ended before the workspace had answered all it was sent; waiting {Seconds(LeaseTimes.ServiceFinishes)} "
                + $"for that to be over."
        );
        await Task.Delay(LeaseTimes.ServiceFinishes, clock, ct);
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s");
}
