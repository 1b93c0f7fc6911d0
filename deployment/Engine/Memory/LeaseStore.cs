using Layercake.Rest;
using Layercake.Rest.Apis;

namespace Layercake.Engine.Memory;

/// <summary>
/// Keeps the lease as numbered files in the workspace. A deployment takes the lease by creating the next file; only one creation succeeds.
/// </summary>
/// <remarks>
/// Nobody writes the file of another, so nothing that arrives late, from a machine that slept or a request that was slow, gives anyone a
/// lease back.
/// </remarks>
/// <param name="path">The workspace folder for this deployment and environment.</param>
internal sealed class LeaseStore(WorkspaceClient client, string path, TimeProvider clock)
{
    /// <summary>How many times another deployment may be faster.</summary>
    private const int MostAttempts = 5;

    private const int AttemptsToEnd = 3;

    /// <summary>How long the release of the lease may take, also after Ctrl-C.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly StateFolder folder = new(new WorkspaceApi(client), path);
    private readonly StateFolder urgent = new(new WorkspaceApi(client, urgent: true), path);

    public StateFolder Folder => folder;

    /// <summary>Limits the writes of the deployment that has a lease of this store.</summary>
    public WriteGate Gate => client.Gate;

    public TimeProvider Clock => clock;

    private LeaseCreation Creation => new(folder, clock);

    /// <param name="notify">Called with what is waited for, for the user.</param>
    /// <exception cref="LeaseHeldException">Someone else has it.</exception>
    public async Task<TakenLease> TakeAsync(string owner, Action<string> notify, CancellationToken ct)
    {
        var (waiter, known) = (new LeaseWaiter(folder, clock), 0L);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var reading = await ReadUntilShownAsync(known, ct);
            var waited = await waiter.UntilFreeAsync(reading, notify, ct);
            if (await TryTakeAsync(reading, waited, owner, ct) is { } taken)
            {
                if (!waited && reading.Lease is { State: LeaseState.Live } orphan)
                    notify(LeaseWaiter.TookOver(orphan));
                return taken;
            }

            known = Next(reading);
        }

        throw LeaseHeldException.Contended(folder.LeasePath(known));
    }

    /// <summary>Reads the lease with the highest number, and the one of earlier versions.</summary>
    /// <param name="atLeast">A number that is known to exist although a listing may not show it yet.</param>
    public async Task<LeaseReading> ReadLeaseAsync(StateListing listing, CancellationToken ct, long atLeast = 0)
    {
        var number = Math.Max(listing.Lease, atLeast);
        var earlier = listing.HasEarlierLease ? folder.TryReadAsync(folder.EarlierLease, ct) : Task.FromResult<byte[]?>(null);
        var content = number == 0 ? null : await folder.TryReadAsync(folder.LeasePath(number), ct);
        return new LeaseReading(listing, number, content, await earlier);
    }

    /// <summary>Renews the lease and checks that it still is the highest.</summary>
    /// <returns>The lease that has come after it; null when none has.</returns>
    public async Task<Lease?> RenewAsync(Lease lease, CancellationToken ct)
    {
        await urgent.WriteAsync(folder.LeasePath(lease.Number), LeaseFile.Write(lease), ct);
        return await HigherAsync(lease, await urgent.ListAsync(ct), ct);
    }

    /// <summary>Records that the deployment has ended.</summary>
    /// <returns>Why that could not be written; null on success.</returns>
    public async Task<string?> EndAsync(Lease lease)
    {
        using var grace = new CancellationTokenSource(Grace, clock);
        for (var attempt = 1; ; attempt++)
            try
            {
                await urgent.WriteAsync(
                    folder.LeasePath(lease.Number),
                    LeaseFile.Write(lease with { State = LeaseState.Ended, Beat = lease.Beat + 1 }),
                    grace.Token
                );
                return null;
            }
            catch (WorkspaceApiException) when (attempt < AttemptsToEnd && !grace.IsCancellationRequested)
            {
                await Task.Delay(LeaseTimes.BetweenFailures, clock, CancellationToken.None);
            }
            catch (WorkspaceApiException e)
            {
                return e.Message;
            }
            catch (OperationCanceledException)
            {
                return "the workspace did not answer in time";
            }
    }

    /// <summary>Takes the lease away from its owner by creating the next one, which belongs to no deployment.</summary>
    /// <returns>The lease that was taken away; null when there was none.</returns>
    public async Task<BrokenLease?> BreakAsync(string owner, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var reading = await ReadUntilShownAsync(0, ct);
            if (reading.IsFree || reading is { Earlier: null, Lease.State: LeaseState.Ended })
                return null;

            var file = reading.Earlier is null ? folder.LeasePath(reading.Number) : folder.EarlierLease;
            if (reading is { Earlier: null, Lease.State: LeaseState.Broken })
                return new BrokenLease(file, reading.Lease, Already: true);

            var broken = Lease.New(Next(reading), owner, clock.GetUtcNow()) with { State = LeaseState.Broken };
            if (await Creation.TryCreateAsync(broken, ct) is not null)
                continue;

            if (reading.Earlier is not null)
                await folder.DeleteAsync(folder.EarlierLease, ct);

            return new BrokenLease(file, reading.Earlier is null ? reading.Lease : reading.EarlierLease);
        }

        throw LeaseHeldException.Contended(folder.Path);
    }

    /// <summary>A file that is listed or blocks a creation, and is not found: a lagging read does not show it yet.</summary>
    private async Task<LeaseReading> ReadUntilShownAsync(long atLeast, CancellationToken ct)
    {
        var reading = await ReadLag.LookAsync(
            async () => await ReadLeaseAsync(await folder.ListAsync(ct), ct, atLeast),
            seen => seen.Number == 0 || seen.Content is not null,
            clock,
            ct
        );
        return reading.Number == 0 || reading.Content is not null
            ? reading
            : throw LeaseHeldException.NotShown(folder.LeasePath(reading.Number));
    }

    // The record has the number of the lease under which it was written, and whoever writes next must come after both.
    private long Next(LeaseReading reading)
    {
        var highest = Math.Max(reading.Number, reading.Listing.Manifest);
        return highest < StateListing.Highest
            ? highest + 1
            : throw LeaseHeldException.TooHigh(reading.Number == highest ? folder.LeasePath(highest) : folder.ManifestPath(highest));
    }

    private async Task<Lease?> HigherAsync(Lease lease, StateListing listing, CancellationToken ct) =>
        listing.Lease <= lease.Number ? null
        : await urgent.TryReadAsync(folder.LeasePath(listing.Lease), ct) is { } content
        && LeaseFile.Read(content, listing.Lease) is { } higher
            ? higher
        : Lease.New(listing.Lease, "someone", clock.GetUtcNow());

    /// <returns>Null when another deployment was faster and has ended already.</returns>
    private async Task<TakenLease?> TryTakeAsync(LeaseReading reading, bool waited, string owner, CancellationToken ct)
    {
        var lease = Lease.New(Next(reading), owner, clock.GetUtcNow());
        var lockFile = LeaseLockFile.Create(lease);
        var kept = false;
        try
        {
            var age = new LeaseAge(clock, () => client.ServiceTime);
            age.Heard();
            var sent = age.Now();
            if (await Creation.TryCreateAsync(lease, ct) is { } other)
                return other.State == LeaseState.Live && LeaseLockFile.IsAlive(other) != false
                    ? throw LeaseHeldException.By(other, folder.LeasePath(other.Number))
                    : null;

            age.Renewed(sent);
            var listing = await folder.ListAsync(ct);
            if (await OvertakenAsync(lease, listing, age, ct) is { } higher)
                throw LeaseHeldException.By(higher, folder.LeasePath(higher.Number));

            await RemovePreviousAsync(reading, ct);
            kept = true;
            return new TakenLease(lease, age, reading, waited, listing, lockFile);
        }
        finally
        {
            if (!kept)
            {
                await LeaveAsync(lease);
                lockFile?.Dispose();
            }
        }
    }

    /// <summary>The lease of a higher number that someone created meanwhile; null when ours is the highest.</summary>
    private async Task<Lease?> OvertakenAsync(Lease lease, StateListing listing, LeaseAge age, CancellationToken ct)
    {
        if (await HigherAsync(lease, listing, ct) is { } higher)
            return higher;
        if (age.Value < LeaseTimes.RenewedEvery)
            return null;

        // The lease counts from the moment its creation was sent, and that took long.
        var sent = age.Now();
        var overtaken = await RenewAsync(lease, ct);
        age.Renewed(sent);
        return overtaken;
    }

    private async Task RemovePreviousAsync(LeaseReading reading, CancellationToken ct)
    {
        if (reading.Lease is { } before)
            LeaseLockFile.Remove(before);
        if (reading.Earlier is not null)
            await folder.DeleteAsync(folder.EarlierLease, ct);
    }

    /// <summary>
    /// The request may have been acted on although nobody waited for its answer, and then what is there is this run's own.
    /// </summary>
    private async Task LeaveAsync(Lease lease)
    {
        using var grace = new CancellationTokenSource(Grace, clock);
        try
        {
            if (
                await urgent.TryReadAsync(folder.LeasePath(lease.Number), grace.Token) is { } content
                && LeaseFile.Read(content, lease.Number)?.Nonce == lease.Nonce
            )
                await EndAsync(lease);
        }
        catch (Exception e) when (e is WorkspaceApiException or OperationCanceledException)
        {
            // A lease that stays behind is not renewed, so the next deployment takes it over.
        }
    }
}
